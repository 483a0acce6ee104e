"""Places in an environment, written relative to it with `/`, and its private folder.

`.pinlight/` in the environment holds the lock, the journal, the stage of a change under way and
what undoing needs: all on the environment's own file system, so that a rename moves them.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from pinlight.environments.history import FOLDER as FOLDER
from pinlight.environments.history import JOURNAL, UNDO
from pinlight.environments.history import STEP as STEP

LOCK = f"{FOLDER}/lock"
ROOM = f"{FOLDER}/room"  # for the next journal
PAGE_BYTES = 32 * 1024
MOST_ROOM_BYTES = 1024 * 1024
RESERVED_BYTES = 256 * 1024
STAGE = f"{FOLDER}/stage-"  # followed by a token of its own
STEPS = f"{FOLDER}/{UNDO}"
JOURNAL_FILE = f"{FOLDER}/{JOURNAL}"


OWN = "Pinlight itself runs in this environment; start it from another one"


def runs_in(prefix: str) -> bool:
    """Whether Pinlight is installed in the environment, whose files it then needs."""
    real = os.path.realpath(prefix)
    return os.path.realpath(__file__).startswith(os.path.join(real, ""))


def at(prefix: str, place: str) -> str:
    """Return the absolute path of a place. Hot: thousands of calls in a change."""
    if os.sep == "/":
        return f"{prefix}/{place}" if place else prefix
    return os.path.join(prefix, *place.split("/")) if place else prefix


def place_of(prefix: str, path: str) -> str:
    """Return the place of an absolute path below `prefix`."""
    return os.path.relpath(path, prefix).replace(os.sep, "/")


def parent(place: str) -> str:
    return place.rpartition("/")[0]


def is_private(place: str) -> bool:
    return place.startswith(f"{FOLDER}/")


def make(prefix: str) -> None:
    """Make the private folder. Raises OSError, also when it is not a folder of its own."""
    folder = os.path.join(prefix, FOLDER)
    with suppress(FileExistsError):
        os.mkdir(folder)
    if not is_real_folder(folder):
        raise NotADirectoryError(20, f"`{FOLDER}` in the environment is not a folder")


def write_again(prefix: str, place: str, content: bytes) -> None:
    """Write JSON like `write`, over a file that is no longer needed if there is one that is large
    enough: the disk takes half the time for that. Raises OSError."""
    room = at(prefix, ROOM)
    size = _size_of_own(room)
    if not len(content) <= size <= MOST_ROOM_BYTES:
        padding = b" " * (-len(content) % PAGE_BYTES)  # JSON too; the next one then fits as well.
        return write(at(prefix, place), content + padding)
    with Path(room).open("rb+") as file:
        file.write(content.ljust(size))
        file.flush()
        getattr(os, "fdatasync", os.fsync)(file.fileno())
    return os.replace(room, at(prefix, place))


def _size_of_own(path: str) -> int:
    """Return the size of a file that has no other name; 0 when it is a link, or none: what is
    written there would be written elsewhere too."""
    try:
        status = os.lstat(path)
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) and status.st_nlink == 1 else 0


def reserve(prefix: str) -> None:
    """Have room on the disk for the journal that takes a change back. Raises OSError."""
    if _size_of_own(at(prefix, ROOM)) < RESERVED_BYTES:
        write(at(prefix, ROOM), b" " * RESERVED_BYTES)


def recycle(prefix: str, step: str) -> None:
    """Keep the file of a step that goes, for the next journal; raises nothing."""
    with suppress(OSError):
        os.replace(at(prefix, f"{step}/{STEP}"), at(prefix, ROOM))


def is_real_folder(path: str) -> bool:
    """Whether there is a folder that is no link."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def write(path: str, content: bytes) -> None:
    """Write a file so that it is there wholly, on the disk, or not at all. Raises OSError.

    Its name is not waited for: file systems with a journal keep the order of renames, so that
    what is renamed later is never there without it.
    """
    partial = f"{path}.{os.getpid()}"
    with Path(partial).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def sync(path: str) -> None:
    """Have the disk keep the content of a file. Raises OSError."""
    with Path(path).open("rb+") as file:
        os.fsync(file.fileno())


def remove(prefix: str, place: str) -> None:
    """Remove something private with all in it; what cannot be removed stays for a later time."""
    assert is_private(place)
    path = at(prefix, place)
    if is_real_folder(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            os.unlink(path)


def sweep(prefix: str, keep: Iterable[str] = ()) -> None:
    """Remove the stages, and the steps without a change, that changes which died have left."""
    kept = set(keep)
    for name in names(os.path.join(prefix, FOLDER)):
        place = f"{FOLDER}/{name}"
        if place.startswith(STAGE) and place not in kept:
            remove(prefix, place)
    for name in names(at(prefix, STEPS)):
        if not os.path.lexists(at(prefix, f"{STEPS}/{name}/{STEP}")):
            remove(prefix, f"{STEPS}/{name}")


def names(folder: str) -> list[str]:
    """Return what lies in a folder, sorted; nothing when it cannot be read."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def linked_or_copied(source: str, target: str, link: Callable[[str, str], None] = os.link) -> bool:
    """Make `target` a hard link to `source`, or a copy where links are impossible; whether it is
    a link."""
    try:
        link(source, target)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
        return False
    return True
