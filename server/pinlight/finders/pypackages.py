"""`__pypackages__`: packages of a project without an environment (PEP 582, as PDM does it).

Source: https://pdm-project.org/en/latest/usage/pep582/
"""

from pinlight.finders import Finder, Place, pdm
from pinlight.model import Candidate

SIGNS = ("__pypackages__/",)


def find(place: Place) -> tuple[Candidate, ...]:
    """Return one folder per Python. Where PDM has no environment it uses one of them: the newest
    that the project supports comes first; for other projects they are offered only."""
    found = sorted(
        (version, one.name)
        for one in place.reader.folder(place.at("__pypackages__"))
        if one.is_folder and (version := _version(one.name))
    )
    used = ""
    if found and _is_used(place):
        names = (name for _, name in reversed(found))
        used = next((it for it in names if pdm.supports(place, it.partition("-")[0])), "")
    return tuple(
        Candidate(
            place.at("__pypackages__", name),
            "pypackages",
            place.folder,
            "PDM's `__pypackages__` of this project" if name == used else "`__pypackages__`",
            is_offered_only=name != used,
        )
        for _, name in sorted(found, key=lambda it: (it[1] == used, it), reverse=True)
    )


def _is_used(place: Place) -> bool:
    """Whether PDM manages the project and has no environment for it."""
    if "pyproject.toml" not in place.files or not pdm.is_owner(place):
        return False
    return all(candidate.is_offered_only for candidate in pdm.find(place))


def _version(name: str) -> tuple[int, ...]:
    """Return (3, 12) for "3.12" and for PDM's "3.12-32"."""
    parts = name.partition("-")[0].split(".")
    return tuple(map(int, parts)) if len(parts) == 2 and all(map(str.isdecimal, parts)) else ()


FINDER = Finder("pypackages", find, rank=85)
