"""Snapshot and position -> plain values, one module per feature; no protocol here."""

from collections.abc import Callable
from typing import Any

from pinlight.named import NamedTuple


class Feature(NamedTuple):
    """One thing that a reader of a file can ask for."""

    name: str
    answer: Callable[..., Any]
