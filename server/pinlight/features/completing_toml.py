"""What can be typed in a pyproject.toml: requirements, groups, tables and their keys."""

import re
from collections.abc import Iterable, Iterator

from pinlight.features.completing import Asked, Item
from pinlight.features.completing_entries import has_entries, in_value
from pinlight.features.completing_entries import keys as keys_of_packages
from pinlight.features.completing_requirement import OPERATORS, requirement
from pinlight.features.hover_project import keys, tables
from pinlight.features.toml_place import TomlPlace, place
from pinlight.text import Span

_HEADER = re.compile(r"[ \t]*\[[ \t]*([\w.-]*)\Z")
_KEY = re.compile(r"[ \t]*([\w-]*)\Z")
_LISTS = (
    ("project", "dependencies"),
    ("build-system", "requires"),
    ("", "dependencies"),  # of the block of a script
    ("tool.uv", "dev-dependencies"),
    ("tool.uv", "constraint-dependencies"),
    ("tool.uv", "override-dependencies"),
)
_TABLES_OF_LISTS = ("project.optional-dependencies", "dependency-groups")
_OF_HATCH = re.compile(r"tool\.hatch\.envs\.[^.]+")
_BRACES = re.compile(r"\{[ \t]*([\w-]*)\Z")


def toml(asked: Asked) -> Iterable[Item]:
    """Return what fits at the place that is asked about."""
    found = place(asked.text, asked.offset)
    if found.string >= 0:
        return _in_string(asked, found)
    start = asked.text.rfind("\n", 0, asked.offset) + 1
    head = asked.text[start : asked.offset]
    if found.table == "dependency-groups" and found.depth == 2:
        inside = _BRACES.search(head)
        if inside:
            span = asked.word(asked.offset - len(inside[1]))
            text = "include-group = "
            return (Item("include-group", "key", span, "all of another group", text),)
        return ()
    header = _HEADER.fullmatch(head)
    if header and not place(asked.text, start).depth:
        return _tables(asked, start + header.start(1))
    if found.depth:
        return ()
    if has_entries(asked, found.table) and not found.key:
        return keys_of_packages(asked, start)
    key = _KEY.fullmatch(head)
    return _keys(asked, found, start + key.start(1)) if key else ()


def _in_string(asked: Asked, found: TomlPlace) -> Iterable[Item]:
    quote = "'" if asked.text[found.string - 1] == '"' else '"'
    if has_entries(asked, found.table):
        return in_value(asked, found)
    if found.inner == "include-group" or _names_groups(found):
        return _groups(asked, found)
    is_list = (
        (found.table, found.key) in _LISTS
        or found.table in (*_TABLES_OF_LISTS, "tool.pdm.dev-dependencies")
        or (_OF_HATCH.fullmatch(found.table) and found.key.endswith("dependencies"))
    )
    if is_list and found.depth == 1:
        return requirement(asked, found.string, quote)
    if (found.table, found.key) == ("project", "requires-python"):
        return _requires_python(asked, found.string)
    return ()


def _names_groups(found: TomlPlace) -> bool:
    return found.table == "tool.pinlight" and found.key in ("groups", "extras")


def _groups(asked: Asked, found: TomlPlace) -> Iterator[Item]:
    span = asked.word(found.string)
    is_extra = found.table == "tool.pinlight" and found.key == "extras"
    for group in asked.resolution.manifest.groups:
        is_itself = found.inner == "include-group" and group.name == found.key
        if group.is_extra == is_extra and not is_itself:
            yield Item(group.name, "word", span, "extra" if is_extra else "group")


def _requires_python(asked: Asked, start: int) -> Iterator[Item]:
    typed = asked.text[start : asked.offset]
    environment = asked.resolution.environment
    version = environment.markers.get("python_version", "") if environment else ""
    span = Span(start, asked.offset)
    if version:
        yield Item(f">={version}", "version", span, "Python of the environment", rank=0)
    for rank, (operator, meaning) in enumerate(OPERATORS.items()):
        if operator.startswith(typed):
            yield Item(operator, "operator", span, meaning, rank=rank + 1)


def _tables(asked: Asked, start: int) -> Iterator[Item]:
    """Yield the tables that Pinlight reads; each closes its bracket unless it is there."""
    match = re.compile(r"[\w.-]*").match(asked.text, asked.offset)
    end = match.end() if match else asked.offset
    closing = "" if asked.text.startswith("]", end) else "]"
    there = {found.strip() for found in re.findall(r"(?m)^[ \t]*\[([\w. -]+)\]", asked.text)}
    for name, meaning in tables(asked.resolution.manifest.kind).items():
        if name not in there:
            yield Item(name, "key", Span(start, end), meaning, name + closing)


def _keys(asked: Asked, found: TomlPlace, start: int) -> Iterator[Item]:
    """Yield the keys of the table that it does not hold yet."""
    begin = asked.text.rfind("\n[", 0, asked.offset) + 1
    end = asked.text.find("\n[", asked.offset)
    table = asked.text[begin : end if end >= 0 else len(asked.text)]
    there = set(re.findall(r"(?m)^[ \t]*([\w-]+)[ \t]*=", table))
    for name, meaning in keys(found.table).items():
        if name not in there:
            plain = meaning.replace("\\", "")
            yield Item(name, "key", asked.word(start), plain, f"{name} = ")
