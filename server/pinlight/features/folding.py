"""What can be folded: comments, entries of many lines, paragraphs, tables and their lists."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from pinlight.features import Feature
from pinlight.features.under import LINES
from pinlight.model import Manifest
from pinlight.named import NamedTuple
from pinlight.text import LineIndex

_HEADER = re.compile(r"[ \t]*\[\[?[^\[\]\r\n]+\]\]?[ \t]*(?:#.*)?$")
_OPENING = re.compile(r"""[ \t]*[\w"'.-]+[ \t]*=[ \t]*\[[ \t]*(?:#.*)?$""")
_CLOSING = re.compile(r"[ \t]*\]")

_TABLES = ("pyproject", "pipfile")  # kinds that are TOML and written by people


class Fold(NamedTuple):
    """Lines from `start` to `end`, both counted from 0 and both inside."""

    start: int
    end: int
    is_comment: bool = False


def folding(manifest: Manifest) -> tuple[Fold, ...]:
    """Return the folds of a file, by position; none of a kind that editors fold themselves."""
    if manifest.kind not in (*LINES, *_TABLES):
        return ()
    index = LineIndex(manifest.text)
    spans = [index.span(number) for number in range(len(index.starts))]
    lines = [manifest.text[span.start : span.end].strip() for span in spans]
    found = [Fold(start, end, True) for start, end in _runs(lines, _is_comment)]
    if manifest.kind in LINES:
        found += [Fold(start, end) for start, end in _runs(lines, bool)]
        for dependency in manifest.dependencies:
            start, end = index.line(dependency.entry.start), index.line(dependency.entry.end)
            if start < end:
                found.append(Fold(start, end))
    else:
        found += _tables(lines)
        found += _lists(lines)
    return tuple(sorted({it[:2]: it for it in reversed(found)}.values()))


def _is_comment(line: str) -> bool:
    return line.startswith("#")


def _runs(lines: list[str], belongs: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last line of each run of at least two that belong together."""
    start = -1
    for number, line in enumerate([*lines, ""]):
        if belongs(line):
            start = number if start < 0 else start
            continue
        if 0 <= start < number - 1:
            yield start, number - 1
        start = -1


def _tables(lines: list[str]) -> Iterator[Fold]:
    """Yield each table with its lines, without the blank ones and the comments at its end."""
    headers = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    for start, after in pairwise((*headers, len(lines))):
        end = after - 1
        while end > start and (not lines[end] or _is_comment(lines[end])):
            end -= 1
        if end > start:
            yield Fold(start, end)


def _lists(lines: list[str]) -> Iterator[Fold]:
    """Yield each list that begins at the end of a line, up to the line before its bracket."""
    start = -1
    for number, line in enumerate(lines):
        if _OPENING.match(line):
            start = number
        elif start >= 0 and _CLOSING.match(line):
            if number - 1 > start:
                yield Fold(start, number - 1)
            start = -1


FEATURE = Feature("folding", folding)
