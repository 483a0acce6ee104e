"""textDocument/documentHighlight"""

from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return []
    offset = snapshot.offset(file.lines, params.position)
    here = (file.resolution.manifest,)
    found = record("features", "references").answer(file.resolution, offset, here)
    encoding = snapshot.client.encoding
    return [{"range": range_of(file.lines, it.span, encoding), "kind": 1} for it in found]
