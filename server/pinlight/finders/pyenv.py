"""pyenv-virtualenv's environments, named by `.python-version`; its Pythons are global.

Source: https://github.com/pyenv/pyenv-virtualenv#usage
"""

from pinlight.finders import Finder, Place
from pinlight.finders.active import pyenv_root, wanted
from pinlight.model import Candidate
from pinlight.paths import rules
from pinlight.reader import Reader

SIGNS = (".python-version",)


def find(place: Place) -> tuple[Candidate, ...]:
    """Return the environment that `.python-version` names; a bare version names none."""
    root, reader = pyenv_root(place.reader), place.reader
    if not root:
        return ()
    join = rules(root).join
    prefixes = (
        join(root, "versions", *name.split("/"))
        for name in wanted(place.content(".python-version"))
        if ".." not in name
    )
    return tuple(
        Candidate(prefix, "venv", place.folder, "pyenv's environment named in `.python-version`")
        for prefix in prefixes
        if reader.exists(join(prefix, "pyvenv.cfg"))
    )


def everywhere(reader: Reader) -> tuple[Candidate, ...]:
    """Return all that pyenv holds: its environments, and Pythons, which are global."""
    root = pyenv_root(reader)
    if not root:
        return ()
    join = rules(root).join
    prefixes = [
        join(root, "versions", one.name)
        for one in reader.folder(join(root, "versions"))
        if one.is_folder
    ]
    return tuple(
        Candidate(prefix, "venv", "", "an environment of pyenv", True)
        if reader.exists(join(prefix, "pyvenv.cfg"))
        else Candidate(prefix, "global", "", "a Python of pyenv", True)
        for prefix in prefixes
    )


FINDER = Finder("pyenv", find, rank=70, everywhere=everywhere)
