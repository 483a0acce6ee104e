"""pixi's environments: prefixes of conda's kind inside the project.

Source: https://pixi.sh/latest/workspace/environment/
"""

from pinlight.finders import Finder, Place, is_environment
from pinlight.model import Candidate

SIGNS = ("pixi.toml", "pixi.lock", "pyproject.toml:pixi")


def find(place: Place) -> tuple[Candidate, ...]:
    """Return `default`, then the others."""
    if ".pixi" not in place.folders:
        return ()
    names = [one.name for one in place.reader.folder(place.at(".pixi", "envs")) if one.is_folder]
    names.sort(key=lambda name: (name != "default", name))
    return tuple(
        Candidate(
            prefix,
            "conda",
            place.folder,
            f"pixi's environment `{name}` of this project",
            name != "default",
            "pixi:default" if name == "default" else "",
        )
        for name in names
        if is_environment(prefix := place.at(".pixi", "envs", name), place.reader)
    )


def location(place: Place) -> str:
    """Return where pixi makes the environment of the project; "" when it has no say."""
    is_own = "pixi.toml" in place.files or "pixi" in place.table("pyproject.toml", "tool")
    return place.at(".pixi", "envs", "default") if is_own else ""


_OWN = ("pyproject.toml", "pixi.toml", "pixi.lock")
FINDER = Finder("pixi", find, rank=45, owns=_OWN, suggests=location)
