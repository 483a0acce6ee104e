"""Cuts a requirements file into blocks of whole entries; keeps those that an edit left alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pinlight.named import NamedTuple

# Code points of a block. An edit costs the block around it, and a little for each of all blocks.
SMALLEST, LARGEST = 400, 4000
_BLOCKS = 100


class Cut(NamedTuple):
    """How a new text is made of old pieces and one that changed."""

    head: int  # so many pieces stay at the start
    changed: str
    tail: int  # the first of the pieces that stay at the end


def cut(text: str, whole: int = 0) -> list[str]:
    """Return `text` in pieces, none of which ends inside an entry; it is a part of a file of so
    many code points (0: all of it)."""
    size = min(max((whole or len(text)) // _BLOCKS, SMALLEST), LARGEST)
    pieces = []
    start = 0
    while len(text) - start > 2 * size:
        end = text.find("\n", start + size) + 1
        while end and not _is_border(text, end):
            end = text.find("\n", end) + 1
        if not end:
            break
        pieces.append(text[start:end])
        start = end
    if start < len(text):
        pieces.append(text[start:])
    return pieces


def changed(before: str, starts: Sequence[int], text: str) -> Cut:
    """Compare `text` with `before`, whose pieces start at `starts`."""
    most = min(len(before), len(text))
    same = _same_start(before, text, most)
    head = max(bisect_right(starts, same) - 1, 0)
    while head and not _is_border(text, starts[head]):
        head -= 1
    first = starts[head] if starts else 0
    same = _same_end(before, text, most - same)
    tail = max(bisect_left(starts, len(before) - same), head)
    by = len(text) - len(before)
    while tail < len(starts) and not _is_border(text, starts[tail] + by):
        tail += 1
    last = starts[tail] + by if tail < len(starts) else len(text)
    return Cut(head, text[first:last], tail)


def _is_border(text: str, place: int) -> bool:
    """Whether an entry ends before `place`, whatever stands there, and the next begins."""
    if text.startswith("\ufeff", place):
        return False  # Only at the start of a file it is no part of a name.
    if not place:
        return True
    if text[place - 1] != "\n":
        return False
    return not text.endswith(("\\\n", "\\\r\n"), 0, place)


def _same_start(one: str, other: str, most: int) -> int:
    """Return how many code points the two have in common at their start."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one.startswith(other[low:middle], low):
            low = middle
        else:
            high = middle - 1
    return low


def _same_end(one: str, other: str, most: int) -> int:
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one.endswith(other[len(other) - middle : len(other) - low], 0, len(one) - low):
            low = middle
        else:
            high = middle - 1
    return low
