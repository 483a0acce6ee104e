"""Folders of packages, looked at several times a second where the system does not tell of them."""

import os
from collections.abc import Mapping
from time import monotonic, sleep

from pinlight.named import NamedTuple
from pinlight.shell.burst import Burst
from pinlight.shell.disk import changed_ns
from pinlight.shell.distant import DISTANT

LOOK_S = 0.14  # between two looks: one finds a change, the next one that it is over
EACH_S = 0.01  # the same per folder, where there are many of them


class _Moving(NamedTuple):
    """A folder that changed and was not told yet."""

    stamp: int
    begun_s: float  # when the first change was seen
    seen_s: float  # when the last one was


class Often:
    """Follows folders as `Inotify` does."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}  # folder -> when it had changed as it was read last, ns
        self._before: dict[str, tuple[int, frozenset[str]]] = {}  # when nothing moved: the names
        self._moving: dict[str, _Moving] = {}
        self._told: dict[str, tuple[int, int]] = {}  # what was known, what was told

    def follow(self, folders: Mapping[str, int]) -> None:
        """Follow these folders and no others; told is what differs from these times, in ns."""
        self._known = {it: at for it, at in folders.items() if not DISTANT.place_of(it)}
        for memo in (self._before, self._moving, self._told):
            for path in memo.keys() - self._known.keys():
                del memo[path]

    def changed(self, within_s: float) -> tuple[str, ...]:
        """Return what `Burst.told` tells of folders that changed and came to rest; () when there
        are none within so many seconds."""
        until_s = monotonic() + within_s
        pause_s = max(LOOK_S, EACH_S * len(self._known))
        while (left_s := until_s - monotonic()) > 0:
            sleep(min(pause_s, left_s))
            if told := self.look(monotonic()):
                return told
        return ()

    def look(self, now_s: float) -> tuple[str, ...]:
        """Look once at each folder; return what `changed` does."""
        told: set[str] = set()
        for path, stamp in self._known.items():
            now = changed_ns(path)
            if now == stamp or self._told.get(path) == (stamp, now):
                self._rests(path, now)
                continue
            last = self._moving.get(path, _Moving(-1, now_s, now_s))
            if last.stamp != now:
                self._moving[path] = _Moving(now, last.begun_s, now_s)
                continue
            burst = self._burst(path)
            if now_s - last.seen_s >= burst.pause_s(now_s - last.begun_s):
                told.update(burst.told())
                self._told[path] = stamp, now
                self._rests(path, now)
        return tuple(sorted(told))

    def close(self) -> None:
        """Nothing is held."""

    def _rests(self, path: str, stamp: int) -> None:
        self._moving.pop(path, None)
        if self._before.get(path, (None,))[0] != stamp:
            self._before[path] = stamp, _names(path)

    def _burst(self, path: str) -> Burst:
        """Return what came and left since the folder was at rest."""
        names = _names(path)
        _, before = self._before.get(path, (0, names))
        burst = Burst()
        burst.folders.add(path)
        for name in names ^ before:
            place = os.path.join(path, name)
            if name in names:
                burst.came.add(place)
            if name.endswith(".dist-info") and not name.startswith("~"):
                burst.distributions.add(place)
        return burst


def _names(path: str) -> frozenset[str]:
    try:
        return frozenset(os.listdir(path))
    except OSError:
        return frozenset()
