"""Poetry: a project of its own is changed through it, so that `poetry.lock` stays true.

The environment that is meant is told as the active one. Poetry would rather take what its
`envs.toml` names, so it is sent to a folder without one.
Source: https://python-poetry.org/docs/cli/
Source: https://python-poetry.org/docs/configuration/
"""

from collections.abc import Mapping

from pinlight.finders.poetry import is_owner
from pinlight.installers.owning import Asked, Owner, Words, installer
from pinlight.installers.projects import Wanted, is_stale

LOCK = "poetry.lock"
_PLAIN = ("--no-interaction", "--no-ansi")


def _variables(asked: Asked) -> Mapping[str, str]:
    if not asked.prefix:
        return {"POETRY_VIRTUALENVS_CREATE": "false"}
    return {
        "VIRTUAL_ENV": asked.prefix,
        "CONDA_DEFAULT_ENV": "",
        "POETRY_VIRTUALENVS_PATH": asked.prefix,
    }


def _install(asked: Asked, wanted: Wanted) -> Words:
    words: list[tuple[str, ...]] = []
    if wanted.declared or not (wanted.added or wanted.editable):
        words += [*_fresh(asked), ("install", *_PLAIN, *_selection(wanted))]
    if wanted.added:
        words.append(("add", *_PLAIN, "--", *wanted.added))
    if wanted.editable:
        words.append(("add", *_PLAIN, "--editable", "--", *wanted.editable))
    return tuple(words)


def _upgrade(asked: Asked, wanted: Wanted, names: tuple[str, ...]) -> Words:
    chosen = tuple(word for group in wanted.groups for word in ("--with", group))
    return (*_fresh(asked), ("update", *_PLAIN, *chosen, "--", *names))


def _remove(_: Asked, names: tuple[str, ...]) -> Words:
    return (("remove", *_PLAIN, "--", *names),)


def _sync(asked: Asked, wanted: Wanted) -> Words:
    words = ("install", "--sync") if _is_old(asked) else ("sync",)
    return (*_fresh(asked), (*words, *_PLAIN, *_selection(wanted)))


def _lock(asked: Asked) -> Words:
    """Write the lock anew from the declarations; what still fits them keeps its version."""
    return (("lock", *(("--no-update",) if _is_old(asked) else ()), *_PLAIN),)


def _fresh(asked: Asked) -> Words:
    """Poetry installs from no lock that was made from other declarations."""
    has_lock = asked.reader.exists(asked.project.at(LOCK))
    return _lock(asked) if has_lock and is_stale(asked.project, LOCK, asked.reader) else ()


def _selection(wanted: Wanted) -> tuple[str, ...]:
    groups = [word for group in wanted.groups for word in ("--with", group)]
    extras = [word for extra in wanted.extras for word in ("--extras", extra)]
    return (*groups, *extras)


def _is_old(asked: Asked) -> bool:
    return bool(asked.release) and asked.release < (2,)


_POETRY = Owner(
    "poetry", "pyproject.toml", LOCK, _variables, _install, _upgrade, _remove, _sync, _lock
)
INSTALLER = installer(_POETRY, 20, is_owner)
