"""Notices that the process which started the server is gone: nobody would end the server then."""

import os
import threading
import time
from collections.abc import Callable

INTERVAL_S = 2.0


def watch(pid: int, gone: Callable[[], None]) -> None:
    """Call `gone` from a thread of its own when the process `pid` has ended."""
    wait = _wait_on_windows if os.name == "nt" else _wait_by_polling

    def run() -> None:
        wait(pid)
        gone()

    threading.Thread(target=run, name="pinlight-parent", daemon=True).start()


def _wait_by_polling(pid: int) -> None:
    while is_running(pid):
        time.sleep(INTERVAL_S)


def is_running(pid: int) -> bool:
    """Whether there is a process `pid`, on POSIX."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # It belongs to somebody else, or is no number of a process.
        return True
    return True


def _wait_on_windows(pid: int) -> None:
    """Wait for the process itself: `os.kill` with 0 would send it Ctrl+C."""
    import ctypes

    kernel: ctypes.CDLL = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent elsewhere.
    synchronize, forever = 0x00100000, 0xFFFFFFFF
    handle = kernel.OpenProcess(synchronize, False, pid)
    if handle:
        kernel.WaitForSingleObject(handle, forever)
        kernel.CloseHandle(handle)
