"""What was read of environments, kept outside the project from one start to the next.

A distribution counts as known while the times of its folder and of its METADATA are what they
were, a whole environment while its stamp is. A file that is missing, damaged or of another version
is no file at all. It lies where only the user writes, like compiled modules, and is read as they
are: three times as fast as JSON.
"""

import marshal
import os
import sys
from binascii import crc32
from collections.abc import Mapping

from pinlight import __version__, environments
from pinlight.environments.installed import Kept
from pinlight.judge.conflicts import Conflict, Told
from pinlight.model import Distribution, Environment, Origin
from pinlight.model.headers import Headers, written
from pinlight.named import NamedTuple
from pinlight.reader import Reader
from pinlight.typed import Any

MOST_FILES = 500  # environments; the one that was written longest ago goes first
FORMAT = 4  # of marshal: every Python since 3.4 reads it
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
    environment: Environment | None = None  # as it was read; None: some of it was young


def holds(environment: Environment, reader: Reader) -> bool:
    """Whether an environment that is known whole is still so, on this machine as it is now, as
    far as its stamp tells: what is changed in place inside a package's folder it does not."""
    is_here = environment.markers.items() >= reader.machine().items()
    return is_here and environment.stamp == environments.stamp(environment, reader)


def conflicts(environment: Environment, known: Known) -> Told | None:
    """Return the conflicts in `environment`, where it holds what is known; None: nobody knows."""
    held = environment.distributions
    if not known.around or known.around != _around(environment):
        return None
    if {it.where for it in held.values()} != known.kept.keys():
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
        whose, rows, around, found, leading, whole = marshal.loads(body)
        if whose != prefix:
            return Known()
        made = [(times, _distribution(row)) for times, row in rows]
        kept = {it.where: (times, it) for times, it in made if times}
        environment = _environment(whole, [it for _, it in made]) if whole else None
        return Known(kept, around, found, leading, environment)
    except (OSError, EOFError, ValueError, TypeError, AttributeError):
        return Known()


def keep(
    environment: Environment,
    kept: Kept,
    told: Told,
    read_ns: int,
    variables: Mapping[str, str],
) -> None:
    """Keep what was known of an environment at `read_ns`, but for what had changed just before."""
    if not place(variables):
        return
    settled_ns = read_ns - SETTLED_NS
    rows = [
        (kept.get(it.where, ((), it))[0], _row(it)) for it in environment.distributions.values()
    ]
    is_whole = environment.state == "ok" and max(environment.stamp, default=read_ns) < settled_ns
    is_whole = is_whole and all(max(times) < settled_ns for times, _ in rows if times)
    if not is_whole:
        rows = [(times, row) for times, row in rows if times and max(times) < settled_ns]
    found = tuple(
        (it.distribution.name, it.requirement, it.needed, it.installed.name if it.installed else "")
        for it in told.conflicts
    )
    leading = tuple(sorted(told.leading))
    whole = _plain(environment) if is_whole else ()
    known = environment.prefix, rows, _around(environment), found, leading, whole
    body = marshal.dumps(known, FORMAT)
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


def _row(one: Distribution) -> tuple[Any, ...]:
    name, version, where, metadata, is_of_conda, origin = one
    told: Any = tuple(metadata) if isinstance(metadata, Headers) else metadata
    if told and isinstance(told, bytes):
        told = written(one.headers).encode()  # The rest of the headers is not needed.
    return name, version, where, told, is_of_conda, tuple(origin) if origin else None


def _distribution(row: tuple[Any, ...]) -> Distribution:
    name, version, where, told, is_of_conda, origin = row
    metadata = told if isinstance(told, bytes) else Headers(*told)
    found = Origin(*origin) if origin else None
    return Distribution(name, version, where, metadata, is_of_conda, found)


def _plain(environment: Environment) -> tuple[Any, ...]:
    """Return all of an environment but its distributions."""
    markers = dict(environment.markers)
    bare = environment._replace(markers=markers, distributions={}, conda={})
    return (*bare[:-1], {name: _row(it) for name, it in environment.conda.items()})


def _environment(plain: tuple[Any, ...], distributions: list[Distribution]) -> Environment:
    made = Environment(*plain)
    conda = {name: _distribution(row) for name, row in plain[-1].items()}
    return made._replace(distributions={it.name: it for it in distributions}, conda=conda)


def _head(body: bytes) -> bytes:
    """Return the first line of a file: whose it is, and that it is whole."""
    fields = len(Distribution._fields), len(Environment._fields)
    return f"pinlight {__version__} {fields} {crc32(body):08x}".encode("ascii")


def _file(prefix: str, variables: Mapping[str, str]) -> str:
    folder = place(variables)
    if not folder:
        raise OSError("nothing is kept")
    return os.path.join(folder, f"{crc32(os.fsencode(prefix)):08x}.kept")


def _prune(folder: str) -> None:
    with os.scandir(folder) as entries:
        files = [(it.stat().st_mtime_ns, it.path) for it in entries if it.name.endswith(".kept")]
    for _, path in sorted(files)[:-MOST_FILES]:
        os.unlink(path)
