"""textDocument/formatting: off unless the user wants it, since it sorts."""

from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]] | None:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return None
    settings = snapshot.world.local.get(file.path, snapshot.world.settings)
    if not settings.formatting:
        return None
    encoding = snapshot.client.encoding
    return [
        {"range": range_of(file.lines, edit.span, encoding), "newText": edit.text}
        for edit in record("features", "tidy").answer(file.resolution.manifest)
    ]
