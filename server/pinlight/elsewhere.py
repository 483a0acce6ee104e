"""What is missing in one environment and lies in another, or only in a global Python."""

from pinlight.blocks import Pairs, summaries
from pinlight.model import Environment, Resolution
from pinlight.state import Effect, Read, World

_OF_CONDA = ("conda", "pixi")


def told(world: World, resolution: Resolution) -> tuple[Resolution, list[Effect]]:
    """Return the resolution with where else its missing packages are; what is to be read first
    for that comes with it. Costs nothing where nothing is missing."""
    missing = missing_names(resolution)
    if not missing:
        return resolution, []
    found: dict[str, str] = {}
    globals_: set[str] = set()
    of_conda = _of_conda(resolution)
    for environment in _others(world, resolution):
        held = environment.distributions.keys() - of_conda | environment.conda.keys() & of_conda
        for name in missing & held - found.keys():
            found[name] = environment.prefix
            if environment.kind == "global":
                globals_.add(environment.prefix)
    resolution = resolution._replace(elsewhere=found, global_prefixes=frozenset(globals_))
    return resolution, _unread(world) if resolution.is_open else []


def missing_names(resolution: Resolution) -> set[str]:
    """Return the names that the environment lacks."""
    return set().union(*summaries(resolution.entries, _missing))


def _missing(pairs: Pairs) -> set[str]:
    return {it.name for it, verdict in pairs if verdict.kind == "missing" and it.name}


def _of_conda(resolution: Resolution) -> set[str]:
    """Return the names that only conda's own records answer for."""
    if resolution.manifest.kind not in _OF_CONDA:
        return set()
    asked = (entry.dependency for entry in resolution.entries)
    return {dependency.name for dependency in asked if dependency.is_of_conda}


def _others(world: World, resolution: Resolution) -> list[Environment]:
    """Return the environments to look into: global ones last, those near the file first. A file of
    conda's is never served by another kind."""
    path, own = resolution.manifest.path, resolution.choice.prefix
    others = [it for it in world.environments.values() if it.prefix != own and it.state == "ok"]
    if resolution.manifest.kind in _OF_CONDA:
        others = [it for it in others if it.kind == "conda"]
    others.sort(key=lambda it: (it.kind == "global", -_shared(it.prefix, path), it.prefix))
    return others


def _shared(prefix: str, path: str) -> int:
    """Return how many characters the two have in common at their start."""
    pairs = enumerate(zip(prefix, path, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(prefix), len(path)))


def _unread(world: World) -> list[Effect]:
    """Return the reading of the global Python that is first on PATH, if nobody read it yet."""
    first = next((it.prefix for it in world.offered.values() if it.kind == "global"), "")
    return [Read("environment", first)] if first and first not in world.environments else []
