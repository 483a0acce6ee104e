"""A `Requires-Dist` value of installed metadata, taken apart.

Source: https://packaging.python.org/en/latest/specifications/core-metadata/#requires-dist-multiple-use
"""

import re
from functools import lru_cache
from typing import NamedTuple

from pinlight.origins import without_secrets
from pinlight.specifiers import is_valid


class Requirement(NamedTuple):
    """What a distribution asks for."""

    name: str  # normalised
    extras: tuple[str, ...] = ()  # normalised
    specifier: str = ""
    marker: str = ""
    url: str = ""
    text: str = ""  # as written, without its marker and without credentials


# The usual shapes, read here five times as fast as by `packaging`, which reads all others.
_USUAL = re.compile(
    r"""
    (?P<head> \s* (?P<name> [A-Za-z0-9] (?: [A-Za-z0-9._-]* [A-Za-z0-9] )? )
        \s* (?: \[ (?P<extras> [A-Za-z0-9._,\s-]* ) \] )?
        \s* (?P<open> \( )?
            \s* (?P<specifier> (?: [<>=!~]=? \s* [A-Za-z0-9.*+!_-]+ \s* ,? \s* )* )
            (?(open) \) )
    )
    \s* (?: ; \s* (?P<marker> .+? ) )? \s*
    """,
    re.VERBOSE | re.DOTALL,
)
_EXTRA = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_SEPARATORS = re.compile(r"[-_.]+")


def normalised(name: str) -> str:
    """Return the name of a distribution or an extra as PEP 503 and PEP 685 spell it."""
    return _SEPARATORS.sub("-", name).lower()


@lru_cache(65_536)
def read(text: str) -> Requirement | None:
    """Take a requirement apart; None when it is invalid. Its marker is not looked into."""
    match = _USUAL.fullmatch(text)
    if match is None:
        return _read_any(text)
    specifier = match["specifier"].strip()
    extras = tuple(extra.strip() for extra in (match["extras"] or "").split(",") if extra.strip())
    if not is_valid(specifier) or not all(map(_EXTRA.fullmatch, extras)):
        return _read_any(text)
    return Requirement(
        name=normalised(match["name"]),
        extras=tuple(map(normalised, extras)),
        specifier=specifier,
        marker=match["marker"] or "",
        text=match["head"].strip(),
    )


def _read_any(text: str) -> Requirement | None:
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as Parsed

    try:
        parsed = Parsed(text.strip())
    except InvalidRequirement:
        return None
    return Requirement(
        name=normalised(parsed.name),
        extras=tuple(sorted(map(normalised, parsed.extras))),
        specifier=str(parsed.specifier),
        marker=str(parsed.marker or ""),
        url=parsed.url or "",
        text=_bare(parsed.name, parsed.extras, str(parsed.specifier), parsed.url),
    )


def _bare(name: str, extras: set[str], specifier: str, url: str | None) -> str:
    bracket = f"[{','.join(sorted(extras))}]" if extras else ""
    return f"{name}{bracket} @ {without_secrets(url)}" if url else f"{name}{bracket}{specifier}"
