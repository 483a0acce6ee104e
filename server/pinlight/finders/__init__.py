"""Where environments are, one module per tool; files are read only through a Reader."""

from collections.abc import Callable
from typing import NamedTuple

from pinlight.model import Candidate
from pinlight.reader import Reader


class Finder(NamedTuple):
    """Sees the environments that belong to one folder."""

    name: str
    find: Callable[[str, Reader], tuple[Candidate, ...]]  # (folder, reader), best first
