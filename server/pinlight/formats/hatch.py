"""`[tool.hatch.envs.*]` of a pyproject.toml: each environment's own dependencies.

They belong to Hatch's environments, not to the project's: their groups are called `hatch:name`
and are judged only where the settings select them.
Source: https://hatch.pypa.io/latest/config/environment/overview/
"""

from pinlight import pep508, toml
from pinlight.formats.reading import Reading, list_of, table_of, text_of
from pinlight.model import Dependency, Group
from pinlight.text import Span

_LISTS = ("dependencies", "extra-dependencies")


def read(reading: Reading, table: toml.Table, _: toml.Table) -> None:
    environments = table_of(table, "envs")
    for name in environments:
        own = table_of(environments, name)
        group = group_of(name)
        reading.groups.append(Group(group, environments[name].key, _includes(environments, name)))
        for key in _LISTS:
            if key in own:
                reading.requirements(own[key], key, group=group, tool="hatch")
        for item in list_of(own, "features"):
            reading.add(_feature(reading.name, item), {"group": group, "tool": "hatch"})


def group_of(name: str) -> str:
    """Return the group that stands for the environment `name` of Hatch."""
    return f"hatch:{pep508.normal(name)}"


def _includes(environments: toml.Table, name: str) -> tuple[tuple[str, Span], ...]:
    """Return what the environment takes over: its template's dependencies, and groups."""
    own = table_of(environments, name)
    template = text_of(own, "template") or "default"
    includes = []
    if template not in (name, "self") and template in environments and "detached" not in own:
        place = own["template"].inner if "template" in own else environments[name].key
        includes.append((group_of(template), place))
    includes += [
        (pep508.normal(item.value), item.inner)
        for item in list_of(own, "dependency-groups")
        if isinstance(item.value, str)
    ]
    return tuple(includes)


def _feature(project: str, item: toml.Item) -> Dependency | None:
    """Return an extra of the project itself as `project[extra]`."""
    if not project or not isinstance(item.value, str):
        return None
    end = Span(item.inner.end, item.inner.end)
    extra = pep508.normal(item.value)
    name = pep508.normal(project)
    return Dependency(name, item.inner, item.span, item.inner, end, extras=(extra,))
