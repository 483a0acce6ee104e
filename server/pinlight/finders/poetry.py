"""Poetry's environment of a project: `.venv` in it, or a folder in Poetry's cache.

Source: https://python-poetry.org/docs/configuration/#virtualenvspath
"""

import re

from pinlight.finders import Finder, Place, is_environment, within
from pinlight.finders.active import active_version
from pinlight.finders.central import cache, config, expanded, short_hash
from pinlight.model import Candidate
from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.typed import Any

SIGNS = ("poetry.lock", "poetry.toml", "pyproject.toml:poetry")

_REASON = "Poetry's environment of this project"
_UNSAFE = re.compile(r'[ $`!*@"\\\r\n\t]')
_KEY = re.compile(r"{(.+?)}")


def find(place: Place) -> tuple[Candidate, ...]:
    """Return the environment that Poetry uses, then the others that it made of the project."""
    if "pyproject.toml" not in place.files or not is_owner(place):
        return ()
    settings = _Settings(place)
    found = []
    if settings.get("virtualenvs.in-project") is not False and ".venv" in place.folders:
        found.append(place.at(".venv"))
    if found or settings.get("virtualenvs.create") is not False:
        found += _central(place, settings)
    first, *others = [*found, ""]
    if not first or not is_environment(first, place.reader):
        return ()
    return (
        Candidate(first, "venv", place.folder, _REASON),
        *(
            Candidate(prefix, "venv", place.folder, "another environment of Poetry", True)
            for prefix in filter(None, others)
        ),
    )


def is_owner(place: Place) -> bool:
    """Whether Poetry manages the project in this folder."""
    return "poetry" in place.table("pyproject.toml", "tool") or "poetry.lock" in place.files


def _central(place: Place, settings: "_Settings") -> list[str]:
    """Return what Poetry made in its own folder, the one that it uses first."""
    reader = place.reader
    base = settings.folder()
    if not base:
        return []
    join, stem = rules(base).join, _stem(place)
    versions = [
        one.name[len(stem) + 3 :]
        for one in reader.folder(base)
        if one.is_folder and one.name.startswith(f"{stem}-py")
    ]
    versions.sort(key=_number, reverse=True)
    used = within(reader.file(join(base, "envs.toml")) or b"", stem).get("minor")
    if not isinstance(used, str) or used not in versions:
        used = active_version(place) if len(versions) > 1 else ""
    versions.sort(key=lambda version: version != used)
    return [join(base, f"{stem}-py{version}") for version in versions]


def _stem(place: Place) -> str:
    name = place.table("pyproject.toml", "project").get("name")
    name = name or place.table("pyproject.toml", "tool", "poetry").get("name")
    name = name if isinstance(name, str) else "non-package-mode"
    plain = _UNSAFE.sub("_", re.sub(r"[-_.]+", "-", name).lower())[:42]
    return f"{plain}-{short_hash(rules(place.real).normcase(place.real))}"


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


class _Settings:
    """Poetry's configuration: variables, then poetry.toml, then the user's config.toml."""

    def __init__(self, place: Place) -> None:
        self.place = place
        reader: Reader = place.reader
        folder = reader.variable("POETRY_CONFIG_DIR")
        folder = folder or config("pypoetry", reader, is_roaming=True)
        own = reader.file(rules(folder).join(folder, "config.toml")) if folder else None
        self.contents = (place.content("poetry.toml"), own or b"")

    def get(self, key: str) -> Any:
        """Return the value of a setting such as `virtualenvs.path`; None when nobody set it."""
        variable = "POETRY_" + key.upper().replace(".", "_").replace("-", "_")
        if value := self.place.reader.variable(variable):
            is_switch = key in ("virtualenvs.create", "virtualenvs.in-project")
            return value.lower() in ("true", "1") if is_switch else value
        *tables, last = key.split(".")
        for content in self.contents:
            found = within(content, *tables).get(last)
            if found is not None:
                return found
        return None

    def folder(self) -> str:
        """Return the folder in which Poetry keeps environments; "" when nothing tells."""
        path = self.get("virtualenvs.path")
        path = path if isinstance(path, str) else "{cache-dir}/virtualenvs"
        path = _KEY.sub(self._value, path)
        if path.startswith("{"):
            return ""
        return self.place.at(expanded(path, self.place.reader)) if path else ""

    def _value(self, match: "re.Match[str]") -> str:
        value = self.get(match[1])
        if match[1] == "cache-dir":
            value = value or cache("pypoetry", self.place.reader)
        return str(value) if value else match[0]


FINDER = Finder("poetry", find, rank=20, owns=("pyproject.toml", "poetry.lock", "poetry.toml"))
