"""Pipenv's environment of a Pipfile: in the project, or in the folder of all environments.

Source: https://pipenv.pypa.io/en/latest/virtualenv.html
"""

import re

from pinlight.finders import Finder, Place, is_environment
from pinlight.finders.central import expanded, home, short_hash
from pinlight.model import Candidate
from pinlight.paths import rules
from pinlight.reader import Reader

SIGNS = ("Pipfile",)

_UNSAFE = re.compile(r'[ &$`!*@"()\[\]\\\r\n\t]')
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def find(place: Place) -> tuple[Candidate, ...]:
    if "Pipfile" not in place.files:
        return ()
    prefix = location(place)
    if not prefix or not is_environment(prefix, place.reader):
        return ()
    return (Candidate(prefix, "venv", place.folder, "Pipenv's environment of this Pipfile"),)


def location(place: Place) -> str:
    """Return where Pipenv keeps the environment, or would; "" when nothing tells."""
    place = _with_dotenv(place)
    reader, base = place.reader, workon_home(place.reader)
    join = rules(place.folder).join
    central = rules(base).join(base, _name(place)) if base else ""
    if ".venv" in place.files:
        name = place.content(".venv").decode("utf-8", "replace").strip()
        if "/" in name or rules(place.folder).sep in name:
            return place.at(name)
        return (rules(base).join(base, name) if base else "") if name else central
    wanted = _in_project(place)
    if wanted is None and ".venv" in place.folders:
        return central if central and reader.exists(central) else str(join(place.folder, ".venv"))
    return str(join(place.folder, ".venv")) if wanted else central


def _with_dotenv(place: Place) -> Place:
    """Return the folder as Pipenv sees it, which lets its `.env` win over what is set."""
    reader = place.reader
    if reader.variable("PIPENV_DONT_LOAD_ENV").lower() not in ("", *_FALSE):
        return place
    named = reader.variable("PIPENV_DOTENV_LOCATION")
    content = reader.file(place.at(named)) if named else place.content(".env")
    if not content:
        return place
    from pinlight.finders import dotenv  # Few projects of few people.

    variables = dotenv.read(content, reader.variable)
    return Place(place.folder, dotenv.WithVariables(reader, variables), place.path)


def workon_home(reader: Reader) -> str:
    """Return the folder of all environments, as Pipenv sees it; "" when nothing tells."""
    folder = reader.variable("WORKON_HOME")
    if folder:
        return expanded(folder, reader)
    if reader.machine()["os_name"] == "nt":
        own = home(reader)
        return rules(own).join(own, ".virtualenvs") if own else ""
    folder = reader.variable("XDG_DATA_HOME") or "~/.local/share"  # On macOS too.
    return expanded(folder, reader) + "/virtualenvs" if home(reader) else ""


def _name(place: Place) -> str:
    reader = place.reader
    if name := reader.variable("PIPENV_CUSTOM_VENV_NAME"):
        return name
    module = rules(place.real)
    name = _UNSAFE.sub("_", module.basename(place.real))[:42]
    python = reader.variable("PIPENV_PYTHON")
    suffix = f"-{module.basename(python) if module.isabs(python) else python}" if python else ""
    return f"{name}-{short_hash(module.join(place.real, 'Pipfile'))}{suffix}"


def _in_project(place: Place) -> bool | None:
    """Return what the variable, else the Pipfile says; None: whatever is there."""
    for variable, is_positive in (("VENV_IN_PROJECT", True), ("NO_VENV_IN_PROJECT", False)):
        value = place.reader.variable(f"PIPENV_{variable}").lower()
        if value in _TRUE + _FALSE:
            return (value in _TRUE) == is_positive
    content = place.content("Pipfile")
    if b"venv_in_project" not in content:
        return None
    wanted = place.table("Pipfile", "pipenv").get("venv_in_project")
    return None if wanted is None else bool(wanted)


FINDER = Finder("pipenv", find, rank=40, owns=("Pipfile", "Pipfile.lock"), suggests=location)
