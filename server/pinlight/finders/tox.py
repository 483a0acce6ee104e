"""tox's environments: offered, never chosen, since each is for one kind of run.

Source: https://tox.wiki/en/latest/config.html#work_dir
"""

from pinlight.finders import Finder, Place, is_environment
from pinlight.model import Candidate

SIGNS = (".tox/",)


def find(place: Place) -> tuple[Candidate, ...]:
    return inside(place, ".tox", "tox")


def inside(place: Place, folder: str, tool: str) -> tuple[Candidate, ...]:
    """Return the environments in a folder of the project that belongs to `tool`."""
    return tuple(
        Candidate(prefix, "venv", place.folder, f"{tool}'s environment `{one.name}`", True)
        for one in place.reader.folder(place.at(folder))
        if one.is_folder and is_environment(prefix := place.at(folder, one.name), place.reader)
    )


FINDER = Finder("tox", find, rank=90)
