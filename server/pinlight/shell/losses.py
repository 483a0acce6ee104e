"""Looks for files of packages that are gone, in slices: one that is not done is asked again."""

import time
from collections.abc import Iterator

from pinlight.environments.losses import Kept, losses
from pinlight.model import Environment, Loss
from pinlight.shell.disk import Disk
from pinlight.shell.distant import DISTANT
from pinlight.world import verifying
from pinlight.world.state import Verified, World


class Losses:
    """What was found so far, and what of it still holds."""

    def __init__(self, slice_s: float) -> None:
        self._slice_s = slice_s
        self._kept: dict[str, Kept] = {}  # by prefix
        self._of: Environment | None = None  # that is being looked at
        self._search: Iterator[Loss | None] = iter(())
        self._found: dict[str, Loss] = {}

    def look(self, world: World, prefix: str) -> Verified | None:
        """Return what is gone from a known environment; None: not all was looked at yet."""
        until = time.monotonic() + self._slice_s
        environment = world.environments[prefix]
        kept = self._kept.setdefault(prefix, {})
        if self._of is not environment:
            self._of, self._found = environment, {}
            # The command line never looks again.
            again, named = (
                None if world.is_everything_open else kept,
                verifying.named(world, prefix),
            )
            self._search = losses(environment, Disk(), again, named)
        for loss in self._search:
            if loss is not None:
                self._found[loss.name] = loss
            if time.monotonic() > until:
                return None
        self._of = None
        if DISTANT.hangs(prefix):
            return Verified(prefix, {})
        return Verified(prefix, self._found, self._times(environment, kept))

    def _times(self, environment: Environment, kept: Kept) -> dict[str, int]:
        """Forget what is no longer installed; return what tells that something came back."""
        for where in kept.keys() - {it.where for it in environment.distributions.values()}:
            del kept[where]
        seen = [kept[loss.where] for loss in self._found.values() if loss.where in kept]
        return {at: ns for it in seen for at, ns in zip(it.folders, it.times, strict=True)}
