"""Why a tool failed, told from what it printed: one sentence with the cause and the next step.

Recorded from uv 0.13, pip 26, venv and setuptools; what is not known stays in the tool's words.
"""

import re
from collections.abc import Iterable

_COMPILER = re.compile(
    r"No such file or directory: '(?P<gone>[^']+)'"
    r"|command '(?P<command>[^']+)' failed: No such file"
    r"|unable to execute '(?P<unable>[^']+)'"
    r"|(?P<msvc>Microsoft Visual C\+\+ [\d.]+) or greater is required"
    r"|can't find (?P<rust>Rust compiler)"
    r"|(?P<cargo>cargo)(?:`|', | ).{0,40}not (?:installed|found)"
)
_BUILT = (
    re.compile(r"Failed to build `?([A-Za-z0-9][\w.-]*)"),
    re.compile(r"Failed building wheel for ([A-Za-z0-9][\w.-]*)"),
    re.compile(r"generating package metadata\W+(?:from \S*/)?([A-Za-z0-9][\w.-]*)"),
)
_FULL = re.compile(r"No space left on device|\[Errno 28\]|os error 28|Disk quota exceeded")
_DENIED = re.compile(r"Permission denied|\[Errno 13\]|os error 13")
_PLACE = re.compile(r"(?:`|'|to |file |path )((?:/|[A-Z]:\\)[^`'\s:]+)")
_OLD = re.compile(r"Python version \(([\d.]+)\) does not satisfy Python([<>=!~][\w.,<>=!~*]*)")
_OLD_OF_PIP = re.compile(r"different python version: .*?Requires-Python ([<>=!~][\w.,<>=!~*]*)")
_REQUIRED = re.compile(
    r"(?:you require|The user requested|Cannot install|satisfies the requirement|found for)"
    r" (.*?)(?: because|, we can|\.\s|$| \(from| and we )",
)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


def known(text: str) -> str:
    """Return the cause and what to do, without full stop; "" when it is not known.

    `text` is all that was printed, on one line.
    """
    for tell in (_unsuitable_python, _no_room, _no_compiler, _index, _too_old):
        if said := tell(text):
            return said
    return ""


def _unsuitable_python(text: str) -> str:
    if "ensurepip is not available" in text or "No module named ensurepip" in text:
        package = re.search(r"apt(?:-get)? install (python[\d.]*-venv)", text)
        how = f"run `sudo apt install {package[1]}`" if package else "install it for this Python"
        return f"this Python cannot make environments with pip, `ensurepip` is missing; {how}"
    if "No module named venv" in text:
        return "this Python cannot make environments, its `venv` module is missing"
    if "No module named pip" in text:
        return "the environment has no pip"
    if "externally-managed-environment" in text or "is externally managed" in text:
        return "this Python is managed by the system; install into a virtual environment instead"
    if found := re.search(r"No interpreter found for (Python \S+)", text):
        return f"{found[1]} is not on this machine; install it, or let uv download it"
    return ""


def _no_room(text: str) -> str:
    if _FULL.search(text):
        return f"the disk is full{_at(text)}; free some space and do it again"
    if _DENIED.search(text):
        return f"there is no permission to write{_at(text)}; change its owner or its permissions"
    return ""


def _at(text: str) -> str:
    place = _PLACE.search(text)
    return f" (`{place[1]}`)" if place else ""


def _no_compiler(text: str) -> str:
    built = next((found for pattern in _BUILT if (found := pattern.search(text))), None)
    missing = _COMPILER.search(text)
    if built is None or missing is None:
        return ""
    program = next(filter(None, missing.groups()))
    return (
        f"`{built[1]}` has to be built, and `{program}` is missing; install it, or choose a "
        "version with a wheel for this Python"
    )


def _index(text: str) -> str:
    if found := re.search(r"401 Error, Credentials not correct for (\S+)", text):
        return f"the index refused the credentials for {found[1]}"
    return ""


def _too_old(text: str) -> str:
    if found := _OLD.search(text):
        return (
            f"Python {found[1]} does not fit, Python {found[2]} is required; take another "
            "version of the package, or recreate the environment with another Python"
        )
    if "No matching distribution found" in text and (found := _OLD_OF_PIP.search(text)):
        return (
            f"this Python does not fit, Python {found[1]} is required; take another version of "
            "the package, or recreate the environment with another Python"
        )
    return ""


def culprits(text: str, lines: Iterable[str]) -> tuple[str, ...]:
    """Return those of the lines whose requirements a resolver says cannot be met together."""
    named: set[str] = set()
    for found in _REQUIRED.findall(text):
        named.update(_plain(it) for it in _NAME.findall(found))
    return tuple(line for line in lines if _plain(_first(line)) in named)


def places(lines: Iterable[str], source: str) -> str:
    """Return where the lines stand in the text of their file: "line 3, line 7"; "" when in none."""
    written = [it.split("#")[0].strip() for it in source.splitlines()]
    numbers = [written.index(line.strip()) + 1 for line in lines if line.strip() in written]
    return ", ".join(f"line {number}" for number in sorted(set(numbers)))


def _first(line: str) -> str:
    found = _NAME.match(line.strip())
    return found[0] if found else ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
