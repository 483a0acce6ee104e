"""The private input files of an install: the wanted lines as if they stood in their source."""

import re
from collections.abc import Iterable

from pinlight.installers.translate import absolute, parse_option
from pinlight.model import Install
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.reader import Reader

# An activated environment is not the one meant; nothing may ask for a password; no Python comes
# from the network unless the user agrees.
ENV = {
    "VIRTUAL_ENV": "",
    "CONDA_PREFIX": "",
    "GIT_TERMINAL_PROMPT": "0",
    "NO_COLOR": "1",
    "UV_PYTHON_DOWNLOADS": "never",
}

REQUIREMENTS = "requirements.txt"
CONSTRAINTS = "constraints.txt"

_NAMED = re.compile(r"\s*[A-Za-z0-9][\w.-]*\s*(?:\[[^\]]*\])?\s*(?:[=<>!~;@(#\\]|$|\s--)")
_EXTRAS = re.compile(r"^(\s*[A-Za-z0-9][\w.-]*)\s*\[[^\]]*\]")
_PATH = re.compile(r"(?P<flag>\s*(?:-e|--editable)[ =]\s*)?(?P<path>[^\s;#\[]+)(?P<rest>.*)", re.S)
_ARCHIVE = re.compile(r".*\.(whl|zip|tar\.(gz|bz2|xz)|tgz|tbz|txz)$", re.I)


class Inputs(NamedTuple):
    """What pip and uv alike take as `-r` and `-c`, and the folder to run them in."""

    argv: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    cwd: str


def inputs(install: Install, options: tuple[str, ...], reader: Reader) -> Inputs:
    """Return the input of an install; `options` are the option lines to write above its lines."""
    cwd = working_folder(install)
    if not install.lines:
        return Inputs(("-r", install.source), (), cwd)
    lines = [absolute_option(option, folder(install)) for option in options]
    lines += [absolute_line(line, (folder(install), install.cwd), reader) for line in install.lines]
    argv = ["-r", f"{{input}}/{REQUIREMENTS}"]
    files = [(REQUIREMENTS, "\n".join(lines) + "\n")]
    if hashed := constraint_lines(install):
        argv += ["-c", f"{{input}}/{CONSTRAINTS}"]
        files.append((CONSTRAINTS, "\n".join(hashed) + "\n"))
    for path in install.constraints:
        argv += ["-c", path]
    return Inputs(tuple(argv), tuple(files), cwd)


def folder(install: Install) -> str:
    """Return the folder against which the source's own paths are meant; "" without a source."""
    return rules(install.source).dirname(install.source) if install.source else ""


def working_folder(install: Install) -> str:
    """Return where the installer runs: both resolve requirement paths against it."""
    return install.cwd or folder(install) or rules(install.prefix).dirname(install.prefix)


def existing(path: str, reader: Reader) -> str:
    """Return the nearest folder above `path` that exists: a command needs one to run in."""
    parent = str(rules(path).dirname(path))
    while not reader.is_folder(parent) and rules(parent).dirname(parent) != parent:
        parent = rules(parent).dirname(parent)
    return parent


def only(install: Install, names: Iterable[str]) -> Install:
    """Return `install` with only the lines that begin with one of `names`; "": with none."""
    wanted = frozenset(names)
    return install._replace(lines=tuple(line for line in install.lines if _name(line) in wanted))


def constraint_lines(install: Install) -> list[str]:
    """Return the other hashed entries: hash-checking mode wants a hash of every dependency.

    A constraint has a name and no extras.
    """
    if not any("--hash" in line for line in install.lines):
        return []
    wanted = set(install.lines)
    return [
        _EXTRAS.sub(r"\1", line) for line in install.hashed if line not in wanted and _name(line)
    ]


def absolute_option(line: str, base: str) -> str:
    """Return an option line with a relative path made absolute."""
    option, value = parse_option(line)
    if option not in ("find-links", "constraint", "index-url", "extra-index-url"):
        return line
    path = absolute(value, base) if option in ("find-links", "constraint") else value
    return f"--{option} {_quoted(path)}" if path != value else line


def absolute_line(line: str, folders: tuple[str, ...], reader: Reader) -> str:
    """Return a requirement line with a relative local path made absolute.

    The path means the first of `folders` where it exists.
    """
    match = _PATH.match(line)
    if match is None or not _is_path(match["path"], bool(match["flag"])):
        return line
    places = [absolute(match["path"], base) for base in folders if base]
    found = next(filter(reader.exists, places), next(iter(places), match["path"]))
    return f"{match['flag'] or ''}{found}{match['rest']}"


def _is_path(text: str, is_editable: bool) -> bool:
    if "://" in text or text.startswith(("file:", "$", "-")):
        return False
    return (
        is_editable or text[0] == "." or "/" in text or "\\" in text or bool(_ARCHIVE.match(text))
    )


def _name(line: str) -> str:
    """Return the normalised name that a line begins with; "" for a path, URL or editable."""
    match = re.match(r"\s*([A-Za-z0-9][\w.-]*)", line)
    if match is None or not _NAMED.match(line) or _ARCHIVE.match(match[1]):
        return ""
    return re.sub(r"[-_.]+", "-", match[1]).lower()


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
