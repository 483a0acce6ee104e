"""textDocument/definition"""

from pinlight.lsp.locating import locations_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.telling import is_file, source
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return []
    offset = snapshot.offset(file.lines, params.position)
    manifests = snapshot.world.manifests.values()
    answer = record("features", "definition").answer
    found = answer(file.resolution, offset, source, is_file, manifests)
    return locations_of(snapshot, found)
