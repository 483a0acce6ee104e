"""What Poetry, PDM, conda and conda's engine print -> how far they are, and why they failed.

Recorded from Poetry 2.5, PDM 2.29 and py-rattler 0.28; conda's and mamba's from what their users
report. Pipenv's errors are pip's.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

_TOTALS = (
    re.compile(r"Package operations: (\d+) installs?, (\d+) updates?, (\d+) removals?"),
    re.compile(r"Synchronizing working set .*: (\d+) to add, (\d+) to update, (\d+) to remove"),
)
_STEPS = (
    re.compile(r"- ((?:Install|Updat|Downgrad|Remov)ing \S+ \([^)]*\))$"),
    re.compile(r"\S ((?:Install|Update|Remove) \S+ .*) successful$"),
)
_SHARE = re.compile(r"\[ *(\d+)%\] (.+)")
_PHASES = ("resolving dependencies", "writing lock file", "locking", "building requirements",
           "updating the lock file", "solving environment", "collecting package metadata",
           "downloading and extracting packages", "preparing transaction", "executing transaction",
           "linking ", "resolving packages")  # fmt: skip
_RESOLVED = 30  # percent of a command that is done when packages begin to change
_POETRY_NONE = re.compile(r"Could not find a matching version of package (\S+)")
_POETRY_FAILED = re.compile(r"Cannot install (\S+?)\.?$")
_POETRY_OFFLINE = re.compile(r"All attempts to connect to \S+ failed")
_PDM = re.compile(r"\[\w+\]: (.+)")
_CONDA = re.compile(r"(?:[A-Z]\w*(?:Error|NotFound)|error\s+libmamba)[: ]\s*(.+)")


def steps() -> Callable[[str], tuple[str, int | None] | None]:
    """Return what reads the lines of one command in turn: (message, percent of it that is done)
    of a line that tells something, with packages done and in all; None of any other."""
    total = done = 0

    def read(line: str) -> tuple[str, int | None] | None:
        nonlocal total, done
        text = line.strip()
        if match := _SHARE.fullmatch(text):
            return match[2], int(match[1])
        for pattern in _TOTALS:
            if match := pattern.match(text):
                total, done = sum(map(int, match.groups())), 0
                return text, _RESOLVED
        for pattern in _STEPS:
            if total and (match := pattern.match(text)):
                done = min(done + 1, total)
                share = _RESOLVED + (95 - _RESOLVED) * done // total
                return f"{match[1]} ({done} of {total})", share
        return (text, None) if text.lower().startswith(_PHASES) else None

    return read


def failure(lines: Sequence[str]) -> str:
    """Return why one of these tools failed; "" when none of them says so."""
    for tell in (_poetry, _pdm, _conda):
        if said := tell(lines):
            return said
    return ""


def _poetry(lines: Sequence[str]) -> str:
    text = " ".join(" ".join(lines).split())
    if match := _POETRY_NONE.search(text):
        return f"no version of `{match[1]}` fits, or the index does not know it"
    if match := _POETRY_OFFLINE.search(text):
        return match[0]
    if "version solving failed." in text:
        start = text.rfind("Because ", 0, text.rfind("So, because")) if "So, " in text else -1
        start = start if start >= 0 else text.lower().rfind("because ")
        return "no versions fit together: " + text[start : text.rfind(", version solving failed")]
    for line in lines:
        if match := _POETRY_FAILED.match(line.strip()):
            return f"`{match[1]}` cannot be installed: {_exception(lines)}".removesuffix(": ")
    return ""


def _exception(lines: Sequence[str]) -> str:
    """Return the message of an exception as Poetry draws it: its name, its text, its place."""
    for number, line in enumerate(lines):
        if re.fullmatch(r"  [A-Z]\w*(?:Error|Exception)", line.rstrip()):
            return next((it.strip() for it in lines[number + 1 :] if it.strip()), "")
    return ""


def _pdm(lines: Sequence[str]) -> str:
    found = [match for line in lines if (match := _PDM.match(line.strip()))]
    if not found:
        return ""
    said = str(found[-1][1])
    if "Unable to find a resolution" in said:
        return " ".join(_block(lines, "ERROR: Unable to find a resolution")) or said
    if "operations failed" in said:
        causes = [line for line in lines if re.match(r"[\w.]*Error: ", line)]
        return causes[-1].partition(": ")[2] if causes else said
    return said


def _block(lines: Sequence[str], start: str) -> Iterator[str]:
    """Yield the lines from the one that begins with `start` to PDM's advice."""
    is_inside = False
    for line in lines:
        is_inside = is_inside or line.startswith(start)
        if is_inside and re.match(r"To fix this|\s*\d+:\d\d:\d\d|A possible solution", line):
            return
        if is_inside:
            yield line.removeprefix("ERROR: ").strip()


def _conda(lines: Sequence[str]) -> str:
    """Return conda's or mamba's error with the items under it."""
    for number, line in enumerate(lines):
        if match := _CONDA.match(line.strip()):
            rest = (it.strip(" │├└─\t") for it in lines[number + 1 :])
            items = takewhile(lambda it: it != "Current channels:", filter(None, rest))
            return " ".join((match[1].strip(), *items))
    return ""
