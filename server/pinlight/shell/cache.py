"""What was read of environments, kept outside the project from one start to the next.

A distribution counts as known while the times of its folder and of its METADATA are what they
were. A file that is missing, damaged or of another version is no file at all.
"""

import json
import os
import sys
from binascii import crc32
from collections.abc import Mapping
from typing import Any

from pinlight import __version__
from pinlight.environments.installed import Kept
from pinlight.judge.conflicts import Conflict, Told
from pinlight.model import Distribution, Environment, Origin
from pinlight.model.headers import written
from pinlight.named import NamedTuple

MOST_FILES = 500  # environments; the one that was written longest ago goes first
SETTLED_NS = 2_000_000_000  # what changed later may change again at the same time of a coarse clock


def place(variables: Mapping[str, str]) -> str:
    """Return the folder that keeps it, "" for none; PINLIGHT_CACHE names another, or none."""
    home = os.path.expanduser("~")
    named = variables.get("PINLIGHT_CACHE")
    if named is not None:
        return named
    if sys.platform == "win32":
        base = variables.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
        return os.path.join(base, "pinlight", "Cache", "environments")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches", "pinlight", "environments")
    base = variables.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(base, "pinlight", "environments")


class Known(NamedTuple):
    """What is known of an environment."""

    kept: Mapping[str, tuple[tuple[int, int], Distribution]] = {}  # by place, with its times
    around: tuple[Any, ...] = ()  # what the conflicts depend on besides the distributions
    conflicts: tuple[tuple[str, str, str, str], ...] = ()  # as `Conflict`, by names
    leading: tuple[str, ...] = ()  # as `Told` has it


def conflicts(environment: Environment, known: Known) -> Told | None:
    """Return the conflicts in `environment`, where it holds what is known; None: nobody knows."""
    held = environment.distributions
    places = {it.where for it in held.values()}
    if not known.around or known.around != _around(environment) or places != known.kept.keys():
        return None
    found = tuple(
        Conflict(held[one], requirement, needed, held.get(other))
        for one, requirement, needed, other in known.conflicts
    )
    return Told(found, frozenset(known.leading))


def recall(prefix: str, variables: Mapping[str, str]) -> Known:
    """Return what is kept of the environment at `prefix`; nothing when that cannot be read."""
    try:
        with open(_file(prefix, variables), "rb") as file:  # noqa: PTH123 - no pathlib at start.
            head, _, body = file.read().partition(b"\n")
        if head != _head(body):
            return Known()
        whose, folders, around, found, leading = json.loads(body)
        if whose != prefix:
            return Known()
        return Known(dict(_read(folders)), _frozen(around), _frozen(found), tuple(leading))
    except (OSError, ValueError, TypeError, AttributeError):
        return Known()


def keep(
    environment: Environment,
    kept: Kept,
    told: Told,
    now_ns: int,
    variables: Mapping[str, str],
) -> None:
    """Keep what is known of an environment, but for what has changed just now."""
    if not place(variables):
        return
    folders: dict[str, list[Any]] = {}
    for one in environment.distributions.values():
        stamps, _ = kept.get(one.where, ((now_ns, now_ns), None))
        if max(stamps) < now_ns - SETTLED_NS:
            folder, name = os.path.split(one.where)
            rest = one.name, one.version, written(one.headers), one.is_of_conda, one.origin
            folders.setdefault(folder, []).append((name, *stamps, *rest))
    found = [
        (it.distribution.name, it.requirement, it.needed, it.installed.name if it.installed else "")
        for it in told.conflicts
    ]
    known = environment.prefix, folders, _around(environment), found, sorted(told.leading)
    body = json.dumps(known, separators=(",", ":")).encode("ascii")
    try:
        file = _file(environment.prefix, variables)
        partial = f"{file}.{os.getpid()}"
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(partial, "wb") as out:  # noqa: PTH123
            out.write(_head(body) + b"\n" + body)
        os.replace(partial, file)
        _prune(os.path.dirname(file))
    except OSError:
        return  # Then it is read anew.


def _around(environment: Environment) -> tuple[Any, ...]:
    return (environment.python, *sorted(environment.markers.items()))


def _frozen(value: Any) -> Any:
    """Return lists as tuples: the same as before it became JSON."""
    return tuple(_frozen(it) for it in value) if isinstance(value, list) else value


def _read(folders: Mapping[str, Any]) -> Any:
    for folder, entries in folders.items():
        for name, changed, inner, *fields in entries:
            where = os.path.join(folder, name)
            one, version, metadata, is_of_conda, origin = fields
            found = Origin(*(*origin[:-1], tuple(origin[-1]))) if origin else None
            made = Distribution(one, version, where, metadata.encode(), is_of_conda, found)
            yield where, ((changed, inner), made)


def _head(body: bytes) -> bytes:
    """Return the first line of a file: whose it is, and that it is whole."""
    return f"pinlight {__version__} {len(Distribution._fields)} {crc32(body):08x}".encode("ascii")


def _file(prefix: str, variables: Mapping[str, str]) -> str:
    folder = place(variables)
    if not folder:
        raise OSError("nothing is kept")
    return os.path.join(folder, f"{crc32(os.fsencode(prefix)):08x}.json")


def _prune(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = [(it.stat().st_mtime_ns, it.path) for it in entries if it.name.endswith(".json")]
    for _, path in sorted(files)[:-MOST_FILES]:
        os.unlink(path)
