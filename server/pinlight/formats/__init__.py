"""text -> Manifest, one module per format: error-tolerant, pure, never raising."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pinlight.model import Manifest
from pinlight.plugins import records


class Format(NamedTuple):
    """One kind of file that declares dependencies."""

    name: str
    claims: Callable[[str], bool]  # by the file's path alone
    parse: Callable[[str, str, Mapping[str, str]], Manifest]  # (path, text, variables)


def format_of(path: str) -> Format | None:
    """Return the format that claims the file at `path` by its name."""
    return next((format for format in records("formats") if format.claims(path)), None)
