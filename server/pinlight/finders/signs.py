"""Which finders have something to look at in a folder: no finder itself.

Asked for every folder of a workspace, so that one pass over the folder's names decides.
"""

from functools import cache

from pinlight.finders import Place
from pinlight.finders.central import home
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.plugin_index import SIGNS
from pinlight.reader import Reader


def signed(place: Place, of_user: frozenset[str]) -> set[str]:
    """Return the names of the finders whose signs are there; `of_user`: what `signs_of_user`
    says, which is the same for every folder."""
    index, found = _index(), set(of_user)
    for name, is_folder in place.listed:
        for module, word in (index.folders if is_folder else index.files).get(name, ()):
            if not word or word in place.content_of(name):
                found.add(module)
    if name := place.name:
        found.update(module for end, module in index.ends if name.endswith(end))
    return found


def has_own_sign(name: str) -> bool:
    """Whether what finders see in a folder depends on the file `name` in it being asked about."""
    return any(name.endswith(end) for end, _ in _index().ends)


def signs_of_user(reader: Reader) -> frozenset[str]:
    """Return the names of the finders whose signs lie in the user's home or variables."""
    index = _index()
    found = {module for name, module in index.variables if reader.variable(name)}
    own = home(reader) if index.homes else ""
    for name, module in index.homes:
        if own and module not in found and reader.is_folder(rules(own).join(own, name)):
            found.add(module)
    return frozenset(found)


class _Index(NamedTuple):
    """The signs by their kinds; each with its module."""

    files: dict[str, list[tuple[str, bytes]]]  # name -> module, word; b"": any content
    folders: dict[str, list[tuple[str, bytes]]]
    ends: list[tuple[str, str]]
    variables: list[tuple[str, str]]
    homes: list[tuple[str, str]]


@cache
def _index() -> _Index:
    index = _Index({}, {}, [], [], [])
    for module, signs in SIGNS.items():
        for sign in signs:
            _enter(index, sign, module)
    return index


def _enter(index: _Index, sign: str, module: str) -> None:
    if sign.startswith("*"):
        index.ends.append((sign[1:], module))
    elif sign.startswith("$"):
        index.variables.append((sign[1:], module))
    elif sign.startswith("~/"):
        index.homes.append((sign[2:].rstrip("/"), module))
    else:
        name, _, word = sign.rstrip("/").partition(":")
        table = index.folders if sign.endswith("/") else index.files
        table.setdefault(name, []).append((module, word.encode()))
