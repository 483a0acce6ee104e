"""Which finders have something to look at in a folder: no finder itself.

Asked for every folder of a workspace, so that one pass over the folder's names decides.
"""

from functools import cache

from pinlight.finders import Place
from pinlight.finders.central import home
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.plugin_index import SIGNS
from pinlight.reader import Listed, Reader

_Hit = tuple[str, str, bytes]  # name, module, word
_SEEN: dict[str, tuple[tuple[Listed, ...], tuple[_Hit, ...]]] = {}  # folder -> listing, signs
_MOST = 500


def signed(place: Place, of_user: frozenset[str]) -> set[str]:
    """Return the names of the finders whose signs are there; `of_user`: what `signs_of_user`
    says, which is the same for every folder."""
    found = set(of_user)
    for name, module, word in _hits(place):
        if not word or word in place.content_of(name):
            found.add(module)
    name = place.name
    if name:
        found.update(module for end, module in _index().ends if name.endswith(end))
    return found


def _hits(place: Place) -> tuple[_Hit, ...]:
    """Return the signs among the names in a folder. Many files ask for the folders above them:
    while the Reader remembers a listing, it hands out the same one."""
    listing = place.listed
    before = _SEEN.get(place.folder)
    if before is not None and before[0] is listing:
        return before[1]
    index = _index()
    hits = [
        (listed.name, module, word)
        for listed in listing
        for module, word in (index.folders if listed.is_folder else index.files).get(
            listed.name, ()
        )
    ]
    if len(_SEEN) >= _MOST:
        _SEEN.clear()
    _SEEN[place.folder] = listing, tuple(hits)
    return _SEEN[place.folder][1]


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
