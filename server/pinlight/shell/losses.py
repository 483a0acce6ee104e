"""Looks for files of packages that are gone, in slices: one that is not done is asked again."""

import time
from collections.abc import Iterator

from pinlight.environments.losses import Kept, losses
from pinlight.model import Environment, Loss
from pinlight.shell.disk import Disk
from pinlight.shell.distant import DISTANT
from pinlight.world.state import Verified

SLICE_S = 0.003  # of one call; the engine asks again until there is an answer


class Losses:
    """What was found so far, and what of it still holds."""

    def __init__(self, slice_s: float = SLICE_S) -> None:
        self._slice_s = slice_s
        self._kept: dict[str, Kept] = {}  # by prefix
        self._of: Environment | None = None  # that is being looked at
        self._search: Iterator[Loss | None] = iter(())
        self._found: dict[str, Loss] = {}

    def look(self, environment: Environment) -> Verified | None:
        """Return what is gone from an environment; None: not all was looked at yet."""
        until = time.monotonic() + self._slice_s
        kept = self._kept.setdefault(environment.prefix, {})
        if self._of is not environment:
            self._of, self._found = environment, {}
            self._search = losses(environment, Disk(), kept)
        for loss in self._search:
            if loss is not None:
                self._found[loss.name] = loss
            if time.monotonic() > until:
                return None
        self._of = None
        for where in kept.keys() - {it.where for it in environment.distributions.values()}:
            del kept[where]
        if DISTANT.hangs(environment.prefix):
            return Verified(environment.prefix, {})
        seen = [kept[loss.where] for loss in self._found.values()]
        times = {at: ns for it in seen for at, ns in zip(it.folders, it.times, strict=True)}
        return Verified(environment.prefix, self._found, times)
