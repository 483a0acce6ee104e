"""What can be typed where a table names packages by its keys: Pipfile, Poetry, pixi."""

import re
from collections.abc import Iterable, Iterator

from pinlight.features.completing import Asked, Item
from pinlight.features.completing_requirement import extras, names, versions
from pinlight.features.toml_place import TomlPlace
from pinlight.pep508 import normal
from pinlight.text import Span

_OF_PROJECT = re.compile(
    r"tool\.poetry\.(?:dev-)?dependencies|tool\.poetry\.group\.[^.]+\.dependencies"
    r"|(?:tool\.pixi\.)?(?:feature\.[^.]+\.)?pypi-dependencies"
)
_NO_PACKAGES = ("", "source", "requires", "pipenv", "scripts")  # of a Pipfile
_KEY = re.compile(r"[ \t]*[\"']?([\w.-]*)\Z")
_CLAUSE = re.compile(r"(?:.*,)?\s*(?P<operator>[\^~=<>!]*)\s*(?P<version>[\w.*+!-]*)\Z", re.DOTALL)

_OPERATORS = {
    "poetry": {
        "^": "this version or a newer one with the same first number that is not 0",
        "~": "this version or a newer one with the same first two numbers",
        ">=": "this version or newer",
        "==": "exactly this version",
    },
    "": {
        "==": "exactly this version",
        ">=": "this version or newer",
        "~=": "this version or a newer one that is compatible",
    },
}


def has_entries(asked: Asked, table: str) -> bool:
    """Whether the keys of a table are names of packages."""
    if asked.resolution.manifest.kind == "pipfile":
        return table not in _NO_PACKAGES
    return bool(_OF_PROJECT.fullmatch(table))


def keys(asked: Asked, start: int) -> Iterator[Item]:
    """Yield names for the line that begins at `start`, each with a value unless it has one."""
    typed = _KEY.fullmatch(asked.text, start, asked.offset)
    if typed is None:
        return
    for item in names(asked, typed[1], asked.word(typed.start(1))):
        rest = asked.text[item.span.end :].lstrip(" \t\"'")
        yield item if rest.startswith("=") else item._replace(text=f'{item.label} = "*"')


def in_value(asked: Asked, found: TomlPlace) -> Iterable[Item]:
    """Return what fits in a string of the value of a package."""
    if found.inner == "extras":
        inside = asked.text[found.string : asked.offset]
        return extras(asked, found.key, inside)
    if found.inner in ("", "version") and found.depth <= 1:
        return _version(asked, found)
    return ()


def _version(asked: Asked, found: TomlPlace) -> Iterator[Item]:
    clause = _CLAUSE.fullmatch(asked.text, found.string, asked.offset)
    if clause is None:
        return
    known = versions(asked, normal(found.key))
    operators = _OPERATORS["poetry" if "poetry" in found.table else ""]
    if clause["operator"]:
        for rank, (version, detail) in enumerate(known):
            yield Item(version, "version", asked.word(clause.start("version")), detail, rank=rank)
        return
    span = asked.word(clause.start("version"))
    for rank, (version, detail) in enumerate(known[:3]):
        for operator in operators:
            yield Item(operator + version, "version", span, detail, rank=rank)
    for operator, meaning in operators.items():
        yield Item(operator, "operator", Span(span.start, asked.offset), meaning, rank=7)
    if clause.start("version") == found.string:
        yield Item("*", "version", span, "any version", rank=6)
