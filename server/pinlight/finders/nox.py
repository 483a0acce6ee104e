"""nox's environments: offered, never chosen, since each is for one session.

Source: https://nox.thea.codes/en/stable/config.html#noxfile-options (`nox.options.envdir`)
"""

import re

from pinlight.finders import Finder, Place
from pinlight.finders.tox import inside
from pinlight.model import Candidate

SIGNS = (".nox/", "noxfile.py:envdir")

# A noxfile is a program: only what it says with a plain string is known without running it.
_ENVDIR = re.compile(
    rb"(?m)^nox\.options\.envdir[ \t]*=[ \t]*([\"'])([^\"'\\\r\n]+)\1[ \t]*(?:#|\r?$)"
)


def find(place: Place) -> tuple[Candidate, ...]:
    match = _ENVDIR.search(place.content("noxfile.py"))
    return inside(place, match[2].decode("utf-8", "replace") if match else ".nox", "nox")


FINDER = Finder("nox", find, rank=90)
