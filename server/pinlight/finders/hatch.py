"""Hatch's environments of a project.

Source: https://hatch.pypa.io/latest/plugins/environment/virtual/
Source: https://hatch.pypa.io/latest/config/hatch/#environments
"""

import re
from collections.abc import Mapping

from pinlight.finders import Finder, Place, is_environment, within
from pinlight.finders.central import config, data, expanded, home, short_hash
from pinlight.model import Candidate
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.typed import Any

SIGNS = ("hatch.toml", "pyproject.toml:hatch")


class _Folders(NamedTuple):
    """Where the environments of a project lie."""

    folder: str  # all of the project's; "" when nothing tells
    is_flat: bool  # they may stand beside those of others


def find(place: Place) -> tuple[Candidate, ...]:
    """Return the selected environment (`default`, or HATCH_ENV), then the others."""
    envs, found = _tables(place), locations(place)
    used = next(iter(found), "")
    return tuple(
        Candidate(
            prefix, "venv", place.folder, *_reason(name, used, envs, place), _group(name, envs)
        )
        for name, prefix in found.items()
        if prefix and is_environment(prefix, place.reader)
    )


def _group(name: str, envs: Mapping[str, Any]) -> str:
    """Return the group that holds the environment's dependencies; what a matrix makes is called
    `NAME.VALUES`."""
    base = name if name in envs else name.partition(".")[0]
    return "hatch:" + re.sub(r"[-_.]+", "-", base).lower()


def locations(place: Place) -> dict[str, str]:
    """Return where each environment lies, or would, by its name; the selected one first."""
    if not place.pyproject and "hatch.toml" not in place.files:
        return {}
    if "hatch.toml" not in place.files and "hatch" not in place.table("pyproject.toml", "tool"):
        return {}
    envs = _tables(place)
    project, folders = _project(place), _folders(place)
    names = dict.fromkeys((place.reader.variable("HATCH_ENV") or "default", "default", *envs))
    found = {name: _path(place, name, envs, project, folders) for name in names}
    if folders.folder and not folders.is_flat:  # A matrix gives names that no table has.
        join = rules(folders.folder).join
        for one in place.reader.folder(folders.folder):
            found.setdefault(
                "default" if one.name == project else one.name, join(folders.folder, one.name)
            )
    return found


def location(place: Place) -> str:
    """Return where the selected environment would be made; "" for who only builds with Hatch."""
    is_declared = bool(place.pyproject or "hatch.toml" in place.files) and bool(_tables(place))
    return next(iter(locations(place).values()), "") if is_declared else ""


def _reason(name: str, used: str, envs: Mapping[str, Any], place: Place) -> tuple[str, bool]:
    """Return the reason, and whether the environment is only offered. `[tool.hatch]` may be
    there for building alone: what lies in the project then comes first."""
    is_for_building = not envs and ".venv" in place.folders
    return f"Hatch's environment `{name}` of this project", name != used or is_for_building


def _tables(place: Place) -> dict[str, Any]:
    """Return the environments that the project declares; hatch.toml wins."""
    declared = place.table("pyproject.toml", "tool", "hatch", "envs")
    return {**declared, **place.table("hatch.toml", "envs")}


def _project(place: Place) -> str:
    name = place.table("pyproject.toml", "project").get("name")
    if isinstance(name, str):
        return re.sub(r"[-_.]+", "-", name).lower()
    return f"{_identity(place)}-unmanaged"


def _identity(place: Place) -> str:
    is_caseless = place.reader.machine()["sys_platform"] in ("win32", "darwin")
    return short_hash(place.real.casefold() if is_caseless else place.real)


def _folders(place: Place) -> _Folders:
    reader = place.reader
    settings = _settings(reader)
    own = within(settings, "dirs", "env").get("virtual")
    if isinstance(own, str) and own:
        base = place.at(expanded(own, reader))
    else:
        root = reader.variable("HATCH_DATA_DIR") or within(settings, "dirs").get("data")
        folder = root if isinstance(root, str) and root else data("hatch", reader)
        base = rules(folder).join(expanded(folder, reader), "env", "virtual") if folder else ""
    if not base:
        return _Folders("", False)
    module = rules(base)
    real = reader.real(base)
    is_inside = real != place.real and real.startswith(place.real.rstrip(module.sep) + module.sep)
    shared = module.join(home(reader), ".virtualenvs")
    if base == shared or is_inside:
        return _Folders(base, True)
    return _Folders(module.join(base, _project(place), _identity(place)), False)


def _path(place: Place, name: str, envs: Mapping[str, Any], project: str, folders: _Folders) -> str:
    """Return where environment `name` lies, or would; "" when it is of another kind."""
    chosen = place.reader.variable("HATCH_ENV_TYPE_VIRTUAL_PATH") or _option(envs, name, "path")
    if _option(envs, name, "type") not in ("", "virtual"):
        return ""
    if chosen:
        return place.reader.real(place.at(chosen))
    own = project if name == "default" else name
    return str(rules(folders.folder).join(folders.folder, own)) if folders.folder else ""


def is_set(place: Place, name: str, option: str) -> bool:
    """Whether a switch of an environment is on."""
    return _inherited(_tables(place), name, option) is True


def _option(envs: Mapping[str, Any], name: str, option: str) -> str:
    value = _inherited(envs, name, option)
    return value if isinstance(value, str) else ""


def _inherited(envs: Mapping[str, Any], name: str, option: str) -> Any:
    """Return an option of an environment: its own, or that of its template; None for none. A place
    is inherited only where the template is named."""
    table = envs.get(name)
    for _ in range(10):  # Templates of templates; a circle ends too.
        table = table if isinstance(table, Mapping) else {}
        if isinstance(value := table.get(option), (str, bool)):
            return value
        template = table.get("template", "default")
        if template == name or not isinstance(template, str):
            break
        table, name = envs.get(template), template
    return None


def _settings(reader: Reader) -> bytes:
    path = reader.variable("HATCH_CONFIG")
    if not path:
        folder = config("hatch", reader)
        path = rules(folder).join(folder, "config.toml") if folder else ""
    return (reader.file(path) or b"") if path else b""


FINDER = Finder("hatch", find, rank=60, owns=("pyproject.toml", "hatch.toml"), suggests=location)
