"""Linux tells at once when a name comes to a folder or leaves it; elsewhere the poll has to do.

Source: https://man7.org/linux/man-pages/man7/inotify.7.html
"""

import os
import select
import struct
import sys
from collections.abc import Iterable
from time import monotonic

from pinlight.shell.burst import WHOLE_S, Burst
from pinlight.shell.distant import DISTANT
from pinlight.typed import Any

LONGEST_S = 30.0  # then it is told what there is so far, whatever that is

_CLOSE_WRITE, _MOVED_FROM, _MOVED_TO, _CREATE, _DELETE = 0x08, 0x40, 0x80, 0x100, 0x200
_MASK = _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE
_IGNORED = 0x8000
_ONLY_FOLDERS = 0x01000000
_HEAD = struct.Struct("iIII")


class Inotify:
    """Follows folders, and the `.dist-info` folders that are made in them. Raises OSError."""

    def __init__(self) -> None:
        if not sys.platform.startswith("linux"):
            raise OSError("there is no inotify")
        import ctypes  # Costs ten milliseconds: the first answers are out by now.

        self._system: Any = ctypes.CDLL(None, use_errno=True)
        if not hasattr(self._system, "inotify_init1"):
            raise OSError("there is no inotify")
        self._file = self._system.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        if self._file < 0:
            raise OSError(ctypes.get_errno(), "inotify")
        self._folders: dict[int, tuple[str, str]] = {}  # watch -> followed folder, distribution
        self._numbers: dict[str, int] = {}

    def follow(self, folders: Iterable[str]) -> None:
        """Follow these folders and no others."""
        wanted = {it for it in folders if not DISTANT.place_of(it)}  # It tells nothing of those.
        for folder in self._numbers.keys() - wanted:
            self._system.inotify_rm_watch(self._file, self._numbers.pop(folder))
        for folder in wanted - self._numbers.keys():
            number = self._watch(folder, (folder, ""), _MASK)
            if number >= 0:
                self._numbers[folder] = number

    def changed(self, within_s: float) -> tuple[str, ...]:
        """Return what `Burst.told` tells when the followed folders came to rest; () when nothing
        happens within so many seconds."""
        if not self._is_told(within_s):
            return ()
        begun = monotonic()
        burst = Burst()
        lasted_s = 0.0
        while lasted_s < LONGEST_S:
            if self._is_told(WHOLE_S):
                self._read(burst)
            elif not self._is_told(burst.pause_s(lasted_s) - WHOLE_S):
                break
            lasted_s = monotonic() - begun
        return burst.told()

    def close(self) -> None:
        os.close(self._file)

    def _watch(self, path: str, whose: tuple[str, str], mask: int) -> int:
        number: int = self._system.inotify_add_watch(
            self._file, os.fsencode(path), mask | _ONLY_FOLDERS
        )
        if number >= 0:
            self._folders[number] = whose
        return number

    def _is_told(self, within_s: float) -> bool:
        return bool(select.select([self._file], [], [], max(within_s, 0))[0])

    def _read(self, burst: Burst) -> None:
        """Note what the waiting events are about."""
        events = os.read(self._file, 65536)
        place = 0
        while place < len(events):
            number, mask, _, length = _HEAD.unpack_from(events, place)
            place += _HEAD.size + length
            name = os.fsdecode(events[place - length : place].rstrip(b"\0"))
            folder, distribution = self._folders.get(number, ("", ""))
            if not folder:
                continue
            if mask & _IGNORED:  # The watch has ended: no longer wanted, or the folder is gone.
                del self._folders[number]
                if self._numbers.get(folder) == number:
                    del self._numbers[folder]
                continue
            burst.folders.add(folder)
            if distribution:
                burst.distributions.add(distribution)
            else:
                self._note(os.path.join(folder, name), folder, mask, burst)

    def _note(self, path: str, folder: str, mask: int, burst: Burst) -> None:
        """Note what came to a followed folder, or left it."""
        is_new = bool(mask & (_CREATE | _MOVED_TO))
        if is_new:
            burst.came.add(path)
        if path.endswith(".dist-info") and not os.path.basename(path).startswith("~"):
            burst.distributions.add(path)
            if is_new:  # What is written into it later tells more than its name does.
                self._watch(path, (folder, path), _MASK | _CLOSE_WRITE)
