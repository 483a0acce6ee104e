"""A Reader of one moment: what is asked twice is looked at once, and what an answer rests on is
noted with its times."""

from collections.abc import Mapping

from pinlight.reader import Listed
from pinlight.shell.disk import Disk, status
from pinlight.typed import Any

Memory = dict[tuple[str, str], Any]
"""What was seen at this moment, shared by all who look: question, path -> answer"""


class Sight(Disk):
    """Sees what `Disk` sees, and remembers it but for contents.

    `consulted` maps every path that was asked for to its modification time in ns, 0 when it was
    absent. The time is taken before the path is looked into: a change in between is seen later,
    as one of the path, and never missed.
    """

    def __init__(self, overlay: Mapping[str, str], memory: Memory) -> None:
        super().__init__(overlay)
        self.memory = memory
        self.consulted: dict[str, int] = {}

    def folder(self, path: str) -> tuple[Listed, ...]:
        if not self.is_folder(path):
            return ()
        key = "folder", path
        if key not in self.memory:
            self.memory[key] = super().folder(path)
        found: tuple[Listed, ...] = self.memory[key]
        return found

    def file(self, path: str) -> bytes | None:
        is_there = self._status(path) is not None or path in self.overlay
        return super().file(path) if is_there else None

    def exists(self, path: str) -> bool:
        return self._status(path) is not None or path in self.overlay

    def is_folder(self, path: str) -> bool:
        found = self._status(path)
        return found is not None and found[1]

    def changed_ns(self, path: str) -> int:
        self._status(path)
        return self.consulted[path]

    def _status(self, path: str) -> tuple[int, bool] | None:
        key = "status", path
        if key not in self.memory:
            self.memory[key] = self._asked(status, path, None)
        found: tuple[int, bool] | None = self.memory[key]
        self.consulted[path] = found[0] if found else 0
        return found
