"""`[tool.hatch.envs.*]` of a pyproject.toml: each environment's own dependencies.

They belong to Hatch's environments, not to the project's: their groups are called `hatch:name`
and are judged in that environment, and where the settings select them. An environment takes over
each option that it does not set itself from its template. What overrides add for a platform is
under a marker; what they add under other conditions is known only when Hatch runs, and left out.
Source: https://hatch.pypa.io/latest/config/environment/overview/
"""

from collections.abc import Iterator

from pinlight import pep508, toml
from pinlight.formats.reading import Reading, is_true, list_of, table_of, text_of
from pinlight.model import Dependency, Group
from pinlight.text import Span

_LISTS = ("dependencies", "extra-dependencies")
_OPTIONS = (*_LISTS, "features", "dependency-groups")
_PLATFORMS = {
    "linux": "sys_platform == 'linux'",
    "macos": "sys_platform == 'darwin'",
    "windows": "sys_platform == 'win32'",
}

_Include = tuple[str, Span]


def read(reading: Reading, table: toml.Table, _: toml.Table) -> None:
    """Take in Hatch's environments."""
    environments = table_of(table, "envs")
    split = {name for name in environments if _is_split(environments, name)}
    for name in environments:
        own = table_of(environments, name)
        group, key = group_of(name), environments[name].key
        place = own["template"].inner if "template" in own else key
        includes: dict[str, Span] = {}
        for option in _OPTIONS:
            source = _setter(environments, name, option)
            if source != name:
                includes |= {_part(source, option, split): place} if source else {}
                continue
            inner = dict(_option(reading, own, option, _part(name, option, split)))
            above = _setter(environments, name, option, is_above=True)
            if option not in own and above:
                inner[_part(above, option, split)] = place
            if name in split:
                where = own[option].key if option in own else key
                reading.groups.append(Group(_part(name, option, split), where, _pairs(inner)))
                inner = {_part(name, option, split): where}
            includes |= inner
        reading.groups.append(Group(group, key, _pairs(includes)))


def _pairs(includes: dict[str, Span]) -> tuple[_Include, ...]:
    return tuple(includes.items())


def _part(name: str, option: str, split: set[str]) -> str:
    """Return the group that holds what an environment sets for an option."""
    return f"{group_of(name)}.{option}" if name in split else group_of(name)


def group_of(name: str) -> str:
    """Return the group that stands for the environment `name` of Hatch."""
    return f"hatch:{pep508.normal(name)}"


def _option(reading: Reading, own: toml.Table, option: str, group: str) -> Iterator[_Include]:
    """Take in what one option asks for; yields the groups of the project that it names."""
    place = {"group": group, "tool": "hatch"}
    if option in _LISTS and option in own:
        reading.requirements(own[option], option, **place)
    elif option == "features":
        for item in list_of(own, option):
            reading.add(_feature(reading.name, item), place)
    elif option == "dependency-groups":
        for item in list_of(own, option):
            if isinstance(item.value, str):
                yield pep508.normal(item.value), item.inner
    for item, marker in _added(own, option):
        found = reading.requirement(item, option)
        if found is not None:
            both = f"({found.marker}) and {marker}" if found.marker and marker else ""
            reading.add(found, {**place, "marker": both or found.marker or marker})


def _added(own: toml.Table, option: str) -> Iterator[tuple[toml.Item, str]]:
    """Yield what overrides always add to a list of requirements, with a marker: for a platform,
    and for a variable that the whole matrix has."""
    overrides = table_of(own, "overrides")
    tables = [(table_of(overrides, "platform", it), marker) for it, marker in _PLATFORMS.items()]
    matrix = [it.value for it in list_of(own, "matrix") if isinstance(it.value, toml.Table)]
    tables += [
        (table_of(overrides, "matrix", variable), "")
        for variable in table_of(overrides, "matrix")
        if matrix and all(variable in each for each in matrix)
    ]
    for table, marker in tables if option in _LISTS else ():
        for item in list_of(table, option):
            if isinstance(item.value, str):  # A table has conditions.
                yield item, marker


def _setter(environments: toml.Table, name: str, option: str, *, is_above: bool = False) -> str:
    """Return the environment that gives `name` an option: itself, or the nearest of its templates
    that sets it or adds to it; `is_above`: only a template. "": none does."""
    seen: set[str] = set()
    while name in environments and name not in seen:
        seen.add(name)
        own = table_of(environments, name)
        is_set = option in own or any(_added(own, option))
        if is_set and not is_above:
            return name
        is_above = False
        is_alone = is_true(own, "detached") or name == "default"
        name = text_of(own, "template") or ("" if is_alone else "default")
    return ""


def _is_split(environments: toml.Table, name: str) -> bool:
    """Whether another environment takes over some of what this one holds, but not all of it."""
    whole = {option: _setter(environments, name, option) for option in _OPTIONS}
    for other in environments:
        taken = {option: _setter(environments, other, option) for option in _OPTIONS}
        own = table_of(environments, other)
        adding = [it for it in _OPTIONS if taken[it] == other and it not in own]
        above = [_setter(environments, other, it, is_above=True) for it in adding]
        is_used = other != name and name in (*taken.values(), *above)
        if is_used and any(source and taken[option] != source for option, source in whole.items()):
            return True
    return False


def _feature(project: str, item: toml.Item) -> Dependency | None:
    """Return an extra of the project itself as `project[extra]`."""
    if not project or not isinstance(item.value, str):
        return None
    end = Span(item.inner.end, item.inner.end)
    extra = pep508.normal(item.value)
    name = pep508.normal(project)
    return Dependency(name, item.inner, item.span, item.inner, end, extras=(extra,))
