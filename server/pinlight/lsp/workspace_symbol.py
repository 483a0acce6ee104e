"""workspace/symbol"""

from pinlight.features.symbols import workspace_symbols
from pinlight.lsp.document_symbol import KINDS
from pinlight.lsp.locating import locations_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    found = workspace_symbols(snapshot.world.manifests.values(), params.query)
    places = locations_of(snapshot, (symbol.location for symbol in found))
    return [
        {
            "name": symbol.name,
            "kind": KINDS[symbol.kind],
            "location": place,
            **({"containerName": symbol.container} if symbol.container else {}),
        }
        for symbol, place in zip(found, places, strict=True)
    ]
