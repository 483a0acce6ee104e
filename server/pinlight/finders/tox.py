"""tox's environments: offered, never chosen, since each is for one kind of run.

Source: https://tox.wiki/en/latest/config.html#work_dir
"""

import re

from pinlight.finders import Finder, Place, is_environment
from pinlight.model import Candidate

SIGNS = (".tox/", "tox.ini:work", "tox.toml:work", "pyproject.toml:work_dir", "$TOX_WORK_DIR")

_WORK_DIR = re.compile(rb"(?m)^(?:toxworkdir|work_dir)[ \t]*=[ \t]*(\S[^\r\n]*?)[ \t]*\r?$")
_ROOT = re.compile(r"\{(?:toxinidir|tox_root)\}[/\\]*")


def find(place: Place) -> tuple[Candidate, ...]:
    folder = _configured(place) or place.reader.variable("TOX_WORK_DIR") or ".tox"
    return inside(place, folder, "tox")


def _configured(place: Place) -> str:
    """Return the folder of all environments as the project's file names it; "" when it does not,
    or with what only tox knows."""
    match = _WORK_DIR.search(place.content("tox.ini"))
    told = match[1].decode("utf-8", "replace") if match else ""
    for name, keys in (("tox.toml", ()), ("pyproject.toml", ("tool", "tox"))):
        value = told or place.table(name, *keys).get("work_dir")
        told = value if isinstance(value, str) else ""
    told = _ROOT.sub("", told)
    return "" if "{" in told else told


def inside(place: Place, folder: str, tool: str) -> tuple[Candidate, ...]:
    """Return the environments in a folder of the project that belongs to `tool`."""
    return tuple(
        Candidate(prefix, "venv", place.folder, f"{tool}'s environment `{one.name}`", True)
        for one in place.reader.folder(place.at(folder))
        if one.is_folder and is_environment(prefix := place.at(folder, one.name), place.reader)
    )


FINDER = Finder("tox", find, rank=90)
