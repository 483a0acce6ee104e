"""Looks for files of packages that are gone, in slices: one that is not done is asked again."""

import time
from collections.abc import Iterator
from itertools import islice

from pinlight.environments.losses import Kept, losses
from pinlight.model import Environment, Loss
from pinlight.named import NamedTuple
from pinlight.shell.disk import Disk
from pinlight.shell.distant import DISTANT
from pinlight.world import verifying
from pinlight.world.state import Verified, World

MOST_POLLED = 64  # folders of one damaged package; that of its metadata comes first


class _Search(NamedTuple):
    """One environment that is being looked at."""

    of: Environment
    losses: Iterator[Loss | None]
    found: dict[str, Loss]


class Lookout:
    """What was found so far, and what of it still holds."""

    def __init__(self, slice_s: float) -> None:
        self._slice_s = slice_s
        self._kept: dict[str, Kept] = {}  # by prefix
        self._searches: dict[str, _Search] = {}

    def look(self, world: World, prefix: str) -> Verified | None:
        """Return what is gone from a known environment; None: not all was looked at yet."""
        until = time.monotonic() + self._slice_s
        search = self._search(world, prefix)
        for loss in search.losses:
            if loss is not None:
                search.found[loss.name] = loss
            if time.monotonic() > until:
                return None
        del self._searches[prefix]
        if DISTANT.hangs(prefix):
            return Verified(prefix, {})
        return Verified(prefix, search.found, self._times(search))

    def _search(self, world: World, prefix: str) -> _Search:
        """Go on, or begin anew where the environment was read again meanwhile."""
        environment, search = world.environments[prefix], self._searches.get(prefix)
        if search is None or search.of is not environment:
            # The command line never looks again.
            kept = None if world.is_everything_open else self._kept.setdefault(prefix, {})
            found = losses(environment, Disk(), kept, verifying.named(world, prefix))
            search = self._searches[prefix] = _Search(environment, found, {})
        return search

    def _times(self, search: _Search) -> dict[str, int]:
        """Forget what is no longer installed; return what tells that something came back."""
        kept = self._kept.get(search.of.prefix, {})
        for where in kept.keys() - {it.where for it in search.of.distributions.values()}:
            del kept[where]
        seen = [kept[loss.where] for loss in search.found.values() if loss.where in kept]
        pairs = (islice(zip(it.places, it.times, strict=True), MOST_POLLED) for it in seen)
        return {place: changed_ns for some in pairs for place, changed_ns in some}
