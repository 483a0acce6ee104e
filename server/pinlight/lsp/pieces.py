"""The lines of a text that is being edited, in pieces: an edit costs one of them, not the text."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from pinlight.text import Encoding, LineIndex, Span

SMALLEST = 400  # code points of a piece; a hundredth of a text where that is more
_PIECES = 100


class Pieces(LineIndex):
    """A text in pieces of whole lines: all but the last end with `\\n`. It never changes; what it
    is as a whole is put together when somebody asks."""

    def __init__(
        self, pieces: Sequence[LineIndex], offsets: Sequence[int], lines: Sequence[int]
    ) -> None:
        self._pieces = pieces
        self._offsets = offsets  # of each piece
        self._lines = lines  # the first of each piece

    @cached_property
    def text(self) -> str:  # type: ignore[override]  # Whoever reads sees no difference.
        return "".join([it.text for it in self._pieces])

    @cached_property
    def starts(self) -> list[int]:  # type: ignore[override]  # The same.
        found = [0]
        for by, piece in zip(self._offsets, self._pieces, strict=True):
            found += map(by.__add__, piece.starts[1:])
        return found

    def line(self, offset: int) -> int:
        at = self._at(offset)
        return self._lines[at] + self._pieces[at].line(offset - self._offsets[at])

    def span(self, line: int) -> Span:
        at = self._holding(line)
        start, end = self._pieces[at].span(line - self._lines[at])
        return Span(start + self._offsets[at], end + self._offsets[at])

    def position(self, offset: int, encoding: Encoding = "utf-32") -> tuple[int, int]:
        at = self._at(offset)
        line, column = self._pieces[at].position(offset - self._offsets[at], encoding)
        return line + self._lines[at], column

    def offset(self, line: int, column: int, encoding: Encoding = "utf-32") -> int:
        at = self._holding(line)
        return self._offsets[at] + self._pieces[at].offset(line - self._lines[at], column, encoding)

    def edited(self, start: int, end: int, text: str) -> "Pieces":
        """Return the text with [start, end) replaced."""
        pieces, first, last = self._pieces, self._at(start), self._at(end)
        head = pieces[first].text[: start - self._offsets[first]]
        tail = pieces[last].text[end - self._offsets[last] :]
        changed = f"{head}{text}{tail}"
        last += 1
        while last < len(pieces) and not (len(changed) >= SMALLEST and changed.endswith("\n")):
            changed += pieces[last].text
            last += 1
        new = _cut(changed, self._offsets[-1])
        return Pieces(
            [*pieces[:first], *new, *pieces[last:]],
            _spliced(self._offsets, first, last, [len(it.text) for it in new]),
            _spliced(self._lines, first, last, [len(it.starts) - 1 for it in new]),
        )

    def _at(self, offset: int) -> int:
        """Return which piece holds `offset`."""
        return bisect_right(self._offsets, offset) - 1

    def _holding(self, line: int) -> int:
        return max(bisect_right(self._lines, line) - 1, 0)


def in_pieces(index: LineIndex) -> Pieces:
    """Return the same text, ready for many edits."""
    if isinstance(index, Pieces):
        return index
    return Pieces([LineIndex("")], [0], [0]).edited(0, 0, index.text)


def _cut(text: str, whole: int) -> list[LineIndex]:
    """Return a part of a text of `whole` code points in pieces."""
    size = max(max(whole, len(text)) // _PIECES, SMALLEST)
    pieces = []
    start = 0
    while len(text) - start > 2 * size:
        end = text.find("\n", start + size) + 1
        if not 0 < end < len(text):
            break
        pieces.append(LineIndex(text[start:end]))
        start = end
    return [*pieces, LineIndex(text[start:])]


def _spliced(numbers: Sequence[int], first: int, last: int, sizes: Sequence[int]) -> list[int]:
    """Return the sums of sizes before each piece, with those of [first, last) replaced."""
    *middle, after = accumulate(sizes, initial=numbers[first])
    tail = numbers[last:]
    by = after - tail[0] if tail else 0
    return [*numbers[:first], *middle, *(map(by.__add__, tail) if by else tail)]
