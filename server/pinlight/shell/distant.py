"""Files that another machine serves: asking for one may take for ever, and may not hold up others.

Each question there is asked in a thread of its own and waited for; while one hangs, the place
answers nothing at all, and as soon as that returns it is asked again. Local files cost no thread.
Source: https://man7.org/linux/man-pages/man5/proc_pid_mounts.5.html
"""

import os
import time
from collections.abc import Callable

from pinlight.patterns import lazy
from pinlight.typed import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from threading import Thread

T = TypeVar("T")

WAIT_S = 1.0  # once for each place; a file server that is well answers in milliseconds
FRESH_S = 10.0  # how long the list of mounts is believed
REASON = "the file system does not answer"

_KINDS = frozenset(
    ("afs", "autofs", "beegfs", "ceph", "cifs", "davfs", "glusterfs", "lustre", "ncpfs")
    + ("nfs", "nfs4", "smb3", "smbfs", "fuse.ceph", "fuse.curlftpfs", "fuse.davfs2")
    + ("fuse.gcsfuse", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs", "fuse.sshfs")
)
_ESCAPE = lazy(r"\\([0-7]{3})")
_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW


class Distant:
    """Knows which places lie elsewhere, and which of them hang."""

    def __init__(
        self,
        places: Callable[[], tuple[str, ...]],
        wait_s: float = WAIT_S,
        fresh_s: float = FRESH_S,
    ) -> None:
        self._list = places
        self._wait_s = wait_s
        self._fresh_s = fresh_s
        self.places: tuple[str, ...] = ()  # each ends in a separator, the innermost come first
        self._listed_at = -fresh_s
        self._hanging: dict[str, Thread] = {}

    def refresh(self) -> "Distant":
        """Look for places anew, where that was not done for a while."""
        now = time.monotonic()
        if now - self._listed_at >= self._fresh_s:
            self.places, self._listed_at = self._list(), now
        return self

    def place_of(self, path: str) -> str:
        """Return the distant place that holds `path`; "" for a local one."""
        whole = path + os.sep
        return next((it for it in self.places if whole.startswith(it)), "")

    def hangs(self, path: str) -> bool:
        """Whether the place that holds `path` does not answer at the moment."""
        place = self.place_of(path)
        thread = self._hanging.get(place) if place else None
        return thread is not None and thread.is_alive()

    def ask(self, path: str, question: Callable[[], T], nothing: T) -> T:
        """Return the answer about `path`, or `nothing` when its place hangs."""
        place = self.place_of(path) if self.places else ""
        if not place:
            return question()
        if self.hangs(path):
            return nothing
        from threading import Thread  # Only where something lies elsewhere.

        answers: list[T] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                answers.append(question())
            except BaseException as error:  # It belongs to who asked.
                errors.append(error)

        thread = Thread(target=run, name=f"asking {place}", daemon=True)
        thread.start()
        thread.join(self._wait_s)
        if thread.is_alive():
            self._hanging[place] = thread
            return nothing
        self._hanging.pop(place, None)
        if errors:
            raise errors[0]
        return answers[0]


def mounts(text: str) -> tuple[str, ...]:
    """Return the places of other machines in a `/proc/self/mounts`, each ending in `/`, the
    innermost first."""
    found = set()
    for line in text.splitlines():
        fields = line.split(" ")
        if len(fields) > 2 and fields[2] in _KINDS:
            place = _ESCAPE.sub(lambda match: chr(int(match[1], 8)), fields[1])
            found.add(place.rstrip("/") + "/")
    return tuple(sorted(found - {"/"}, key=len, reverse=True))


def places() -> tuple[str, ...]:
    """Return the places of this machine that lie on others, as far as it tells."""
    if os.name == "nt":
        return _drives()
    try:
        with open("/proc/self/mounts", encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123 - pathlib costs an import at start.
            return mounts(file.read())
    except OSError:
        return ("/Volumes/", "/Network/", "/net/")  # macOS tells only through a program.


def _drives() -> tuple[str, ...]:
    import ctypes  # Only on Windows.

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - absent elsewhere.
    letters = (
        chr(ord("A") + index) for index in range(26) if kernel.GetLogicalDrives() >> index & 1
    )
    remote = (f"{it}:\\" for it in letters if kernel.GetDriveTypeW(f"{it}:\\") == _REMOTE_DRIVE)
    return ("\\\\", *remote)


DISTANT = Distant(places)
