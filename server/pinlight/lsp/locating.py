"""Places of features -> Locations of the protocol."""

from collections.abc import Iterable

from pinlight.features.places import Location
from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.uris import uri_of
from pinlight.typed import Any

START = {"line": 0, "character": 0}


def locations_of(snapshot: Snapshot, locations: Iterable[Location]) -> list[dict[str, Any]]:
    """Return Locations; of a file whose text is not known only the beginning can be meant."""
    places: dict[str, Any] = {}  # The text of each file is indexed once.
    found = []
    for path, span in locations:
        if path not in places:
            places[path] = snapshot.place(path)
        if places[path] is None:
            found.append({"uri": uri_of(path), "range": {"start": START, "end": START}})
        else:
            uri, lines = places[path]
            range = range_of(lines, span, snapshot.client.encoding)
            found.append({"uri": uri, "range": range})
    return found
