"""codeAction/resolve: the edit of a source action; any other comes back as it is.

VS Code also resolves actions that carry only a command; an error there would be a popup.
"""

from collections.abc import Sequence

from pinlight.fixes import actions
from pinlight.lsp.convert import edit_of
from pinlight.lsp.snapshot import File, Snapshot
from pinlight.lsp.source_action import OFFERED
from pinlight.model import Edit, Operation, Select
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> Any:
    data = params.data
    if not isinstance(data, dict) or not isinstance(data.get("uri"), str):
        return params
    file = snapshot.file(data["uri"])
    edits = _edits(snapshot, file, data.get("id")) if file else ()
    edit = edit_of(edits, snapshot.client, snapshot.place, snapshot.version) if edits else None
    shown = {"title": params.title, "kind": params.kind, "data": data}
    return {**shown, "edit": edit} if edit else shown


def _edits(snapshot: Snapshot, file: File, id: Any) -> Sequence[Edit]:
    """Return what an action that was offered changes now; nothing when it no longer applies."""
    for kind, _, change in OFFERED:
        if kind == id:
            return change(file.resolution.manifest)
    for action in actions(file.resolution, file.problems, None, snapshot.world.tools):
        if action.id == id and not isinstance(action.do, (Operation, Select)):
            return action.do
    return ()
