"""The texts that the editor holds, kept in step with its edits.

Positions are clamped as vscode-languageserver-textdocument clamps them: one past the end of a
line means the end of that line, one past the last line the end of the text, and a range whose
end lies before its start is turned round.
Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_didChange
"""

from collections.abc import Mapping, Sequence

from pinlight.lsp.pieces import in_pieces
from pinlight.named import NamedTuple
from pinlight.text import Encoding, LineIndex
from pinlight.typed import Any


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
        pieces = in_pieces(index)
        begin, until = (pieces.offset(*place, encoding) for place in (start, end))
        index = pieces.edited(begin, until, text)
    return Document(document.uri, version, index)


def _position(position: Mapping[str, Any]) -> tuple[int, int]:
    return int(position["line"]), int(position["character"])
