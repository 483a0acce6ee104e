"""textDocument/hover"""

from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.telling import tell
from pinlight.markdown import unmarked
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> dict[str, Any] | None:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return None
    world = snapshot.world
    offset = snapshot.offset(file.lines, params.position)
    found = record("features", "hover").answer(
        file.resolution,
        offset,
        tell,
        world.manifests.values(),
        world.local.get(file.path, world.settings),
    )
    if found is None:
        return None
    markdown = {"kind": "markdown", "value": found.markdown}
    plaintext = {"kind": "plaintext", "value": unmarked(found.markdown)}
    return {
        "contents": markdown if snapshot.client.takes_markdown else plaintext,
        "range": range_of(file.lines, found.span, snapshot.client.encoding),
    }
