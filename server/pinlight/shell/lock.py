"""One change at a time in one environment, whichever process wants it.

The system releases the lock when its owner dies, however it dies. Where the file system knows no
locks, a file that names the owner stands in, and one whose owner is gone is taken over.
"""

import errno
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pinlight.shell.vault import LOCK, at
from pinlight.typed import Literal

Kind = Literal["", "system", "file"]

LOOK_S = 0.1
_BUSY = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)


@contextmanager
def held(
    prefix: str, cancelled: Callable[[], bool], waiting: Callable[[str], None]
) -> Iterator[bool]:
    """Hold the environment's lock; False when the user stopped waiting for it.

    `waiting` is told once that another process holds it. Raises OSError when there is no place
    for a lock.
    """
    path = at(prefix, LOCK)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    stand_in = f"{path}.owner"
    kind: Kind = ""
    try:
        is_told = False
        while not (kind := _taken(descriptor, stand_in)):
            if cancelled():
                yield False
                return
            if not is_told:
                waiting(f"Waiting for {_owner(path)}, which is changing the environment")
                is_told = True
            threading.Event().wait(LOOK_S)
        _sign(descriptor)
        yield True
    finally:
        if kind == "file":
            with suppress(OSError):
                os.unlink(stand_in)
        os.close(descriptor)  # This also releases the system's lock.


@contextmanager
def of_uv(
    prefix: str, cancelled: Callable[[], bool], waiting: Callable[[str], None]
) -> Iterator[bool]:
    """Hold the lock that uv takes while it changes the environment, where it has one; False when
    the user stopped waiting for it. Raises OSError."""
    path = os.path.join(prefix, ".lock")
    if sys.platform == "win32" or not os.path.isfile(path):
        yield True
        return
    descriptor = os.open(path, os.O_RDWR)
    try:
        is_told = False
        while not (is_held := _locked_or_lockless(descriptor)) and not cancelled():
            if not is_told:
                waiting("Waiting for uv, which is changing the environment")
                is_told = True
            threading.Event().wait(LOOK_S)
        yield is_held
    finally:
        os.close(descriptor)


def _locked_or_lockless(descriptor: int) -> bool:
    """Lock without waiting; where the file system has no locks, uv has none either."""
    try:
        return _lock(descriptor)
    except OSError:
        return True


def _taken(descriptor: int, stand_in: str) -> Kind:
    """Try to take the lock; "" when another has it."""
    try:
        return "system" if _lock(descriptor) else ""
    except OSError:
        return "file" if _own(stand_in) else ""


def _lock(descriptor: int) -> bool:
    """Lock without waiting; False when another has it. Raises OSError where there are no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, 1 << 20, os.SEEK_SET)  # Others may read who the owner is.
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _BUSY:
            return False
        raise
    return True


def _own(stand_in: str) -> bool:
    """Make the file that says who the owner is; False when another one lives."""
    try:
        descriptor = os.open(stand_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        pid, started = _signed(stand_in)
        if pid and started == start_of(pid):
            return False
        with suppress(OSError):
            os.unlink(stand_in)
        return False  # The next look takes it, if nobody is faster.
    _sign(descriptor)
    os.close(descriptor)
    return True


def _sign(descriptor: int) -> None:
    with suppress(OSError):
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} {start_of(os.getpid())}\n".encode())


def _owner(path: str) -> str:
    pid, _ = _signed(path)
    return f"process {pid}" if pid else "another process"


def _signed(path: str) -> tuple[int, str]:
    """Return the pid of the owner and when it had started; 0 when the file does not tell."""
    try:
        pid, _, started = Path(path).read_text("ascii").strip().partition(" ")
        return int(pid), started
    except (OSError, ValueError):
        return 0, ""


def start_of(pid: int) -> str:
    """Return what tells a process from a later one with its number; "gone" when there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
        return stat.rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        pass
    if sys.platform == "win32":
        return ""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except OSError:
        return ""
    return ""
