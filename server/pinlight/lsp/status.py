"""pinlight/status: how a file and each workspace folder stand with their environments.

Params: `{textDocument?: {uri}}`. Answer: `{file, folders: [{uri, file}], problems}`.
"""

from collections.abc import Iterable
from posixpath import basename

from pinlight.features.status import Status
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.uris import path_of, uri_of
from pinlight.paths import lies_in
from pinlight.plugins import record
from pinlight.typed import Any
from pinlight.world.state import World

MAIN = ("pyproject.toml", "requirements.txt")  # these speak for their folder


def answer(snapshot: Snapshot, params: Any) -> dict[str, Any]:
    world = snapshot.world
    uri = getattr(getattr(params, "textDocument", None), "uri", "")
    path = path_of(uri) if isinstance(uri, str) else ""
    return {
        "file": _shown(world, path),
        "folders": [
            {"uri": uri_of(folder), "file": _shown(world, _main(world, folder))}
            for folder in world.folders
        ],
        "problems": sum(map(len, world.problems.values())),
    }


def _shown(world: World, path: str) -> dict[str, Any] | None:
    resolution = world.resolutions.get(path)
    if resolution is None:
        return None
    found: Status = record("features", "status").answer(
        resolution, tuple(world.problems.get(path, ()))
    )
    fields = {name: value for name, value in found._asdict().items() if name != "path"}
    return {"uri": uri_of(path), **fields}


def _main(world: World, folder: str) -> str:
    """Return the file that tells which environment serves a folder; "" when it has none."""
    return min(_inside(world, folder), key=_rank, default="")


def _inside(world: World, folder: str) -> Iterable[str]:
    return (path for path in world.resolutions if lies_in(path, folder))


def _rank(path: str) -> tuple[int, int, str]:
    name = basename(path.replace("\\", "/"))
    return path.count("/") + path.count("\\"), MAIN.index(name) if name in MAIN else 9, path
