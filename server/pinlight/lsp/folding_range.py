"""textDocument/foldingRange"""

from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return []
    return [
        {
            "startLine": fold.start,
            "endLine": fold.end,
            **({"kind": "comment"} if fold.is_comment else {}),
        }
        for fold in record("features", "folding").answer(file.resolution.manifest)
    ]
