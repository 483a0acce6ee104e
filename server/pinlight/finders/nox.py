"""nox's environments: offered, never chosen, since each is for one session.

Source: https://nox.thea.codes/en/stable/usage.html#opt-envdir
"""

from pinlight.finders import Finder, Place
from pinlight.finders.tox import inside
from pinlight.model import Candidate

SIGNS = (".nox/",)


def find(place: Place) -> tuple[Candidate, ...]:
    return inside(place, ".nox", "nox")


FINDER = Finder("nox", find, rank=90)
