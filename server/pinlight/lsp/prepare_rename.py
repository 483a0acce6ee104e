"""textDocument/prepareRename"""

from pinlight.features.rename import renameable
from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> dict[str, Any] | None:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return None
    found = renameable(file.resolution, snapshot.offset(file.lines, params.position))
    if found is None:
        return None
    range = range_of(file.lines, found.span, snapshot.client.encoding)
    return {"range": range, "placeholder": found.name}
