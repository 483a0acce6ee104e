"""A poll of what the answers rest on: cheap, and the same on every client and file system.

On Linux the folders of installed packages are told of at once; the poll sees all the rest.
"""

import threading
from collections.abc import Callable, Iterable, Mapping

from pinlight.typed import TYPE_CHECKING

from pinlight.shell import disk, distant

if TYPE_CHECKING:
    from pinlight.shell.inotify import Inotify


def changed_ns(path: str) -> int:
    """Return the modification time of `path` in nanoseconds, 0 when it is absent; a folder's
    tells of every name that came or went."""
    return distant.DISTANT.ask(path, lambda: disk.changed_ns(path), 0)


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
        inotify = _inotify()
        while not self._stop.is_set():
            interval_s = self._interval_s()
            if inotify is None or not interval_s:
                self._stop.wait(interval_s or 1.0)
            elif changed := self._told(inotify, interval_s):
                self._changed(changed)
                continue
            if self._interval_s() and (settled := stamps.settled(self._known())):
                self._changed(tuple(settled))
        if inotify is not None:
            inotify.close()

    def _told(self, inotify: "Inotify", within_s: float) -> tuple[str, ...]:
        """Return the folders of packages that changed, as the system tells it at once."""
        inotify.follow(path for stamps in self._known() for path in stamps if _is_site(path))
        return inotify.changed(within_s)


def _is_site(path: str) -> bool:
    return path.endswith(("site-packages", "dist-packages"))


def _inotify() -> "Inotify | None":
    """Return what tells of changes at once; None where there is none: the poll sees all."""
    from pinlight.shell.inotify import Inotify  # Not needed before the first answers are out.

    try:
        return Inotify()
    except OSError:
        return None
