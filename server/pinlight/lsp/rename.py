"""textDocument/rename"""

from pinlight.lsp.convert import edit_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> dict[str, Any] | None:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return None
    offset = snapshot.offset(file.lines, params.position)
    edits = record("features", "rename").answer(file.resolution, offset, params.new_name)
    if not edits:
        return None
    return edit_of(edits, snapshot.client, snapshot.place, snapshot.version)
