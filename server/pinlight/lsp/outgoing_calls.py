"""callHierarchy/outgoingCalls: what a requirement brings in."""

from pinlight.features.graph import Step
from pinlight.features.hierarchy import outgoing
from pinlight.lsp.call_hierarchy import START, item_of, range_in_metadata, subject
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.uris import path_of
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]] | None:
    found = subject(snapshot, params.item)
    if found is None:
        return None
    environment, name, extras, file = found
    return [
        {
            "to": item_of(snapshot, call.node, file),
            "fromRanges": [_place(snapshot, params.item, call.step)],
        }
        for call in outgoing(environment, name, extras)
    ]


def _place(snapshot: Snapshot, item: Any, step: Step | None) -> dict[str, Any]:
    """Return where in the file of `item` the step stands: on its line of the metadata; a line
    of a requirements file is itself the place of all that it brings in."""
    if path_of(item.uri) in snapshot.world.manifests:
        ends = (("start", item.selection_range.start), ("end", item.selection_range.end))
        return {end: {"line": it.line, "character": it.character} for end, it in ends}
    return range_in_metadata(snapshot, step) if step else START
