"""How the reading rooms see the world: files and environment variables, nothing else."""

from collections.abc import Mapping, Sequence

from pinlight.named import NamedTuple
from pinlight.typed import Protocol


class Listed(NamedTuple):
    """One name in a folder."""

    name: str
    is_folder: bool  # a link to a folder counts as one


class Reader(Protocol):
    """Sees files and environment variables; never fails, starts nothing, remembers what was asked.

    Absent, unreadable and of the wrong kind all give the empty answer.
    """

    def folder(self, path: str) -> tuple[Listed, ...]:
        """Return what lies in the folder `path`, sorted by name."""
        ...

    def file(self, path: str) -> bytes | None:
        """Return the content of the file `path`; None when it is not a readable file."""
        ...

    def head(self, path: str) -> bytes | None:
        """Return the start of a file, at least to its first empty line; None when it cannot be
        read. Cheap, and not remembered: the time of its folder tells of it."""
        ...

    def names(self, path: str) -> frozenset[str] | None:
        """Return the names in the folder `path`; None when it cannot be listed. Cheaper than
        `folder`, and not remembered."""
        ...

    def exists(self, path: str) -> bool: ...

    def is_folder(self, path: str) -> bool: ...

    def real(self, path: str) -> str:
        """Return `path` with symbolic links resolved."""
        ...

    def changed_ns(self, path: str) -> int:
        """Return the modification time of `path` in nanoseconds; 0 when absent."""
        ...

    def changed_each(self, paths: Sequence[str]) -> list[int]:
        """Return `changed_ns` of thousands of paths in one place; not remembered."""
        ...

    def variable(self, name: str) -> str:
        """Return an environment variable of the server's own start; "" when unset."""
        ...

    def machine(self) -> Mapping[str, str]:
        """Return the PEP 508 marker variables that the machine decides: `os_name`,
        `sys_platform`, and those that begin with `platform_` but for the implementation."""
        ...
