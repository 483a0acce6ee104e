"""What each word of a requirements file is, for its colour."""

from pinlight.features import Feature
from pinlight.features.lexer import Kind, entries
from pinlight.named import NamedTuple
from pinlight.text import LineIndex


class Word(NamedTuple):
    """A word of one line; line and column count from 0, in code points."""

    line: int
    column: int
    length: int
    kind: Kind


def semantic(lines: LineIndex) -> list[Word]:
    """Return the words of a text, by position; none reaches over the end of a line."""
    found: list[Word] = []
    for start, content, words in entries(lines.text):
        number = lines.line(start)
        if "\n" in content or "\r" in content:
            found += _of_many(lines, start, words)
        else:
            found += [Word(number, begin, end - begin, kind) for kind, (begin, end) in words]
    return found


def _of_many(
    lines: LineIndex, start: int, words: tuple[tuple[Kind, tuple[int, int]], ...]
) -> list[Word]:
    found = []
    for kind, (begin, end) in words:
        line, column = lines.position(start + begin)
        length = min(end - begin, lines.span(line).end - start - begin)
        found.append(Word(line, column, length, kind))
    return found


FEATURE = Feature("semantic", semantic)
