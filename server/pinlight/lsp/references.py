"""textDocument/references"""

from typing import Any

from pinlight.lsp.locating import locations_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.text import Span


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return []
    offset = snapshot.offset(file.lines, params.position)
    manifests = snapshot.world.manifests.values()
    found = record("features", "references").answer(file.resolution, offset, manifests)
    if not params.context.include_declaration:
        at = Span(offset, offset)
        found = [it for it in found if it.path != file.path or not it.span.touches(at)]
    return locations_of(snapshot, found)
