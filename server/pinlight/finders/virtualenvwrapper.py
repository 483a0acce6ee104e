"""virtualenvwrapper's environments: in one folder, each with a `.project` file of its project.

Source: https://virtualenvwrapper.readthedocs.io/en/latest/projects.html
"""

from collections.abc import Iterator

from pinlight.finders import Finder, Place, is_environment
from pinlight.finders.central import expanded, home
from pinlight.model import Candidate
from pinlight.paths import rules, same
from pinlight.reader import Reader

SIGNS = ("$WORKON_HOME", "~/.virtualenvs/")


def find(place: Place) -> tuple[Candidate, ...]:
    """Return the environments whose `.project` names the folder."""
    wanted = {same(place.folder), same(place.real)}
    return tuple(
        Candidate(prefix, "venv", place.folder, "virtualenvwrapper's environment of this project")
        for prefix, project in _projects(place.reader)
        if same(project) in wanted and is_environment(prefix, place.reader)
    )


def everywhere(reader: Reader) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(prefix, "venv", "", "in the folder of all environments", True)
        for prefix in _all(reader)
        if is_environment(prefix, reader)
    )


def folder_of_all(reader: Reader) -> str:
    """Return WORKON_HOME as virtualenvwrapper sees it: relative to the home folder."""
    own = home(reader)
    folder = expanded(reader.variable("WORKON_HOME") or "~/.virtualenvs", reader)
    return rules(own).join(own, folder) if own else folder


def _all(reader: Reader) -> list[str]:
    folder = folder_of_all(reader)
    return [rules(folder).join(folder, one.name) for one in reader.folder(folder) if one.is_folder]


def _projects(reader: Reader) -> Iterator[tuple[str, str]]:
    """Yield prefix and project of every environment that has one."""
    for prefix in _all(reader):
        path = rules(prefix).join(prefix, ".project")
        if reader.exists(path):
            text = (reader.file(path) or b"").decode("utf-8", "replace")
            yield prefix, next(iter(text.splitlines()), "").strip()


FINDER = Finder("virtualenvwrapper", find, rank=80, everywhere=everywhere)
