"""textDocument/codeLens"""

from pinlight.lsp.code_action import command_of
from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.typed import Any

WHY = "pinlight.whyThisEnvironment"


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    uri = params.text_document.uri
    file = snapshot.file(uri)
    if file is None:
        return []
    settings = snapshot.world.local.get(file.path, snapshot.world.settings)
    if not settings.lens:
        return []
    lenses = record("features", "lens").answer(file.resolution, file.problems, snapshot.world.tools)
    return [
        {
            "range": range_of(file.lines, lens.span, snapshot.client.encoding),
            "command": command_of(lens.action, uri)
            if lens.action
            else {"title": lens.title, "command": WHY, "arguments": [uri]},
        }
        for lens in lenses
    ]
