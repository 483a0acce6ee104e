"""A file `.venv` that holds the name or the path of the environment.

Source: https://pipenv.pypa.io/en/latest/virtualenv.html
Source: https://github.com/MichaelAquilina/zsh-autoswitch-virtualenv
"""

from pinlight.finders import Finder, Place, is_environment
from pinlight.finders.central import expanded, home
from pinlight.finders.pipenv import workon_home
from pinlight.model import Candidate
from pinlight.paths import rules

SIGNS = (".venv",)


def find(place: Place) -> tuple[Candidate, ...]:
    """Return what the file names: a path, or a name in a folder of environments."""
    lines = place.content(".venv").decode("utf-8", "replace").splitlines()
    named = next(filter(None, map(str.strip, lines)), "")
    if not named or "\0" in named:
        return ()
    for prefix in _meant(place, named):
        if is_environment(prefix, place.reader):
            return (Candidate(prefix, "venv", place.folder, "named in the file `.venv`"),)
    return ()


def _meant(place: Place, named: str) -> list[str]:
    path = expanded(named, place.reader)
    if "/" in path or rules(place.folder).sep in path:
        return [place.at(path)]
    own = home(place.reader)
    bases = [workon_home(place.reader)]
    bases += [rules(own).join(own, name) for name in (".virtualenvs", ".venvs")] if own else []
    return [*(rules(base).join(base, named) for base in bases if base), place.at(named)]


FINDER = Finder("venv_file", find, rank=5, owns=("*",))
