"""Which files nothing is told of because no environment of their kind was found."""

from pinlight.model.blocks import verdicts
from pinlight.world.state import World

_OF_CONDA = ("conda", "pixi")


def is_unjudged(path: str, world: World) -> bool:
    """Whether the file asks for something, and nothing that serves it could be compared."""
    resolution = world.resolutions.get(path)
    if resolution is None or resolution.is_included or world.problems[path]:
        return False
    judged = resolution.locked or resolution.entries
    return bool(judged) and all(it.kind == "unknown" for it in verdicts(judged))


def lacks_conda(path: str, world: World) -> bool:
    """Whether the file describes an environment of conda, and another kind serves it."""
    environment = world.resolutions[path].environment
    is_of_conda = world.manifests[path].kind in _OF_CONDA
    return is_of_conda and (environment is None or environment.kind != "conda")
