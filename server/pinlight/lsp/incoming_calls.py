"""callHierarchy/incomingCalls: what asks for a distribution, down to the lines."""

from pinlight.features.hierarchy import Call, incoming
from pinlight.lsp.call_hierarchy import item_of, range_in_metadata, subject
from pinlight.lsp.snapshot import Snapshot
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]] | None:
    found = subject(snapshot, params.item)
    if found is None:
        return None
    environment, name, _, file = found
    calls = incoming(environment, name, snapshot.world.resolutions.values())
    return [_shown(snapshot, call, file) for call in calls]


def _shown(snapshot: Snapshot, call: Call, file: str) -> dict[str, Any]:
    item = item_of(snapshot, call.node, file)
    place = range_in_metadata(snapshot, call.step) if call.step else item["selectionRange"]
    return {"from": item, "fromRanges": [place]}
