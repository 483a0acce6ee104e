"""textDocument/semanticTokens/full"""

from pinlight.features.semantic import Word
from pinlight.features.under import LINES
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.tokens import NUMBERS
from pinlight.plugins import record
from pinlight.text import Encoding, LineIndex, width
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> dict[str, Any] | None:
    file = snapshot.file(params.text_document.uri)
    if file is None or file.resolution.manifest.kind not in LINES:
        return None
    words = record("features", "semantic").answer(file.lines)
    encoding = snapshot.client.encoding
    if encoding != "utf-32" and not file.lines.text.isascii():
        words = [_encoded(file.lines, word, encoding) for word in words]
    return {"data": _relative(words)}


def _relative(words: list[Word]) -> list[int]:
    """Return five numbers a word, each place relative to the word before it."""
    data: list[int] = []
    before_line = before_column = 0
    for line, column, length, kind in words:
        if line != before_line:
            before_column = 0
        data += (line - before_line, column - before_column, length, NUMBERS[kind], 0)
        before_line, before_column = line, column
    return data


def _encoded(lines: LineIndex, word: Word, encoding: Encoding) -> Word:
    start = lines.starts[word.line]
    before = lines.text[start : start + word.column]
    content = lines.text[start + word.column : start + word.column + word.length]
    return word._replace(column=width(before, encoding), length=width(content, encoding))
