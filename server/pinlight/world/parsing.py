"""What files say: parsed as they come in, and what they refer to asked for."""

from collections.abc import Container, Iterable, Iterator, Mapping

from pinlight.formats import format_of, is_looked_for
from pinlight.model import Manifest
from pinlight.model.blocks import local_paths
from pinlight.typed import TypeVar
from pinlight.world.state import Effect, Read, World

T = TypeVar("T")
Step = tuple[World, list[Effect]]


def parsed(world: World, texts: Mapping[str, str]) -> Step:
    """Parse the texts, and ask for what they refer to and nobody has read yet."""
    manifests = dict(world.manifests)
    includers = dict(world.includers)
    effects: dict[Effect, None] = {}
    for path, text in texts.items():
        manifest = _parse(world, path, text)
        before = manifests.get(path)
        targets = _targets(before) if before is not None else {}
        for target in targets:
            put(includers, target, includers.get(target, frozenset()) - {path})
        if manifest is None:
            manifests.pop(path, None)
            continue
        manifests[path] = manifest
        effects.update(dict.fromkeys(_based_on(manifest, targets)))
        for target, read in _targets(manifest).items():
            includers[target] = includers.get(target, frozenset()) | {path}
            if target not in manifests and target not in world.open and target not in targets:
                effects[read] = None
    return world._replace(manifests=manifests, includers=includers), list(effects)


def with_stale(world: World, paths: Iterable[str]) -> World:
    """Return `world` with these files, and those that include them, to be judged anew."""
    waiting = list(paths)
    added: dict[str, None] = {}
    while waiting:
        path = waiting.pop(0)
        if path not in added:
            added[path] = None
            waiting += users(world, path)
    return world._replace(stale={**world.stale, **added})


def users(world: World, path: str) -> Iterator[str]:
    """Yield the files that include one or name its place; of a lock, what it locks."""
    yield from world.includers.get(path, ())
    manifest = world.manifests.get(path)
    if manifest is not None and manifest.lock is not None and manifest.lock.of:
        yield manifest.lock.of


def is_based(manifest: Manifest) -> bool:
    """Whether local paths stand in it, and pip lets them start where it is run."""
    is_of_pip = manifest.kind in ("requirements", "constraints")
    return is_of_pip and bool(local_paths(manifest.dependencies))


def put(mapping: dict[str, T], key: str, value: T) -> None:
    """Set an entry, or remove it when the value is empty."""
    if value:
        mapping[key] = value
    else:
        mapping.pop(key, None)


def _parse(world: World, path: str, text: str) -> Manifest | None:
    """Return what the file declares; None when it is not a file that declares dependencies."""
    format = format_of(path)
    if format is None and (path in world.files or path in world.includers):
        format = format_of("requirements.txt")  # Settings or another file say that it is one.
    if format is None:
        return None
    before = world.manifests.get(path)
    if before is not None and format.update is not None:
        manifest = format.update(before, text, world.variables)
    else:
        manifest = format.parse(path, text, world.variables)
    if path in world.bases and is_based(manifest):
        from pinlight.formats import pip_paths  # Few files name local projects.

        manifest = pip_paths.starting_at(manifest, world.bases[path])
    is_known = path in world.files or path in world.manifests or is_looked_for(path)
    return manifest if is_known or manifest.kind != "prose" else None  # Any other Python file.


def _based_on(manifest: Manifest, known: Container[str]) -> Iterator[Read]:
    """Yield what tells where the relative paths of a requirements file start, if some are new."""
    if is_based(manifest) and any(it not in known for it in local_paths(manifest.dependencies)):
        yield Read("base", manifest.path)


def _targets(manifest: Manifest) -> dict[str, Read]:
    """Return the paths that the file refers to, and how each is read."""
    places = {path: Read("place", path) for path in local_paths(manifest.dependencies)}
    files = {
        include.path: Read("file", include.path) for include in manifest.includes if include.path
    }
    if manifest.lock is not None and manifest.lock.of:
        files[manifest.lock.of] = Read("file", manifest.lock.of)
    return {**places, **files}
