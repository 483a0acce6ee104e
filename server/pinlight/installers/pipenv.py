"""Pipenv: a project with a Pipfile is changed through it, so that `Pipfile.lock` stays true.

Source: https://pipenv.pypa.io/en/latest/commands.html
Source: https://pipenv.pypa.io/en/latest/configuration.html
"""

from collections.abc import Mapping

from pinlight.installers.owning import Asked, Owner, Words, installer
from pinlight.installers.projects import Wanted, by_place, is_stale

LOCK = "Pipfile.lock"


def _variables(asked: Asked) -> Mapping[str, str]:
    return {
        "VIRTUAL_ENV": asked.prefix,
        "PIPENV_ACTIVE": "",
        "PIPENV_IGNORE_VIRTUALENVS": "",
        "PIPENV_PIPFILE": asked.project.manifest.path,
        "PIPENV_NOSPIN": "1",
        "PIPENV_VERBOSITY": "-1",
        "PIPENV_YES": "",  # It would replace an environment of another Python unasked.
    }


def _install(asked: Asked, wanted: Wanted) -> Words:
    words: list[tuple[str, ...]] = []
    if wanted.declared or not (wanted.added or wanted.editable):
        words += [*_fresh(asked), ("sync", *_selection(wanted))]
    if wanted.added:
        words.append(("install", *wanted.added))
    words += [("install", "--editable", path) for path in wanted.editable]
    return tuple(words)


def _upgrade(_: Asked, wanted: Wanted, names: tuple[str, ...]) -> Words:
    return (("update", *_selection(wanted), *names),)


def _remove(asked: Asked, names: tuple[str, ...]) -> Words:
    """Remove each name from where it stands."""
    places = by_place(asked.project, names).items()
    return tuple(("uninstall", *_category(group), *found) for (group, _), found in places)


def _sync(asked: Asked, wanted: Wanted) -> Words:
    return (*_fresh(asked), ("sync", *_selection(wanted)), ("clean",))


def _lock(_: Asked) -> Words:
    return (("lock",),)


def _fresh(asked: Asked) -> Words:
    return _lock(asked) if is_stale(asked.project, LOCK, asked.reader) else ()


def _selection(wanted: Wanted) -> tuple[str, ...]:
    others = [name for name in wanted.groups if name != "dev"]
    named = ("packages", *(("dev-packages",) if "dev" in wanted.groups else ()), *others)
    if others:
        return ("--categories", " ".join(named))
    return ("--dev",) if "dev" in wanted.groups else ()


def _category(group: str) -> tuple[str, ...]:
    if group == "dev":
        return ("--dev",)
    return ("--categories", group) if group else ()


_PIPENV = Owner("pipenv", "Pipfile", LOCK, _variables, _install, _upgrade, _remove, _sync, _lock)
INSTALLER = installer(_PIPENV, 40, lambda _: True)
