"""uv's projects: what they declare is installed from `uv.lock`, and what is added is declared.

Packages in the environment that nothing declares stay: uv would remove them with each change.
Source: https://docs.astral.sh/uv/concepts/projects/sync/
"""

from collections.abc import Mapping

from pinlight.finders.uv import location
from pinlight.installers import Installer, owning
from pinlight.installers.owning import Asked, Owner, Words
from pinlight.installers.projects import Wanted, by_place, place_of
from pinlight.model import Command, Relock, ToolOperation, Tools
from pinlight.plugins import record
from pinlight.reader import Reader
from pinlight.settings import Settings

LOCK = "uv.lock"


def is_available(tools: Tools) -> bool:
    return bool(tools.uv)


def owns(operation: ToolOperation, reader: Reader) -> bool:
    place = place_of(operation, reader)
    return place is not None and bool(place.pyproject) and bool(location(place))


def commands(
    operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    if isinstance(operation, Relock):  # Into whichever file it is asked for.
        found: tuple[Command, ...] | str
        found = record("installers", "uv").commands(operation, tools, settings, reader)
        return found
    return owning.commands(_UV, operation, tools, settings, reader)


def _variables(asked: Asked) -> Mapping[str, str]:
    return {"UV_PROJECT_ENVIRONMENT": asked.prefix}


def _install(asked: Asked, wanted: Wanted) -> Words:
    words: list[tuple[str, ...]] = []
    if wanted.added:
        words.append(("add", "--no-sync", *_python(asked), *wanted.added))
    if wanted.editable:
        words.append(("add", "--no-sync", "--editable", *_python(asked), *wanted.editable))
    return (*words, _synced(asked, wanted, "--inexact"))


def _upgrade(asked: Asked, wanted: Wanted, names: tuple[str, ...]) -> Words:
    newest = (word for name in names for word in ("--upgrade-package", name))
    return (_synced(asked, wanted, "--inexact", *newest),)


def _remove(asked: Asked, names: tuple[str, ...]) -> Words:
    """Take each name out of where it stands, then out of the environment."""
    words = [
        ("remove", "--no-sync", *_python(asked), *_place(*place), *found)
        for place, found in by_place(asked.project, names).items()
    ]
    return (*words, ("pip", "uninstall", *_python(asked), *names))


def _sync(asked: Asked, wanted: Wanted) -> Words:
    return (_synced(asked, wanted),)


def _lock(asked: Asked) -> Words:
    return (("lock", *_python(asked)),)


def _synced(asked: Asked, wanted: Wanted, *options: str) -> tuple[str, ...]:
    groups = (word for name in wanted.groups for word in ("--group", name))
    extras = (word for name in wanted.extras for word in ("--extra", name))
    return ("sync", *options, *_python(asked), *groups, *extras)


def _python(asked: Asked) -> tuple[str, ...]:
    """Name the environment's own Python: uv would replace an environment of another one."""
    return ("--python", asked.python) if asked.python else ()


def _place(group: str, is_extra: bool) -> tuple[str, ...]:
    if not group:
        return ()
    return ("--optional", group) if is_extra else ("--group", group)


_UV = Owner("uv", "pyproject.toml", LOCK, _variables, _install, _upgrade, _remove, _sync, _lock)
INSTALLER = Installer("uv_project", is_available, commands, owns, rank=10)
