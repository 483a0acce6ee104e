"""`__pypackages__`: packages of a project without an environment (PEP 582, as PDM does it).

Source: https://pdm-project.org/en/latest/usage/pep582/
"""

from pinlight.finders import Finder, Place
from pinlight.model import Candidate

SIGNS = ("__pypackages__/",)


def find(place: Place) -> tuple[Candidate, ...]:
    """Return one folder per Python, the newest first."""
    found = [
        (version, one.name)
        for one in place.reader.folder(place.at("__pypackages__"))
        if one.is_folder and (version := _version(one.name))
    ]
    return tuple(
        Candidate(
            place.at("__pypackages__", name),
            "pypackages",
            place.folder,
            "`__pypackages__`",
            is_offered_only=True,  # It is no environment whose Python its files would tell.
        )
        for _, name in sorted(found, reverse=True)
    )


def _version(name: str) -> tuple[int, ...]:
    """Return (3, 12) for "3.12" and for PDM's "3.12-32"."""
    parts = name.partition("-")[0].split(".")
    return tuple(map(int, parts)) if len(parts) == 2 and all(map(str.isdecimal, parts)) else ()


FINDER = Finder("pypackages", find, rank=85)
