"""textDocument/completion"""

from pinlight.features.completing import MOST
from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.shell.disk import Disk
from pinlight.typed import Any

KINDS = {
    "package": 9,  # Module
    "version": 12,  # Value
    "operator": 24,
    "word": 6,  # Variable
    "value": 12,
    "option": 14,  # Keyword
    "file": 17,
    "folder": 19,
    "key": 10,  # Property
}


def answer(snapshot: Snapshot, params: Any) -> dict[str, Any]:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return {"isIncomplete": True, "items": []}
    offset = snapshot.offset(file.lines, params.position)
    manifests = snapshot.world.manifests.values()
    found = record("features", "completion").answer(
        file.resolution, offset, manifests, Disk().folder
    )
    return {
        "isIncomplete": len(found) > MOST,
        "items": [
            {
                "label": item.label,
                "kind": KINDS[item.kind],
                "detail": item.detail,
                "sortText": f"{place:03}",
                # Names are found by any part of them; editors filter by this.
                "filterText": file.lines.text[item.span.start : offset] or item.label
                if item.kind == "package"
                else item.text or item.label,
                "textEdit": {
                    "range": range_of(file.lines, item.span, snapshot.client.encoding),
                    "newText": item.text or item.label,
                },
            }
            for place, item in enumerate(found[:MOST])
        ],
    }
