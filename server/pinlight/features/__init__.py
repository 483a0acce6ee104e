"""Snapshot and position -> plain values, one module per feature; no protocol here."""

from collections.abc import Callable

from pinlight.named import NamedTuple
from pinlight.typed import Any


class Feature(NamedTuple):
    """One thing that a reader of a file can ask for."""

    name: str
    answer: Callable[..., Any]
