"""Paths that the client's watcher reported, handed on when they have stopped changing."""

from collections.abc import Callable, Iterable

SETTLED_S = 0.5

Later = Callable[[float, Callable[[], None]], None]
"""Calls a function on the owner's thread after so many seconds."""


class Settling:
    """Holds paths back while reports keep coming, as they do while something is installed."""

    def __init__(self, later: Later, settled: Callable[[tuple[str, ...]], None]) -> None:
        self._later = later
        self._settled = settled
        self._paths: dict[str, None] = {}
        self._moved = False
        self._waits = False

    def add(self, paths: Iterable[str]) -> None:
        """Take in paths, any of them as often as the client likes to report it."""
        self._paths.update(dict.fromkeys(paths))
        self._moved = True
        if not self._waits and self._paths:
            self._wait()

    def _wait(self) -> None:
        self._waits, self._moved = True, False
        self._later(SETTLED_S, self._look)

    def _look(self) -> None:
        if self._moved:
            return self._wait()
        self._waits = False
        paths, self._paths = tuple(self._paths), {}
        self._settled(paths)
        return None
