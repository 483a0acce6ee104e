"""PDM's environment of a project: the saved interpreter's, one in the project, or in its data.

Source: https://pdm-project.org/en/latest/usage/venv/
"""

import re

from pinlight.finders import Finder, Place, is_environment, within
from pinlight.finders.central import config, data, expanded, short_hash
from pinlight.model import Candidate
from pinlight.paths import rules
from pinlight.reader import Reader

SIGNS = ("pdm.lock", "pdm.toml", ".pdm-python", "pyproject.toml:pdm")

_VERSION = re.compile(rb"(?m)^version(?:_info)?[ \t]*=[ \t]*(\d+(?:\.\d+){1,2}(?:(?:a|b|rc)\d+)?)")
_FALSE = ("", "0", "false", "no", "off")


def find(place: Place) -> tuple[Candidate, ...]:
    """Return the environment that PDM uses, then the others that it knows of the project: of
    several that with a Python that the project supports."""
    if "pyproject.toml" not in place.files or not is_owner(place):
        return ()
    saved = _saved(place)
    found = [saved] if saved else []
    if _uses_environments(place):
        found += [*_inside(place), *_central(place)]
    unique = tuple(dict.fromkeys(found))
    used = next((prefix for prefix in unique if _is_supported(prefix, place)), "")
    ordered = dict.fromkeys(filter(None, (used, *unique)))
    return tuple(
        Candidate(
            prefix, "venv", place.folder, _reason(prefix, saved, prefix != used), prefix != used
        )
        for prefix in ordered
    )


def _is_supported(prefix: str, place: Place) -> bool:
    """Whether the project supports the environment's Python, as far as both tell."""
    match = _VERSION.search(place.reader.file(rules(prefix).join(prefix, "pyvenv.cfg")) or b"")
    return match is None or supports(place, match[1].decode())


def supports(place: Place, version: str) -> bool:
    """Whether the project supports a Python, as far as it tells."""
    wanted = place.table("pyproject.toml", "project").get("requires-python")
    if not isinstance(wanted, str) or not wanted:
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet  # Few use PDM.

    try:
        return SpecifierSet(wanted).contains(version, prereleases=True)
    except InvalidSpecifier:
        return True


def is_owner(place: Place) -> bool:
    """Whether PDM manages the project in this folder."""
    own = ("pdm.lock", "pdm.toml", ".pdm-python")
    is_named = not place.files.isdisjoint(own)
    return is_named or "pdm" in place.table("pyproject.toml", "tool")


def _reason(prefix: str, saved: str, is_other: bool) -> str:
    if is_other:
        return "another environment of PDM"
    return f"PDM's environment of this project{' (`.pdm-python`)' if prefix == saved else ''}"


def _saved(place: Place) -> str:
    """Return the environment of the interpreter that PDM remembers; "" when it is none."""
    reader = place.reader
    if reader.variable("PDM_IGNORE_SAVED_PYTHON").lower() not in _FALSE:
        return ""
    python = reader.variable("PDM_PYTHON")
    python = python or place.content(".pdm-python").decode("utf-8", "replace").strip()
    if not python:
        return ""
    module = rules(place.at(python))
    folder = module.dirname(place.at(python))
    for prefix in (module.dirname(folder), folder):  # Conda's lies beside it on Windows.
        if reader.exists(place.at(python)) and is_environment(prefix, reader):
            return str(prefix)
    return ""


def _inside(place: Place) -> list[str]:
    names = (name for name in (".venv", "venv", "env") if name in place.folders)
    found = next(filter(lambda it: _has_python(it, place.reader), map(place.at, names)), "")
    return [found] if found else []


def _central(place: Place) -> list[str]:
    """Return what PDM made in its own folder, the newest Python first."""
    base = _location(place)
    if not base:
        return []
    module = rules(place.real)
    path = place.real.replace("\\", "/") if module.sep == "\\" else place.real
    start = f"{module.basename(place.real)}-{short_hash(path, 'md5')}-"
    found = [
        one.name
        for one in place.reader.folder(base)
        if one.is_folder and one.name.startswith(start)
    ]
    found.sort(key=lambda name: _order(name[len(start) :]), reverse=True)
    prefixes = (rules(base).join(base, name) for name in found)
    return [prefix for prefix in prefixes if _has_python(prefix, place.reader)]


def _order(identity: str) -> tuple[bool, tuple[int, ...], str]:
    parts = identity.split(".")
    numbers = tuple(int(part) for part in parts if part.isdecimal())
    return len(numbers) == len(parts), numbers, identity


def _location(place: Place) -> str:
    """Return the folder of `venv.location`: the project's, else the user's configuration."""
    for content in (place.content("pdm.toml"), _own_config(place.reader)):
        value = within(content, "venv").get("location")
        if isinstance(value, str) and value:
            return place.at(expanded(value, place.reader))
    folder = data("pdm", place.reader, "pdm")
    return rules(folder).join(folder, "venvs") if folder else ""


def _uses_environments(place: Place) -> bool:
    if value := place.reader.variable("PDM_USE_VENV"):
        return value.lower() not in _FALSE
    for content in (place.content("pdm.toml"), _own_config(place.reader)):
        wanted = within(content, "python").get("use_venv")
        if wanted is not None:
            return str(wanted).lower() not in _FALSE
    return True


def _own_config(reader: Reader) -> bytes:
    path = reader.variable("PDM_CONFIG_FILE")
    if not path:
        folder = config("pdm", reader, "pdm")
        path = rules(folder).join(folder, "config.toml") if folder else ""
    return (reader.file(path) or b"") if path else b""


def _has_python(prefix: str, reader: Reader) -> bool:
    join = rules(prefix).join
    places = (("bin", "python"), ("Scripts", "python.exe"), ("python.exe",))
    return any(reader.exists(join(prefix, *names)) for names in places)


FINDER = Finder("pdm", find, rank=30, owns=("pyproject.toml", "pdm.lock", "pdm.toml"))
