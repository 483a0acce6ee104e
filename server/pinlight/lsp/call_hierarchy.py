"""Nodes of the dependency tree as items of the protocol's call hierarchy."""

import re
from functools import lru_cache

from pinlight.features.graph import Step
from pinlight.features.hierarchy import Node
from pinlight.lsp.convert import range_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.telling import metadata_path
from pinlight.lsp.uris import uri_of
from pinlight.model import Environment
from pinlight.shell.disk import Disk
from pinlight.text import LineIndex, Span
from pinlight.typed import Any

PACKAGE = 4  # SymbolKind
START = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}


def item_of(snapshot: Snapshot, node: Node, file: str) -> dict[str, Any]:
    """Return a node as an item; `file` is where the question began, and stands for what is not
    installed."""
    shown = {
        "name": node.title,
        "kind": PACKAGE,
        "detail": node.detail,
        "data": {"file": file, "name": node.name, "extras": list(node.extras)},
    }
    place = snapshot.place(node.path) if node.path else None
    if place is not None:
        uri, lines = place
        encoding = snapshot.client.encoding
        return {
            **shown,
            "uri": uri,
            "range": range_of(lines, node.span, encoding),
            "selectionRange": range_of(lines, node.name_span, encoding),
        }
    path = file if node.distribution is None else metadata_path(node.distribution.where)
    found = snapshot.place(path)
    uri = found[0] if found else uri_of(path)
    return {**shown, "uri": uri, "range": START, "selectionRange": START}


def subject(snapshot: Snapshot, item: Any) -> tuple[Environment, str, tuple[str, ...], str] | None:
    """Return the environment, name, extras and file that an item of ours is about; None when it
    is none, or its environment is gone."""
    data = item.data
    if not isinstance(data, dict):
        data = getattr(data, "__dict__", None) or getattr(data, "_asdict", dict)()
    file, name, extras = data.get("file"), data.get("name"), data.get("extras")
    resolution = snapshot.world.resolutions.get(file) if isinstance(file, str) else None
    if resolution is None or resolution.environment is None or not isinstance(name, str):
        return None
    return resolution.environment, name, tuple(map(str, extras or ())), str(file)


def range_in_metadata(snapshot: Snapshot, step: Step) -> dict[str, Any]:
    """Return the line of the owner's metadata that a step stands on; its beginning when it is
    not found."""
    where = step.owner.where
    lines = _metadata(where, Disk().changed_ns(where))
    pattern = rf"^Requires-Dist:[ \t]*{re.escape(step.text)}.*$"
    match = re.search(pattern, lines.text, re.MULTILINE)
    if match is None:
        return START
    return range_of(lines, Span(*match.span()), snapshot.client.encoding)


@lru_cache(256)
def _metadata(where: str, _changed_ns: int) -> LineIndex:
    content = Disk().file(metadata_path(where)) or b""
    return LineIndex(content.decode("utf-8", "replace"))
