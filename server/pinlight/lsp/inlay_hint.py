"""textDocument/inlayHint"""

from pinlight.lsp.convert import position_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return []
    span = snapshot.span(file.lines, params.range)
    settings = snapshot.world.local.get(file.path, snapshot.world.settings)
    found = record("features", "inlay").answer(file.resolution, settings, span)
    encoding = snapshot.client.encoding
    return [
        {
            "position": position_of(file.lines, hint.offset, encoding),
            "label": hint.label,
            "paddingLeft": True,
            **({"tooltip": hint.tooltip} if hint.tooltip else {}),
        }
        for hint in found
    ]
