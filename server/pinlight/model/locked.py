"""The nouns of lock files: which packages one fixes, and who asks for each."""

from pinlight.model.dependency import NOWHERE, Dependency
from pinlight.named import NamedTuple
from pinlight.text import Span


class Asked(NamedTuple):
    """One reason for which a locked package is installed."""

    group: str = ""  # "": always; else a group, or an extra of the project
    is_extra: bool = False
    marker: str = ""  # where it is


class Locked(NamedTuple):
    """One package that a lock file fixes."""

    dependency: Dependency  # the version as `==1.0`; no specifier where the lock names none
    asked: tuple[Asked, ...] = ()  # (): the lock does not tell; the graph of `needs` does
    needs: tuple[Dependency, ...] = ()  # what it brings in; `group` with `is_extra`: by an extra
    is_root: bool = False  # the project itself, or a member of its workspace


class Lock(NamedTuple):
    """What a lock file says."""

    tool: str  # "uv", "poetry", "pdm", "pipenv", "pylock"
    packages: tuple[Locked, ...] = ()
    of: str = ""  # absolute path of the file whose declarations it locks; "": it does not tell
    fingerprint: str = ""  # of those declarations, as written
    place: Span = NOWHERE  # where what it says about them stands
    default_groups: tuple[str, ...] | None = None  # that are installed; None: it does not tell
    requires: tuple[Dependency, ...] | None = None  # declared when it was made; None: no copy
