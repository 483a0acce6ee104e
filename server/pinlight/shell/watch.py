"""A poll of what the answers rest on: cheap, and the same on every client and file system."""

import os
import threading
from collections.abc import Callable, Iterable, Mapping

Stamp = tuple[int, int, int] | None


def stamp(path: str) -> Stamp:
    """Return a value that differs after most changes of a file, and after any name that came to
    or went from a folder; None when there is nothing."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class Stamps:
    """What was last seen at each path, and what is still moving."""

    def __init__(self) -> None:
        self._seen: dict[str, Stamp] = {}
        self._moving: dict[str, Stamp] = {}

    def settled(self, paths: Iterable[str], look: Callable[[str], Stamp] = stamp) -> list[str]:
        """Return the paths that changed and then stayed equal between two calls.

        So an install that goes on for seconds is reported once, at its end.
        """
        settled = []
        moving = {}
        now: dict[str, Stamp] = {}
        for path in paths:
            now[path] = current = look(path)
            before = self._seen.get(path, current)
            if path in self._moving:
                if self._moving[path] == current:
                    settled.append(path)
                else:
                    moving[path] = current
            elif before != current:
                moving[path] = current
        self._seen, self._moving = now, moving
        return settled


class Watcher:
    """A thread that polls until it is stopped; it holds nothing but paths and stamps."""

    def __init__(
        self,
        paths: Callable[[], Mapping[str, None]],
        changed: Callable[[tuple[str, ...]], None],
        interval_s: Callable[[], float],
    ) -> None:
        self._paths = paths
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
            if self._interval_s() and (settled := stamps.settled(self._paths())):
                self._changed(tuple(settled))
