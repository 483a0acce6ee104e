"""pip's configuration and the options of a requirements file -> what uv understands.

uv reads neither pip's configuration nor every option of a requirements file. What names an
index may hold credentials and therefore travels in the command's environment, never in argv.
Source: https://docs.astral.sh/uv/pip/compatibility/
"""

import os
import re
import shlex
from collections.abc import Callable, Mapping

from pinlight.named import NamedTuple
from pinlight.reader import Reader


class Translation(NamedTuple):
    """What to add to an uv command."""

    argv: tuple[str, ...] = ()
    env: Mapping[str, str] = {}
    lines: tuple[str, ...] = ()  # the option lines that uv reads itself in a requirements file


# Options that choose what is installed: pip option -> variables of uv that say the same. The
# first is set; when the user has set any of them, the user's own word for uv stands.
VARIABLES = {
    "index-url": ("UV_DEFAULT_INDEX", "UV_INDEX_URL"),
    "extra-index-url": ("UV_INDEX", "UV_EXTRA_INDEX_URL"),
    "find-links": ("UV_FIND_LINKS",),
    "trusted-host": ("UV_INSECURE_HOST",),
    "constraint": ("UV_CONSTRAINT",),
    "build-constraint": ("UV_BUILD_CONSTRAINT",),
    "cert": ("SSL_CERT_FILE", "SSL_CERT_DIR"),
    "client-cert": ("SSL_CLIENT_CERT",),
    "timeout": ("UV_HTTP_TIMEOUT", "UV_REQUEST_TIMEOUT", "HTTP_TIMEOUT"),
    "default-timeout": ("UV_HTTP_TIMEOUT", "UV_REQUEST_TIMEOUT", "HTTP_TIMEOUT"),
    "retries": ("UV_HTTP_RETRIES",),
    "proxy": ("ALL_PROXY",),
}
FLAGS = {
    "no-index": "--no-index",
    "no-deps": "--no-deps",
    "require-hashes": "--require-hashes",
    "no-build-isolation": "--no-build-isolation",
    "upgrade": "--upgrade",
    "break-system-packages": "--break-system-packages",
}
# Options that change how pip talks or where it keeps things, not what is installed.
IRRELEVANT = {
    "cache-dir", "compile", "debug", "disable-pip-version-check", "exists-action", "format",
    "log", "log-file", "no-cache-dir", "no-clean", "no-color", "no-compile", "no-input",
    "no-python-version-warning", "no-warn-conflicts", "no-warn-script-location",
    "progress-bar", "quiet", "require-virtualenv", "root-user-action", "user", "verbose",
    "use-feature", "use-deprecated", "resume-retries", "no-use-pep517", "use-pep517",
}  # fmt: skip
# Options for which uv has no equal.
BLOCKERS = {
    "abi", "all-releases", "build-option", "config-settings", "dry-run", "force-reinstall",
    "global-option", "ignore-installed", "ignore-requires-python", "implementation",
    "install-option", "no-require-hashes", "only-deps", "only-final", "platform", "prefer-binary",
    "prefix", "python", "python-version", "requirement", "root", "src", "target",
    "upgrade-strategy", "uploaded-prior-to", "editable", "group", "isolated",
}  # fmt: skip
OPTIONS = (
    *VARIABLES, *FLAGS, *sorted(BLOCKERS), "pre", "no-binary", "only-binary", "keyring-provider",
)  # fmt: skip
SHORT = {"-i": "index-url", "-f": "find-links", "-c": "constraint", "-r": "requirement"}
INDEXES = {"index-url", "extra-index-url", "find-links", "no-index"}
_PATHS = {"find-links", "constraint", "build-constraint", "cert", "client-cert"}
# What uv reads by itself in a requirements file.
_UNDERSTOOD = {
    "index-url", "extra-index-url", "find-links", "no-index", "no-binary", "only-binary",
    "require-hashes", "constraint",
}  # fmt: skip


def configuration(
    options: Mapping[str, str], skips_indexes: Callable[[], bool], reader: Reader, cwd: str
) -> Translation | str:
    """Translate pip's configuration; a sentence when an option has no equal in uv.

    `skips_indexes`: whether uv has indexes configured of its own, which then stand.
    """
    argv: list[str] = []
    env: dict[str, str] = {}
    for option, value in options.items():
        if option in IRRELEVANT or (option in INDEXES and skips_indexes()):
            continue
        if option in FLAGS:
            argv += [FLAGS[option]] if _is_true(value) else []
        elif option in ("no-binary", "only-binary"):
            argv += [f"--{option}={value}"]
        elif option == "pre":
            env |= _unless_set({"UV_PRERELEASE": "allow"}, reader) if _is_true(value) else {}
        elif option in VARIABLES:
            env |= _variable(option, value, reader, cwd)
        elif option == "keyring-provider" and value in ("auto", "disabled", "subprocess"):
            known = {"UV_KEYRING_PROVIDER": value} if value == "subprocess" else {}
            env |= _unless_set(known, reader)
        elif not _is_off(option, value):
            return f"pip's configuration sets `{option}`, which uv does not know"
    if "UV_INDEX" in env:
        # pip takes the best version of all indexes, uv by itself only of the first.
        env |= _unless_set({"UV_INDEX_STRATEGY": "unsafe-best-match"}, reader)
    return Translation(tuple(argv), env)


def file_options(lines: tuple[str, ...], reader: Reader) -> Translation | str:
    """Translate the option lines of a requirements file; a sentence when uv knows no equal."""
    env: dict[str, str] = {}
    kept = []
    hosts = []
    for line in lines:
        option, value = parse_option(line)
        if option in _UNDERSTOOD:
            kept.append(line)
        elif option == "pre":
            env |= _unless_set({"UV_PRERELEASE": "allow"}, reader)
        elif option == "trusted-host":
            hosts.append(value)
        elif option not in IRRELEVANT:
            return f"the file sets `--{option}`, which uv does not know"
        if option == "extra-index-url":
            env |= _unless_set({"UV_INDEX_STRATEGY": "unsafe-best-match"}, reader)
    if hosts:
        env |= _unless_set({"UV_INSECURE_HOST": " ".join(hosts)}, reader)
    return Translation((), env, tuple(kept))


def parse_option(line: str) -> tuple[str, str]:
    """Return (long name without dashes, value without quotes) of an option line."""
    words = line.strip().split(None, 1)
    name, _, value = words[0].partition("=") if words else ("", "", "")
    if not value and len(words) > 1:
        value = words[1]
    value = re.sub(r"(^|\s+)#.*", "", value)
    try:
        parts = shlex.split(value)
    except ValueError:  # An unclosed quote: the installer says so.
        parts = [value]
    return SHORT.get(name, name.removeprefix("--").replace("_", "-")), " ".join(parts)


def _variable(option: str, value: str, reader: Reader, cwd: str) -> dict[str, str]:
    names = VARIABLES[option]
    if any(reader.variable(name) for name in names):
        return {}
    items = value.split() if option not in ("cert", "client-cert") else [value]
    if option in _PATHS:
        items = [absolute(item, cwd) for item in items]
    if option == "proxy":  # An explicit proxy holds for every scheme.
        return dict.fromkeys(("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY"), value)
    return {names[0]: ("," if option == "find-links" else " ").join(items)}


def absolute(path: str, folder: str) -> str:
    """Return a local path as absolute; URLs and paths that start with a variable stay."""
    if "://" in path or path.startswith(("file:", "$", "~")) or not folder:
        return path
    return os.path.normpath(os.path.join(folder, path))


def _unless_set(variables: dict[str, str], reader: Reader) -> dict[str, str]:
    return {name: value for name, value in variables.items() if not reader.variable(name)}


def _is_true(value: str) -> bool:
    return value.lower() in ("y", "yes", "t", "true", "on", "1")


def _is_off(option: str, value: str) -> bool:
    """Whether a flag without equal in uv is set to false."""
    return option in BLOCKERS and value.lower() in ("n", "no", "f", "false", "off", "0")
