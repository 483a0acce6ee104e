"""The lines of a requirements file as pip sees them: decoded, joined, without comments.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

import codecs
from bisect import bisect_right
from collections.abc import Iterator, Mapping

from pinlight.named import NamedTuple
from pinlight.patterns import lazy
from pinlight.text import Span

VARIABLE = lazy(r"\$\{([A-Z0-9_]+)\}")

# The mark of UTF-32 begins with that of UTF-16, so it comes first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CODING = lazy(rb"#.*?coding[:=]\s*([-\w.]+)")


class Line(NamedTuple):
    """What pip reads as one entry: one line, or several that a backslash joins."""

    text: str  # joined, without its comment and the white space around it
    entry: Span  # its lines in the file, without the last line end
    comment: str  # from the `#` on; "" when there is none
    start: int  # offset of the first code point of `text`
    pieces: tuple[tuple[int, int], ...] = ()  # of joined lines: (index in `text`, its offset)

    def span(self, start: int, end: int) -> Span:
        """Return where `text[start:end]` stands in the file."""
        if not self.pieces:
            return Span(self.start + start, self.start + end)
        first = self._offset(start)
        return Span(first, self._offset(end - 1) + 1 if end > start else first)

    def _offset(self, index: int) -> int:
        at, offset = self.pieces[bisect_right(self.pieces, (index, -1), key=_index) - 1]
        return offset + index - at


class Expanded(NamedTuple):
    """A text with its variables filled in; each code point knows where it came from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the part of the text as written that `text[start:end]` came from."""
        if end > start:
            return self.starts[start], self.ends[end - 1]
        place = self.starts[start] if start < len(self.starts) else self.ends[-1]
        return place, place


def decode(content: bytes) -> str:
    """Return the text of a requirements file from disk: by its byte order mark, its PEP 263
    comment, as UTF-8, at last as Latin-1, which takes everything."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    for line in content.split(b"\n", 2)[:2]:
        if coding := _CODING.match(line):
            try:
                return content.decode(coding[1].decode("ascii"))
            except (LookupError, ValueError):
                break  # An unknown or wrong encoding: pip gives up, an editor shows the text.
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def lines(text: str) -> Iterator[Line]:
    """Yield the entries of `text` by position; one that is only a comment has the text ""."""
    offset = 1 if text.startswith("\ufeff") else 0
    body = text[offset:] if offset else text
    joined: list[tuple[str, int]] = []
    begin = offset
    for line, whole in zip(body.splitlines(), body.splitlines(keepends=True), strict=True):
        end = offset + len(line)
        is_comment = "#" in line and line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            begin = begin if joined else offset
            stripped = line.lstrip("\\")
            joined.append((stripped.rstrip("\\"), end - len(stripped)))
        elif joined:
            # The blank in front of a comment keeps it one when it is joined.
            joined.append((f" {line}", offset - 1) if is_comment else (line, offset))
            yield _joined(joined, Span(begin, end))
            joined = []
        elif found := _line(line, offset, Span(offset, end)):
            yield found
        offset += len(whole)
    if joined:
        yield _joined(joined, Span(begin, end))


def single(line: str) -> Line | None:
    """Return the entry on one whole line that no backslash joins to another; None: it is empty."""
    bare = line.splitlines()[0] if line else ""
    return _line(bare, 0, Span(0, len(bare)))


def expand(text: str, variables: Mapping[str, str]) -> Expanded | None:
    """Fill in the variables of `text` that have a value; None when there are none.

    As pip does it: one name after the other, so that a value may name a later variable.
    """
    names = dict.fromkeys(VARIABLE.findall(text))
    expanded = None
    for name in names:
        if value := variables.get(name):
            expanded = expanded or Expanded(text, (*range(len(text)),), (*range(1, len(text) + 1),))
            expanded = _replaced(expanded, f"${{{name}}}", value)
    return expanded


def _index(piece: tuple[int, int]) -> tuple[int, int]:
    return piece[0], -1


def _line(line: str, offset: int, entry: Span) -> Line | None:
    comment = _comment(line) if "#" in line else -1
    text = line if comment < 0 else line[:comment]
    bare = text.lstrip()
    if not bare and comment < 0:
        return None
    start = offset + len(text) - len(bare)
    return Line(bare.rstrip(), entry, line[comment:] if comment >= 0 else "", start)


def _joined(parts: list[tuple[str, int]], entry: Span) -> Line:
    line = "".join(part for part, _ in parts)
    comment = _comment(line)
    text = line if comment < 0 else line[:comment]
    bare = text.lstrip()
    index = len(bare) - len(text)
    pieces = []
    for part, offset in parts:
        if part:
            pieces.append((index, offset))
        index += len(part)
    start = entry.start if not pieces else pieces[0][1]
    return Line(bare.rstrip(), entry, line[comment:] if comment >= 0 else "", start, tuple(pieces))


def _comment(line: str) -> int:
    """Return where the comment of `line` begins: a `#` at its start or after white space; or -1."""
    place = line.find("#")
    while place > 0 and not line[place - 1].isspace():
        place = line.find("#", place + 1)
    return place


def _replaced(expanded: Expanded, variable: str, value: str) -> Expanded:
    texts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    while (found := expanded.text.find(variable, place)) >= 0:
        after = found + len(variable)
        texts += expanded.text[place:found], value
        starts += expanded.starts[place:found]
        starts += [expanded.starts[found]] * len(value)
        ends += expanded.ends[place:found]
        ends += [expanded.ends[after - 1]] * len(value)
        place = after
    return Expanded(
        "".join((*texts, expanded.text[place:])),
        (*starts, *expanded.starts[place:]),
        (*ends, *expanded.ends[place:]),
    )
