"""The options of a requirements file, in pip's own sense, for hover and completion.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/#supported-options
"""

from pinlight.named import NamedTuple


class Option(NamedTuple):
    """One option and what it does."""

    name: str  # long form
    short: str  # "" when it has none
    argument: str  # what its value is called; "" for a flag
    help: str
    values: tuple[str, ...] = ()  # that it takes, where they can be listed
    is_per_line: bool = False  # follows a requirement


_FORMATS = ":all: or :none: or names by commas"

OPTIONS = (
    Option("--requirement", "-r", "FILE", "Also install what this requirements file asks for."),
    Option(
        "--constraint",
        "-c",
        "FILE",
        "Keep versions within this constraints file; it installs nothing by itself.",
    ),
    Option(
        "--editable",
        "-e",
        "PATH or URL",
        "Install a project so that changes of its source count at once.",
    ),
    Option(
        "--index-url",
        "-i",
        "URL",
        "The package index that is asked, instead of the one that is configured.",
    ),
    Option(
        "--extra-index-url",
        "",
        "URL",
        "One more package index. All indexes count alike: whoever has the newest version wins, "
        "so that a private name can be taken over on a public index.",
    ),
    Option("--no-index", "", "", "Ask no package index; look only at `--find-links`."),
    Option(
        "--find-links",
        "-f",
        "URL or PATH",
        "Also look for archives on this page or in this folder.",
    ),
    Option(
        "--no-binary",
        "",
        "NAMES",
        f"Build these from source instead of taking wheels: {_FORMATS}.",
        (":all:", ":none:"),
    ),
    Option(
        "--only-binary",
        "",
        "NAMES",
        f"Take only wheels of these, never build from source: {_FORMATS}.",
        (":all:", ":none:"),
    ),
    Option("--prefer-binary", "", "", "Take an older wheel rather than a newer source archive."),
    Option("--require-hashes", "", "", "Every requirement must have a pin and a hash."),
    Option("--no-require-hashes", "", "", "Do not require hashes, though some lines have them."),
    Option("--pre", "", "", "Also take pre-releases and development versions."),
    Option(
        "--all-releases",
        "",
        "NAMES",
        f"Also take pre-releases of these: {_FORMATS}.",
        (":all:", ":none:"),
    ),
    Option(
        "--only-final",
        "",
        "NAMES",
        f"Take only final releases of these: {_FORMATS}.",
        (":all:", ":none:"),
    ),
    Option(
        "--trusted-host",
        "",
        "HOST",
        "Trust this host although it has no valid HTTPS certificate.",
    ),
    Option(
        "--use-feature",
        "",
        "FEATURE",
        "Turn on what pip does not do by default yet.",
        (
            "fast-deps",
            "inprocess-build-deps",
            "venv-isolation",
            "truststore",
            "no-binary-enable-wheel-cache",
            "build-constraint",
        ),
    ),
    Option(
        "--hash",
        "",
        "ALGORITHM:DIGEST",
        "The archive must have one of the hashes of its line. With one hash in a file, pip wants "
        "them for all of it.",
        ("sha256:", "sha384:", "sha512:"),
        True,
    ),
    Option(
        "--config-settings",
        "-C",
        "KEY=VALUE",
        "A setting for the build backend of this requirement.",
        (),
        True,
    ),
)


def option(written: str) -> Option | None:
    """Return what an option means, by its long or short name or an abbreviation of its own."""
    for one in OPTIONS:
        if written in (one.name, one.short):
            return one
    meant = [one for one in OPTIONS if len(written) > 2 and one.name.startswith(written)]
    return meant[0] if len(meant) == 1 else None
