"""A poll of what the answers rest on: cheap, and the same on every client and file system."""

import os
import threading
from collections.abc import Callable, Iterable, Mapping


def changed_ns(path: str) -> int:
    """Return the modification time of `path` in nanoseconds, 0 when it is absent; a folder's
    tells of every name that came or went."""
    try:
        return os.stat(path).st_mtime_ns
    except (OSError, ValueError):
        return 0


class Stamps:
    """What was told of each path, and what is still moving."""

    def __init__(self) -> None:
        self._told: dict[str, int] = {}
        self._moving: dict[str, int] = {}

    def settled(
        self, known: Iterable[Mapping[str, int]], look: Callable[[str], int] = changed_ns
    ) -> list[str]:
        """Return the paths that differ from what is known and stayed equal between two calls.

        So an install that goes on for seconds is told once, at its end. `known` holds what each
        answer was read from; nothing is told twice.
        """
        settled = []
        moving = {}
        seen: dict[str, int] = {}
        for stamps in known:
            for path, stamp in stamps.items():
                now = seen.get(path)
                if now is None:
                    now = seen[path] = look(path)
                if now in (stamp, self._told.get(path)) or path in moving:
                    continue
                if self._moving.get(path) == now:
                    self._told[path] = now
                    settled.append(path)
                else:
                    moving[path] = now
        self._moving = moving
        self._told = {path: stamp for path, stamp in self._told.items() if path in seen}
        return settled


class Watcher:
    """A thread that polls until it is stopped; it holds nothing but paths and stamps."""

    def __init__(
        self,
        known: Callable[[], Iterable[Mapping[str, int]]],
        changed: Callable[[tuple[str, ...]], None],
        interval_s: Callable[[], float],
    ) -> None:
        self._known = known
        self._changed = changed
        self._interval_s = interval_s
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pinlight-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        stamps = Stamps()
        while not self._stop.wait(self._interval_s() or 1.0):
            if self._interval_s() and (settled := stamps.settled(self._known())):
                self._changed(tuple(settled))
