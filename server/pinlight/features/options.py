"""What the options of a requirements file mean, in pip's own sense, for hover and completion.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/#supported-options
"""

from pinlight.formats.pip_options import ALGORITHMS, FEATURES, PACKAGE_LISTS, SHORT
from pinlight.named import NamedTuple


class Option(NamedTuple):
    """One option and what it does."""

    name: str  # long form
    short: str  # "" when it has none
    argument: str  # what its value is called; "" for a flag
    help: str
    values: tuple[str, ...]  # that it takes, where they can be listed
    is_per_line: bool  # follows a requirement


_FORMATS = ":all: or :none: or names by commas"

_TOLD = (  # name, argument, help; in the order in which they are offered
    ("--requirement", "FILE", "Also install what this requirements file asks for."),
    (
        "--constraint",
        "FILE",
        "Keep versions within this constraints file; it installs nothing by itself.",
    ),
    (
        "--editable",
        "PATH or URL",
        "Install a project so that changes of its source count at once.",
    ),
    (
        "--index-url",
        "URL",
        "The package index that is asked, instead of the one that is configured.",
    ),
    (
        "--extra-index-url",
        "URL",
        "One more package index. All indexes count alike: whoever has the newest version wins, "
        "so that a private name can be taken over on a public index.",
    ),
    ("--no-index", "", "Ask no package index; look only at `--find-links`."),
    ("--find-links", "URL or PATH", "Also look for archives on this page or in this folder."),
    (
        "--no-binary",
        "NAMES",
        f"Build these from source instead of taking wheels: {_FORMATS}.",
    ),
    (
        "--only-binary",
        "NAMES",
        f"Take only wheels of these, never build from source: {_FORMATS}.",
    ),
    ("--prefer-binary", "", "Take an older wheel rather than a newer source archive."),
    ("--require-hashes", "", "Every requirement must have a pin and a hash."),
    ("--no-require-hashes", "", "Do not require hashes, though some lines have them."),
    ("--pre", "", "Also take pre-releases and development versions."),
    ("--all-releases", "NAMES", f"Also take pre-releases of these: {_FORMATS}."),
    ("--only-final", "NAMES", f"Take only final releases of these: {_FORMATS}."),
    ("--trusted-host", "HOST", "Trust this host although it has no valid HTTPS certificate."),
    ("--use-feature", "FEATURE", "Turn on what pip does not do by default yet."),
    (
        "--hash",
        "ALGORITHM:DIGEST",
        "The archive must have one of the hashes of its line. With one hash in a file, pip wants "
        "them for all of it.",
    ),
    ("--config-settings", "KEY=VALUE", "A setting for the build backend of this requirement."),
)
_PER_LINE = ("--hash", "--config-settings")
_SHORT = {name: short for short, name in SHORT.items()}
_VALUES = {
    **dict.fromkeys(PACKAGE_LISTS, (":all:", ":none:")),
    "--use-feature": FEATURES,
    "--hash": tuple(f"{name}:" for name in ALGORITHMS),
}

OPTIONS = tuple(
    Option(name, _SHORT.get(name, ""), argument, text, _VALUES.get(name, ()), name in _PER_LINE)
    for name, argument, text in _TOLD
)


def option(written: str) -> Option | None:
    """Return what an option means, by its long or short name or an abbreviation of its own."""
    for one in OPTIONS:
        if written in (one.name, one.short):
            return one
    meant = [one for one in OPTIONS if len(written) > 2 and one.name.startswith(written)]
    return meant[0] if len(meant) == 1 else None
