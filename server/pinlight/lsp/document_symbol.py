"""textDocument/documentSymbol"""

from pinlight.features.symbols import Symbol
from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import File, Snapshot
from pinlight.plugins import record
from pinlight.typed import Any

KINDS = {"requirement": 4, "constraint": 4, "include": 1, "option": 7, "group": 3}
"""Package, File, Property, Namespace."""


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return []
    found = record("features", "symbols").answer(file.resolution.manifest)
    return [_shown(snapshot, file, symbol) for symbol in found]


def _shown(snapshot: Snapshot, file: File, symbol: Symbol) -> dict[str, Any]:
    encoding = snapshot.client.encoding
    shown: dict[str, Any] = {
        "name": symbol.name,
        "kind": KINDS[symbol.kind],
        "range": range_of(file.lines, symbol.span, encoding),
        "selectionRange": range_of(file.lines, symbol.name_span, encoding),
    }
    if symbol.detail:
        shown["detail"] = symbol.detail
    if symbol.children:
        shown["children"] = [_shown(snapshot, file, child) for child in symbol.children]
    return shown
