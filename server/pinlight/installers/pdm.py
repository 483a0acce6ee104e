"""PDM: a project of its own is changed through it, so that `pdm.lock` stays true.

Source: https://pdm-project.org/en/latest/reference/cli/
Source: https://pdm-project.org/en/latest/usage/venv/
"""

from collections.abc import Mapping

from pinlight.finders.pdm import is_owner
from pinlight.installers.owning import Asked, Owner, Words, installer
from pinlight.installers.projects import Wanted, by_place, declarations, is_stale
from pinlight.paths import rules

LOCK = "pdm.lock"


def _variables(asked: Asked) -> Mapping[str, str]:
    """The active environment is taken, unless PDM remembers another one. `__pypackages__` belongs
    to no environment: the folder is named by the Python whose packages it holds."""
    local = _local(asked.prefix)
    return {
        "VIRTUAL_ENV": "" if local else asked.prefix,
        "CONDA_DEFAULT_ENV": "",
        "PDM_IGNORE_SAVED_PYTHON": "" if local else "1",
        "PDM_IGNORE_ACTIVE_VENV": "",
        "PDM_PYTHON": _python(asked, local) if local else "",
        "PDM_PROJECT": "",
        "PDM_USE_VENV": "0" if local else "1",
        "PDM_CHECK_UPDATE": "0",
        "PDM_NON_INTERACTIVE": "1",
    }


def _local(prefix: str) -> str:
    """Return "3.12" of `__pypackages__/3.12`; "" for any other prefix."""
    folder, name = rules(prefix).split(prefix)
    return name.partition("-")[0] if rules(folder).basename(folder) == "__pypackages__" else ""


def _python(asked: Asked, version: str) -> str:
    found = (path for one, path in asked.pythons if one == version or one.startswith(f"{version}."))
    return next(found, "")


def _install(_: Asked, wanted: Wanted) -> Words:
    words: list[tuple[str, ...]] = []
    if wanted.declared or not (wanted.added or wanted.editable):
        words.append(("install", *_selection(wanted)))
    if wanted.added:
        words.append(("add", *wanted.added))
    if wanted.editable:  # PDM takes editables only as what developers need.
        words.append(("add", "--dev", *(word for path in wanted.editable for word in ("-e", path))))
    return tuple(words)


def _upgrade(asked: Asked, _: Wanted, names: tuple[str, ...]) -> Words | str:
    """PDM updates what the project names, where it names it."""
    places = by_place(asked.project, names)
    others = [name for name in names if not declarations(asked.project, name)]
    if others:
        return f"PDM upgrades what the project names, and `{others[0]}` is not among it"
    return tuple(("update", *_place(*place), *found) for place, found in places.items())


def _remove(asked: Asked, names: tuple[str, ...]) -> Words:
    places = by_place(asked.project, names).items()
    return tuple(("remove", *_place(*place), *found) for place, found in places)


def _sync(asked: Asked, wanted: Wanted) -> Words:
    fresh = _lock(asked) if is_stale(asked.project, LOCK, asked.reader) else ()
    return (*fresh, ("sync", "--clean", *_selection(wanted)))


def _lock(_: Asked) -> Words:
    """Write the lock anew from the declarations; what still fits them keeps its version."""
    return (("lock", "--update-reuse"),)


def _place(group: str, is_extra: bool) -> tuple[str, ...]:
    if not group:
        return ()
    return ("--group", group) if is_extra else ("--dev", "--group", group)


def _selection(wanted: Wanted) -> tuple[str, ...]:
    return tuple(word for name in (*wanted.groups, *wanted.extras) for word in ("--group", name))


_PDM = Owner("pdm", "pyproject.toml", LOCK, _variables, _install, _upgrade, _remove, _sync, _lock)
INSTALLER = installer(_PDM, 30, is_owner)
