"""Reads environments. One whose stamp is what it was at an earlier start is taken to be as it was,
and of one that changed what the system does not name, until there is time to read it thoroughly;
what was read is kept for the next start."""

import os
import time
from collections.abc import Callable, Iterable, Mapping

from pinlight import environments
from pinlight.environments.installed import Kept
from pinlight.model import Environment, Links
from pinlight.rules import installed_conflict
from pinlight.shell import cache
from pinlight.shell.disk import Disk
from pinlight.shell.distant import DISTANT, REASON
from pinlight.world.state import Scanned

Held = Mapping[str, Environment]
"""The environments that the world knows, by prefix."""


class Scans:
    """What was read of each environment so far."""

    def __init__(self, variables: Mapping[str, str], links: Callable[[], Links]) -> None:
        self._variables = variables
        self._links = links
        self._kept: dict[str, Kept] = {}  # by prefix
        self._unconfirmed: dict[str, bool] = {}  # prefixes -> whether an installer is at work
        self._unsaved: dict[str, int] = {}  # of which more is known than is kept -> read at, ns
        self._named: set[str] = set()  # what changed in site-packages, as the system told it

    def scan(self, prefix: str, held: Held) -> Scanned:
        """Read the environment at `prefix`."""
        if prefix in self._kept:
            named = self._named_in(held.get(prefix))
            if not named:
                return self._thorough(prefix, cache.Known(), held)
            self._unconfirmed[prefix] = True
            return _at_rest(self._read(prefix, cache.Known(), held, named), held, named)
        known = cache.recall(prefix, self._variables)
        self._kept[prefix] = dict(known.kept)
        environment = known.environment
        if environment is None or not cache.holds(environment, Disk()):
            return self._thorough(prefix, known, held)
        self._unconfirmed[prefix] = False
        return _scanned(self._linked(environment), known)

    def confirm(self, held: Held) -> Scanned | None:
        """Read thoroughly one of those that were taken to be as they were; None: it is so, or
        none is left."""
        prefix = next(iter(self._unconfirmed), None)
        if prefix is None:
            return None
        is_moving = self._unconfirmed[prefix]
        scanned = self._thorough(prefix, cache.Known(), held)
        if is_moving:
            scanned = _at_rest(scanned, held, frozenset())
        return scanned if scanned.environment != held.get(prefix) else None

    @property
    def has_unconfirmed(self) -> bool:
        return bool(self._unconfirmed)

    @property
    def has_unsaved(self) -> bool:
        return bool(self._unsaved)

    def save(self, held: Held) -> None:
        """Keep on disk what is known of one environment."""
        prefix, read_ns = self._unsaved.popitem()
        environment = held.get(prefix)
        if environment is not None:
            found = installed_conflict.all_of(environment)
            cache.keep(environment, self._kept[prefix], found, read_ns, self._variables)

    def touch(self, paths: Iterable[str]) -> None:
        """The system told of a change at these paths."""
        names = ((os.path.basename(path), path) for path in paths)
        self._named |= {it for name, it in names if name[:1] == "~" or name.endswith(".dist-info")}

    def _named_in(self, environment: Environment | None) -> frozenset[str]:
        """Take what the system named in the environment since it was read last."""
        sites = environment.site_packages if environment else ()
        named = frozenset(it for it in self._named if os.path.dirname(it) in sites)
        self._named -= named
        return named

    def _thorough(self, prefix: str, known: cache.Known, held: Held) -> Scanned:
        self._unconfirmed.pop(prefix, None)
        return self._read(prefix, known, held)

    def _read(
        self, prefix: str, known: cache.Known, held: Held, named: frozenset[str] | None = None
    ) -> Scanned:
        """Read an environment from its files, but for packages that have not changed."""
        read_ns = time.time_ns()
        kept = self._kept[prefix]
        environment = self._linked(environments.read(prefix, Disk(), kept=kept, named=named))
        if environment not in (known.environment, held.get(prefix)):
            self._unsaved[prefix] = read_ns
        if DISTANT.hangs(prefix):
            environment = environment._replace(state="broken", detail=REASON)
        return _scanned(environment, known)

    def _linked(self, environment: Environment) -> Environment:
        own = environments.links((environment.prefix,), Disk())  # The file may be opened by a link.
        links = tuple(dict.fromkeys((*self._links(), *own)))
        return environment if environment.links == links else environment._replace(links=links)


def _at_rest(scanned: Scanned, held: Held, named: frozenset[str]) -> Scanned:
    """Return what was read without what an installer has begun since: the system will name it."""
    environment = scanned.environment
    known = {*held[environment.prefix].leftovers, *named} if environment.prefix in held else named
    leftovers = tuple(it for it in environment.leftovers if it in known)
    return scanned._replace(environment=environment._replace(leftovers=leftovers))


def _scanned(environment: Environment, known: cache.Known) -> Scanned:
    """Return the environment and its stamps; its conflicts are told where they are known."""
    found = cache.conflicts(environment, known)
    if found is not None:
        installed_conflict.tell(environment, found)
    watched = environments.watched(environment)
    return Scanned(environment, dict(zip(watched, environment.stamp, strict=True)))
