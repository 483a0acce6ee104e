"""textDocument/selectionRange"""

from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import File, Snapshot
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]] | None:
    file = snapshot.file(params.text_document.uri)
    if file is None or file.resolution.manifest.kind == "python":
        return None
    return [_around(snapshot, file, position) for position in params.positions]


def _around(snapshot: Snapshot, file: File, position: Any) -> dict[str, Any]:
    offset = snapshot.offset(file.lines, position)
    shown: dict[str, Any] = {}
    for span in reversed(record("features", "selection").answer(file.resolution, offset)):
        outer = {"parent": shown} if shown else {}
        shown = {"range": range_of(file.lines, span, snapshot.client.encoding), **outer}
    return shown
