"""Sorts and tidies a file the way people expect, and spells names in their normal form.

A block of a requirements file ends at a blank line or at the title of the next one; nothing
moves from one block to another. In it options and includes come first, in their order, then
requirements by name, then those that have none. A comment above a line moves with it when it
names the package or stands in the middle of a block; one that opens a block, or is as short as
a title, stays where it is. What a tool wrote and what is broken stays as it is.
"""

import re
from collections.abc import Iterator, Mapping

from pinlight.features import Feature
from pinlight.features.under import LINES, own
from pinlight.model import Dependency, Edit, Manifest
from pinlight.named import NamedTuple
from pinlight.pep508 import normal
from pinlight.text import LineIndex, Span

_TITLE_WORDS = 3
_WORD = re.compile(r"[A-Za-z0-9][\w.-]*")


class Unit(NamedTuple):
    """An entry with the comments that move with it."""

    lines: tuple[str, ...]
    key: tuple[int, str]


class Piece(NamedTuple):
    """One entry, one comment line or one blank line."""

    lines: tuple[str, ...]  # without white space behind them
    start: int

    @property
    def is_comment(self) -> bool:
        return self.lines[0].lstrip().startswith("#")

    @property
    def is_blank(self) -> bool:
        return not self.lines[0]


def tidy(manifest: Manifest) -> tuple[Edit, ...]:
    """Return what sorts and tidies the file; nothing when it is in order, or not to be touched."""
    if manifest.generator or manifest.faults or manifest.kind == "prose":
        return ()
    if manifest.kind == "pyproject":
        return tuple(_lists(manifest))
    if manifest.kind not in LINES:
        return ()
    text = manifest.text
    end = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    names = {it.entry.start: it.name for it in manifest.dependencies}
    lines = _tidied(list(_pieces(manifest)), names)
    edit = _difference(manifest, mark + "".join(line + end for line in lines))
    return (edit,) if edit else ()


def normalise(manifest: Manifest) -> tuple[Edit, ...]:
    """Return what spells the names of the file in their normal form."""
    if manifest.generator or manifest.kind not in (*LINES, "pyproject"):
        return ()
    return tuple(
        Edit(manifest.path, dependency.name_span, dependency.name)
        for dependency in own(manifest)
        if dependency.name
        and not _is_in_url(manifest.text, dependency)
        and manifest.text[slice(*dependency.name_span)] != dependency.name
        and normal(manifest.text[slice(*dependency.name_span)]) == dependency.name
    )


def _is_in_url(text: str, dependency: Dependency) -> bool:
    """Whether the name is part of the URL or path itself: the name of a wheel, `#egg=`."""
    if not dependency.url:
        return False
    return dependency.name_span.start >= text.find(dependency.url, dependency.entry.start)


def _pieces(manifest: Manifest) -> Iterator[Piece]:
    """Yield the entries, comments and blank lines of a requirements file."""
    index = LineIndex(manifest.text)
    held: list[str] = []
    start = 0
    for number in range(len(index.starts)):
        span = index.span(number)
        raw = manifest.text[span.start : span.end].removeprefix("\ufeff")
        if not raw and number + 1 == len(index.starts):
            break  # Behind the last line end there is no line.
        start = start if held else max(span.start, manifest.text.startswith("\ufeff"))
        bare = raw.rstrip()
        # White space behind a backslash keeps it from joining the lines.
        held.append(raw if bare.endswith("\\") else bare)
        if not raw.endswith("\\") or (len(held) == 1 and raw.lstrip().startswith("#")):
            yield Piece(tuple(held), start)
            held = []
    if held:
        yield Piece(tuple(held), start)


def _tidied(pieces: list[Piece], names: Mapping[int, str]) -> Iterator[str]:
    """Yield the lines of the tidied text, with one blank line between blocks."""
    blocks: list[list[Piece]] = [[]]
    for piece in pieces:
        if not piece.is_blank:
            blocks[-1].append(piece)
        elif blocks[-1]:
            blocks.append([])
    for number, block in enumerate(block for block in blocks if block):
        if number:
            yield ""
        for header, units in _sections(block, names):
            yield from header
            for unit in sorted(units, key=lambda unit: unit.key):
                yield from unit.lines


def _sections(
    block: list[Piece], names: Mapping[int, str]
) -> Iterator[tuple[list[str], list[Unit]]]:
    """Yield the parts of a block that titles separate: the title, and what stands below it."""
    header: list[str] = []
    units: list[Unit] = []
    comments: list[str] = []
    for piece in block:
        if piece.is_comment:
            comments += piece.lines
            continue
        is_first = not units and not header
        if comments and not _is_about(comments, piece, names, is_first=is_first):
            yield header, units
            header, units, comments = comments, [], []
        units.append(Unit((*comments, *piece.lines), _key(piece, names)))
        comments = []
    yield header, units
    yield comments, []


def _is_about(
    comments: list[str], piece: Piece, names: Mapping[int, str], *, is_first: bool
) -> bool:
    """Whether the comments above a line are about that line alone."""
    words = [normal(word) for line in comments for word in _WORD.findall(line)]
    if names.get(piece.start) in words:
        return True
    return not is_first and len(words) > _TITLE_WORDS


def _key(piece: Piece, names: Mapping[int, str]) -> tuple[int, str]:
    if piece.start not in names:
        return 0, ""  # Options and includes: their order counts for pip.
    name = names[piece.start]
    return (1, name) if name else (2, piece.lines[0].lstrip())


def _lists(manifest: Manifest) -> Iterator[Edit]:
    """Yield what sorts each list of requirements that holds no comments."""
    lists: dict[tuple[str, bool, bool], list[Dependency]] = {}
    for dependency in manifest.dependencies:
        key = dependency.group, dependency.is_extra, dependency.is_build
        lists.setdefault(key, []).append(dependency)
    for found in lists.values():
        between = manifest.text[found[0].entry.start : found[-1].entry.end]
        for dependency in found:
            between = between.replace(manifest.text[slice(*dependency.entry)], "", 1)
        if "#" in between or "]" in between:
            continue
        for here, there in zip(found, sorted(found, key=lambda it: it.name), strict=True):
            written = manifest.text[slice(*there.entry)]
            if written != manifest.text[slice(*here.entry)]:
                yield Edit(manifest.path, here.entry, written)


def _difference(manifest: Manifest, after: str) -> Edit | None:
    """Return the shortest edit that makes the text `after`; None when it is that already."""
    before = manifest.text
    if before == after:
        return None
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    if before[:start].endswith("\r"):  # No edit parts a line end.
        start -= 1
    return Edit(manifest.path, Span(start, len(before) - end), after[start : len(after) - end])


FEATURE = Feature("tidy", tidy)
