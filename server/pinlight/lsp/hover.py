"""textDocument/hover"""

from typing import Any

from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record


def answer(snapshot: Snapshot, params: Any) -> dict[str, Any] | None:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return None
    offset = snapshot.offset(file.lines, params.position)
    found = record("features", "hover").answer(file.resolution, offset)
    if found is None:
        return None
    return {
        "contents": {
            "kind": "markdown" if snapshot.client.takes_markdown else "plaintext",
            "value": found.markdown,
        },
        "range": range_of(file.lines, found.span, snapshot.client.encoding),
    }
