"""The real Reader: this machine's files, with the open documents' texts over them."""

import os
import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from pinlight.patterns import lazy
from pinlight.reader import Listed
from pinlight.shell import distant
from pinlight.typed import TypeVar

T = TypeVar("T")

_MOST_BYTES = 64 * 1024 * 1024  # Nothing that Pinlight understands comes near it.
_HEAD_BYTES = 4 * 1024  # The headers of 99 distributions of 100 are shorter.
_EMPTY_LINE = lazy(rb"\n\n")  # Found in half the time that `find` takes.
_EMPTY_LINE_OF_OTHERS = lazy(rb"\r\n\r\n|\r\r")
_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)  # A pipe blocks.


class Disk:
    """Sees the machine's files and variables; never fails, starts nothing.

    `overlay` maps the path of an open document to its text, which wins over the disk's; the
    owner may exchange it.
    """

    def __init__(self, overlay: Mapping[str, str] | None = None) -> None:
        self.overlay: Mapping[str, str] = {} if overlay is None else overlay
        self.distant = distant.DISTANT.refresh()

    def folder(self, path: str) -> tuple[Listed, ...]:
        return self._asked(_listed, path, ())

    def file(self, path: str) -> bytes | None:
        text = self.overlay.get(path)
        if text is not None:
            return text.encode("utf-8", "surrogatepass")
        return self._asked(read, path, None)

    def head(self, path: str) -> bytes | None:
        return self._asked(_head_of, path, None)

    def names(self, path: str) -> frozenset[str] | None:
        return self._asked(_names, path, None)

    def exists(self, path: str) -> bool:
        return self._asked(_exists, path, False) or path in self.overlay

    def is_folder(self, path: str) -> bool:
        return self._asked(os.path.isdir, path, False)

    def real(self, path: str) -> str:
        return self._asked(_real, path, path)

    def changed_ns(self, path: str) -> int:
        return self._asked(changed_ns, path, 0)

    def changed_each(self, paths: Sequence[str]) -> list[int]:
        def ask() -> list[int]:
            return [changed_ns(path) for path in paths]

        return self.distant.ask(paths[0], ask, [0] * len(paths)) if paths else []

    def variable(self, name: str) -> str:
        return os.environ.get(name, "")

    def machine(self) -> Mapping[str, str]:
        return _machine()

    def _asked(self, ask: Callable[[str], T], path: str, nothing: T) -> T:
        if not self.distant.places:
            return ask(path)  # Nearly always: what is local is asked thousands of times.
        return self.distant.ask(path, lambda: ask(path), nothing)


def _head_of(path: str) -> bytes | None:
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError):
        return None
    try:
        return _head(descriptor)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def read(path: str) -> bytes | None:
    """Return all of a regular file; None for anything else, and for what cannot be read."""
    try:
        return content(path)
    except (OSError, ValueError):
        return None


def content(path: str) -> bytes | None:
    """Return all of a regular file; None for a pipe, a device or a giant. Raises OSError, and
    ValueError where no file can have the name."""
    descriptor = os.open(path, _FLAGS)
    try:
        return _content(descriptor)
    finally:
        os.close(descriptor)


def changed_ns(path: str) -> int:
    """Return the modification time of `path` in nanoseconds, 0 when it is absent; a folder's
    tells of every name that came or went."""
    try:
        return os.stat(path).st_mtime_ns
    except (OSError, ValueError):
        return 0


def status(path: str) -> tuple[int, bool] | None:
    """Return when `path` was modified, in nanoseconds, and whether it is a folder; None when it
    is absent."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, stat.S_ISDIR(found.st_mode)


def _exists(path: str) -> bool:
    if os.name == "nt":
        return os.path.exists(path)  # The other does not follow links there.
    try:
        return os.access(path, os.F_OK)  # At half the price.
    except ValueError:
        return False


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path


def _listed(path: str) -> tuple[Listed, ...]:
    try:
        with os.scandir(path) as entries:
            found = [Listed(entry.name, _is_folder(entry)) for entry in entries]
    except (OSError, ValueError):
        return ()
    found.sort()
    return tuple(found)


def _names(path: str) -> frozenset[str] | None:
    try:
        return frozenset(os.listdir(path))
    except (OSError, ValueError):
        return None


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False  # A loop of links.


def _head(descriptor: int) -> bytes:
    """Return a file up to its first empty line, or all that it holds. Raises OSError."""
    content = part = os.read(descriptor, _HEAD_BYTES)
    while (end := _end_of_head(content)) < 0:
        if len(part) < _HEAD_BYTES or len(content) >= _MOST_BYTES:
            return content
        part = os.read(descriptor, _HEAD_BYTES)
        content += part
    return content[:end]  # The rest is long, and would be kept in memory.


def _end_of_head(content: bytes) -> int:
    """Return where the first empty line begins; -1: there is none."""
    match = _EMPTY_LINE.search(content)
    if match is None and b"\r" in content:
        match = _EMPTY_LINE_OF_OTHERS.search(content)
    return match.start() if match else -1


def _content(descriptor: int) -> bytes | None:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
        return None
    wanted = status.st_size + 1  # One more shows in one read that there is no more.
    content = os.read(descriptor, wanted)
    while len(content) < status.st_size and (more := os.read(descriptor, wanted)):
        content += more
    return content


@cache
def _machine() -> Mapping[str, str]:
    if hasattr(os, "uname"):
        system, _, release, version, machine = os.uname()
    else:
        import platform  # Only Windows needs it; it costs milliseconds.

        system, release, version = platform.system(), platform.release(), platform.version()
        machine = platform.machine()
    return {
        "os_name": os.name,
        "sys_platform": sys.platform,
        "platform_system": system,
        "platform_machine": machine,
        "platform_release": release,
        "platform_version": version,
    }
