"""Offsets and lines of a text, as the Language Server Protocol counts them.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocuments
"""

from bisect import bisect_right
from itertools import accumulate

from pinlight.named import NamedTuple
from pinlight.patterns import lazy
from pinlight.typed import Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = lazy(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of code points in one text: 0 <= start <= end <= len(text)."""

    start: int
    end: int

    def covers(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def touches(self, other: "Span") -> bool:
        """Whether the two share a code point or a border."""
        return self.start <= other.end and other.start <= self.end


class LineIndex:
    """Where each line of a text starts; only \\n, \\r\\n and \\r end a line.

    Lines and columns count from 0. A position past the end of a line means the end of that
    line, one past the last line the end of the text, as the protocol asks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        if "\r" in text:
            self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        else:  # The usual case, ten times as fast.
            self.starts = [0, *accumulate([len(it) + 1 for it in text.split("\n")[:-1]])]

    def line(self, offset: int) -> int:
        """Return the line that holds `offset`."""
        return bisect_right(self.starts, offset) - 1

    def span(self, line: int) -> Span:
        """Return the span of `line` without its line end."""
        start = self.starts[line]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    def position(self, offset: int, encoding: Encoding = "utf-32") -> tuple[int, int]:
        """Return (line, column) of `offset`, the column in units of `encoding`."""
        line = bisect_right(self.starts, offset) - 1
        if encoding == "utf-32" or self.text.isascii():
            return line, min(offset, len(self.text)) - self.starts[line]
        return line, width(self.text[self.starts[line] : offset], encoding)

    def offset(self, line: int, column: int, encoding: Encoding = "utf-32") -> int:
        """Return the offset of a position, the column in units of `encoding`."""
        if line >= len(self.starts):
            return len(self.text)
        if line < 0 or column < 0:
            return self.starts[max(line, 0)]
        span = self.span(line)
        content = self.text[span.start : span.end]
        if encoding == "utf-32" or content.isascii():
            return span.start + min(column, len(content))
        for index, char in enumerate(content):
            if column <= 0:
                return span.start + index
            column -= width(char, encoding)
        return span.end


def width(text: str, encoding: Encoding) -> int:
    """Return the length of `text` in code units of `encoding`."""
    if text.isascii():
        return len(text)
    match encoding:
        case "utf-32":
            return len(text)
        case "utf-16":
            return len(text) + sum(char > "\uffff" for char in text)
        case "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
