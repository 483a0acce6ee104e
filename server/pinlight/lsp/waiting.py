"""Requests that wait until what they ask about is judged, and until there is someone to answer."""

from collections.abc import Callable

from pinlight.named import NamedTuple
from pinlight.typed import Any


class Waiting(NamedTuple):
    """One request; `path` "" when it is about no file, `serve` answers it."""

    id: int | str
    path: str
    serve: Callable[[dict[str, Any]], None]
    message: dict[str, Any]


class Room:
    """Requests in the order in which they came."""

    def __init__(self) -> None:
        self._waiting: list[Waiting] = []

    def add(self, waiting: Waiting) -> None:
        self._waiting.append(waiting)

    def leave(self, id: Any) -> bool:
        """Forget a request; False when it does not wait here."""
        left = [waiting for waiting in self._waiting if waiting.id != id]
        found = len(left) < len(self._waiting)
        self._waiting = left
        return found

    def release(self, can_go: Callable[[Waiting], bool]) -> None:
        """Serve every request that can go."""
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            if can_go(each):
                each.serve(each.message)
            else:
                self._waiting.append(each)
