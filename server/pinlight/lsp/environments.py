"""pinlight/environments: each environment that serves a file, with what it holds.

Params: `{}`. Answer: a list of `{prefix, name, kind, python, detail, files, packages}`; a package
has `asked`, the Location of the first line that asks for it by name, or null.
"""

from pinlight.features.places import Location
from pinlight.lsp.locating import locations_of
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.uris import uri_of
from pinlight.model import Environment, Resolution
from pinlight.plugins import record
from pinlight.typed import Any
from pinlight.words import short


def answer(snapshot: Snapshot, _: Any) -> list[dict[str, Any]]:
    world = snapshot.world
    served: dict[str, list[Resolution]] = {}
    for path, resolution in sorted(world.resolutions.items()):
        prefix = world.choices[path].prefix if path in world.choices else ""
        if prefix in world.environments:
            served.setdefault(prefix, []).append(resolution)
    return [
        _shown(snapshot, world.environments[prefix], resolutions)
        for prefix, resolutions in sorted(served.items())
    ]


def _shown(
    snapshot: Snapshot, environment: Environment, resolutions: list[Resolution]
) -> dict[str, Any]:
    paths = [resolution.manifest.path for resolution in resolutions]
    asked = _asked(snapshot, resolutions)
    held = record("features", "packages").answer(environment, resolutions)
    return {
        "prefix": environment.prefix,
        "name": short(environment.prefix, min(paths, key=len)),
        "kind": environment.kind,
        "python": environment.python,
        "detail": environment.detail,
        "files": [uri_of(path) for path in paths],
        "packages": [{**it._asdict(), "asked": asked.get(it.name)} for it in held],
    }


def _asked(snapshot: Snapshot, resolutions: list[Resolution]) -> dict[str, Any]:
    """Return the Location of the first line that asks for each name."""
    first: dict[str, Location] = {}
    for resolution in resolutions:
        for entry in resolution.entries:
            place = Location(entry.manifest.path, entry.dependency.span)
            first.setdefault(entry.dependency.name, place)
    return dict(zip(first, locations_of(snapshot, first.values()), strict=True))
