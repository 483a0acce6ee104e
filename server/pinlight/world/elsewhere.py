"""What is missing in one environment and lies in another, or only in a global Python."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from pinlight.identity import Same
from pinlight.model import Environment, Resolution
from pinlight.model.blocks import Pairs, summaries
from pinlight.world.state import Effect, Read, World

_OF_CONDA = ("conda", "pixi")


def told(world: World, resolution: Resolution) -> tuple[Resolution, list[Effect]]:
    """Return the resolution with where else its missing packages are; what is to be read first
    for that comes with it. Costs nothing where nothing is missing."""
    missing = missing_names(resolution) if resolution.environment is not None else None
    if not missing:
        return resolution, []
    found: dict[str, str] = {}
    globals_: set[str] = set()
    of_conda = _of_conda(resolution)
    own, is_of_conda = resolution.choice.prefix, resolution.manifest.kind in _OF_CONDA
    far = _distances(resolution.manifest.path)
    holders = _holders(Same(world.environments))
    for name in sorted(missing):
        others = [
            it
            for it in holders[name in of_conda].get(name, ())
            if it.prefix != own and (it.kind == "conda" or not is_of_conda)
        ]  # A file of conda's is never served by another kind.
        nearest = min(others, key=far, default=None)
        if nearest is not None:
            found[name] = nearest.prefix
            if nearest.kind == "global":
                globals_.add(nearest.prefix)
    resolution = resolution._replace(elsewhere=found, global_prefixes=frozenset(globals_))
    return resolution, _unread(world) if resolution.is_open else []


Holders = dict[str, list[Environment]]


@lru_cache(2)
def _holders(same: Same[Mapping[str, Environment]]) -> tuple[Holders, Holders]:
    """Return the environments that hold each name, and those whose conda does."""
    found: tuple[Holders, Holders] = {}, {}
    for environment in same.value.values():
        if environment.state == "ok":
            for names, holders in zip(
                (environment.distributions, environment.conda), found, strict=True
            ):
                for name in names:
                    holders.setdefault(name, []).append(environment)
    return found


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


Distance = tuple[bool, int, str]


def _distances(path: str) -> Callable[[Environment], Distance]:
    """Return what sorts environments: those near the file first, global ones last."""
    known: dict[str, Distance] = {}

    def distance(environment: Environment) -> Distance:
        prefix = environment.prefix
        found = known.get(prefix)  # A few environments hold all that the file lacks.
        if found is None:
            found = known[prefix] = environment.kind == "global", -_shared(prefix, path), prefix
        return found

    return distance


def _shared(prefix: str, path: str) -> int:
    """Return how many characters the two have in common at their start."""
    pairs = enumerate(zip(prefix, path, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(prefix), len(path)))


def _unread(world: World) -> list[Effect]:
    """Return the reading of the global Python that is first on PATH, if nobody read it yet."""
    first = next((it.prefix for it in world.offered.values() if it.kind == "global"), "")
    return [Read("environment", first)] if first and first not in world.environments else []
