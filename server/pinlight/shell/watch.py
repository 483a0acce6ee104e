"""A poll of what the answers rest on: cheap, and the same on every client and file system.

On Linux the folders of installed packages are told of at once, elsewhere they are looked at more
often; the poll sees all the rest.
"""

import threading
from collections.abc import Callable, Iterable, Mapping

from pinlight.shell import disk, distant
from pinlight.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from pinlight.shell.inotify import Inotify
    from pinlight.shell.often import Often


def changed_ns(path: str) -> int:
    """Return the modification time of `path` in nanoseconds, 0 when it is absent; a folder's
    tells of every name that came or went."""
    return distant.DISTANT.ask(path, lambda: disk.changed_ns(path), 0)


class Stamps:
    """What was told of each path, and what is still moving."""

    def __init__(self) -> None:
        self._told: dict[
            tuple[str, int], int
        ] = {}  # path and what was known of it -> what was told
        self._moving: dict[str, int] = {}

    def settled(
        self, known: Iterable[Mapping[str, int]], look: Callable[[str], int] = changed_ns
    ) -> list[str]:
        """Return the paths that differ from what is known and stayed equal between two calls.

        So an install that goes on for seconds is told once, at its end. `known` holds what each
        answer was read from; nothing is told twice.
        """
        settled: dict[str, None] = {}
        moving: dict[str, int] = {}
        told: dict[tuple[str, int], int] = {}
        seen: dict[str, int] = {}
        for stamps in known:
            for path, stamp in stamps.items():
                now = seen.get(path)
                if now is None:
                    now = seen[path] = look(path)
                if now == stamp:
                    continue
                if self._told.get((path, stamp)) == now:
                    told[path, stamp] = now
                elif self._moving.get(path) == now:
                    told[path, stamp] = now
                    settled[path] = None
                else:
                    moving[path] = now
        self._moving, self._told = moving, told
        return list(settled)


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
        sites = _sites()
        while not self._stop.is_set():
            interval_s = self._interval_s()
            if not interval_s:
                self._stop.wait(1.0)
            elif changed := self._told(sites, interval_s):
                self._changed(changed)
                continue
            if self._interval_s() and (settled := stamps.settled(self._known())):
                self._changed(tuple(settled))
        sites.close()

    def _told(self, sites: "Inotify | Often", within_s: float) -> tuple[str, ...]:
        """Return the folders of packages that changed, and what changed in them."""
        known = (it for stamps in self._known() for it in stamps.items())
        sites.follow({path: stamp for path, stamp in known if _is_site(path)})
        return sites.changed(within_s)


def _is_site(path: str) -> bool:
    return path.endswith(("site-packages", "dist-packages"))


def _sites() -> "Inotify | Often":
    """Return what tells of changes at once, else what looks for them often."""
    from pinlight.shell.inotify import Inotify  # Not needed before the first answers are out.

    try:
        return Inotify()
    except OSError:
        from pinlight.shell.often import Often

        return Often()
