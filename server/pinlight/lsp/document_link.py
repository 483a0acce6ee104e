"""textDocument/documentLink"""

from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.telling import is_file
from pinlight.lsp.uris import uri_of
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return []
    return [
        {
            "range": range_of(file.lines, link.span, snapshot.client.encoding),
            "target": uri_of(link.path) if link.path else link.url,
        }
        for link in record("features", "links").answer(file.resolution, is_file)
    ]
