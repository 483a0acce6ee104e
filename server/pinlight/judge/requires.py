"""The `Requires-Dist` values of installed metadata, read once.

Source: https://packaging.python.org/en/latest/specifications/core-metadata/#requires-dist-multiple-use
"""

import re
from functools import lru_cache

from pinlight import pep508
from pinlight.judge.origins import without_secrets
from pinlight.model import Dependency, Fault
from pinlight.named import NamedTuple
from pinlight.patterns import lazy
from pinlight.pep508.markers import is_plain

_BARE = lazy(rf"({pep508.NAME}) *([=~!<>][\w=~!<>.,*+ -]*)?", re.ASCII)  # No extras, no URL.


class Requirement(NamedTuple):
    """What a distribution asks for."""

    dependency: Dependency  # its spans are relative to the value
    text: str  # as written, without marker and credentials


class Need(NamedTuple):
    """A requirement, without its places."""

    name: str
    extras: tuple[str, ...]
    specifier: str
    marker: str
    text: str  # as written, without marker and credentials


@lru_cache(65_536)
def need(value: str) -> Need | None:
    """Read one value as `read` does, for whoever asks for all of an environment."""
    head, semicolon, marker = value.partition(";")
    bare = _BARE.fullmatch(head)
    if bare and (not semicolon or is_plain(marker)):
        name, specifier = bare.groups("")
        if not specifier or pep508.are_clauses(specifier):
            return Need(
                pep508.normal(name), (), specifier.rstrip(" "), marker.strip(" \t"), head.strip(" ")
            )
    match = pep508.matched(value)
    if match is None:
        found = read(value)
        if found is None:
            return None
        it = found.dependency
        return Need(it.name, it.extras, it.specifier, it.marker, found.text)
    name, extras, specifier, marker = match.groups()
    marker = marker.strip(" \t") if marker else ""
    text = value[: match.start(4) - 1] if marker else value
    specifier = specifier.rstrip(" \t") if specifier else ""
    return Need(pep508.normal(name), pep508.names(extras), specifier, marker, text.strip())


@lru_cache(65_536)  # Some thousand distributions; an entry costs about one kilobyte.
def read(value: str) -> Requirement | None:
    """Read one value; None when it is invalid."""
    found = pep508.parsed(value)
    if isinstance(found, Fault):
        return None
    text = value[: value.rindex(found.marker)].rstrip().removesuffix(";") if found.marker else value
    return Requirement(found, without_secrets(text.strip()) if found.url else text.strip())
