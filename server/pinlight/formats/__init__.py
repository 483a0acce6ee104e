"""text -> Manifest, one module per format: error-tolerant, pure, never raising.

A module says with `NAMES` which files are its own: exact names, or patterns with one `*`. With
`OPENED_NAMES` it takes files that are open or that the user named, but that no walk looks for.
A module with neither decides by its `claims`. The generator collects the names, so that asking
for a format imports that format alone.
"""

from collections.abc import Callable, Mapping
from functools import cache

from pinlight.model import Manifest
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.plugin_index import INDEX, NAMES, OPENED_NAMES
from pinlight.plugins import record


class Format(NamedTuple):
    """One kind of file that declares dependencies."""

    name: str
    parse: Callable[[str, str, Mapping[str, str]], Manifest]  # (path, text, variables)
    claims: Callable[[str], bool] | None = None  # by the file's path alone; None: by its name
    endings: tuple[str, ...] = ("",)  # of what `claims` may claim, in lower case
    update: Callable[[Manifest, str, Mapping[str, str]], Manifest] | None = None
    """What `parse` makes of a new text, from what it made of the last: (before, text, variables)"""


def format_of(path: str) -> Format | None:
    """Return the format that claims the file at `path` by its name."""
    name = _file_name(path)
    module = NAMES.get(name) or OPENED_NAMES.get(name) or _like(name, _PATTERNS)
    module = module or _like(name, _OPENED_PATTERNS) or _claimed(path)
    return record("formats", module) if module else None


def is_looked_for(path: str) -> bool:
    """Whether a walk takes the file at `path`: not one that only counts where it is open.

    Called for every file of a workspace.
    """
    if not path.lower().endswith(_endings()):
        return False
    name = _file_name(path)
    return name in NAMES or bool(_like(name, _PATTERNS) or _claimed(path))


def only_where_open(path: str) -> bool:
    """Whether the file at `path` counts only where it is open or named by the user."""
    name = _file_name(path)
    return bool(_like(name, _OPENED_PATTERNS)) and not is_looked_for(path)


def _file_name(path: str) -> str:
    return path[path.rfind(rules(path).sep) + 1 :].rpartition("/")[2]


_Patterns = tuple[tuple[str, str, str], ...]  # start, end, module


def _patterns(names: Mapping[str, str]) -> _Patterns:
    split = ((name.partition("*"), module) for name, module in names.items())
    return tuple((start, end, module) for (start, star, end), module in split if star)


def _like(name: str, patterns: _Patterns) -> str:
    """Return the module one of whose patterns claims a file called `name`; "" for none."""
    for start, end, module in patterns:
        if name.endswith(end) and name.startswith(start) and len(name) >= len(start) + len(end):
            return module
    return ""


@cache
def _endings() -> tuple[str, ...]:
    """Return how all that is looked for ends, in lower case: one look tells most files apart."""
    ends = {name.lower() for name in NAMES if "*" not in name}
    ends.update(end.lower() for _, end, _ in _PATTERNS)
    ends.update(end for module in _DECIDING for end in record("formats", module).endings)
    return tuple(ends)


def _claimed(path: str) -> str:
    for module in _DECIDING:
        claims = record("formats", module).claims
        if claims is not None and claims(path):
            return module
    return ""


_DECIDING = tuple(
    module
    for module in INDEX["formats"]
    if module not in NAMES.values() and module not in OPENED_NAMES.values()
)
_PATTERNS = _patterns(NAMES)
_OPENED_PATTERNS = _patterns(OPENED_NAMES)
