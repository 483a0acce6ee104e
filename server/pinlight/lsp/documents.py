"""The texts that the editor holds, kept in step with its edits.

Positions are clamped as vscode-languageserver-textdocument clamps them: one past the end of a
line means the end of that line, one past the last line the end of the text, and a range whose
end lies before its start is turned round.
Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_didChange
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pinlight.named import NamedTuple
from pinlight.text import Encoding, LineIndex


class Document(NamedTuple):
    """One open text, under the URI that the client uses for it."""

    uri: str
    version: int
    lines: LineIndex


def changed(
    document: Document, version: int, changes: Sequence[Mapping[str, Any]], encoding: Encoding
) -> Document:
    """Return the document after the `contentChanges` of a didChange, applied in order.

    Raises KeyError, TypeError or ValueError when they are not what the protocol says.
    """
    index = document.lines
    for change in changes:
        text = change["text"]
        if not isinstance(text, str):
            raise TypeError("text is not a string")
        span = change.get("range")
        if span is None:
            index = LineIndex(text)
            continue
        start, end = sorted((_position(span["start"]), _position(span["end"])))
        index = edited(index, index.offset(*start, encoding), index.offset(*end, encoding), text)
    return Document(document.uri, version, index)


def _position(position: Mapping[str, Any]) -> tuple[int, int]:
    return int(position["line"]), int(position["character"])


def edited(index: LineIndex, start: int, end: int, text: str) -> LineIndex:
    """Return the index of the text with [start, end) replaced.

    Only the lines that the edit touches are searched for line ends: the one before it too,
    since a `\\n` that comes to stand after a `\\r` joins it.
    """
    starts = index.starts
    first = max(index.line(start) - 1, 0)
    after = index.line(end) + 1
    is_last = after == len(starts)
    whole = index.text[:start] + text + index.text[end:]
    shift = len(text) - (end - start)
    until = len(whole) if is_last else starts[after] + shift
    middle = LineIndex(whole[starts[first] : until])
    begin = starts[first]
    found = [begin + offset for offset in middle.starts]
    if not is_last:
        found.pop()  # The line end before `until` opens the line that follows.
    result = LineIndex("")
    result.text = whole
    result.starts = [*starts[:first], *found, *map(shift.__add__, starts[after:])]
    return result
