"""The source actions that tidy a file, offered beside the fixes of `code_action`."""

from collections.abc import Iterator

from pinlight.features.tidy import normalise, tidy
from pinlight.lsp.convert import edit_of
from pinlight.lsp.snapshot import File, Snapshot
from pinlight.lsp.table import TIDYING
from pinlight.typed import Any

INVOKED = 1  # CodeActionTriggerKind: the user asked, not the editor by itself

OFFERED = (
    (TIDYING[0], "Sort and tidy this file", tidy),
    (TIDYING[1], "Normalise the names in this file", normalise),
)


def source_actions(
    snapshot: Snapshot, file: File, uri: str, context: Any
) -> Iterator[dict[str, Any]]:
    """Yield those that change something, where the client asks for their kind or the user for
    actions: an editor that looks for fixes by itself should not be told of a wrong order."""
    if not snapshot.client.takes_code_actions:
        return
    for kind, title, change in OFFERED:
        if not is_wanted(kind, context):
            continue
        edits = change(file.resolution.manifest)
        if edits and snapshot.client.resolves_edits:
            yield {"title": title, "kind": kind, "data": {"uri": uri, "id": kind}}
        elif edits:
            edit = edit_of(edits, snapshot.client, snapshot.place, snapshot.version)
            yield {"title": title, "kind": kind, "edit": edit}


def is_wanted(kind: str, context: Any) -> bool:
    """Whether the client asked for a kind: for it, for one above it, or for any on a command."""
    if context.only is None:
        return getattr(context, "trigger_kind", None) == INVOKED
    return any(kind == wanted or kind.startswith(f"{wanted}.") for wanted in context.only)
