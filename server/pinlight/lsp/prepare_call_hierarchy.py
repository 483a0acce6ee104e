"""textDocument/prepareCallHierarchy"""

from pinlight.lsp.call_hierarchy import item_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]] | None:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return None
    offset = snapshot.offset(file.lines, params.position)
    node = record("features", "hierarchy").answer(file.resolution, offset)
    return [item_of(snapshot, node, file.path)] if node else None
