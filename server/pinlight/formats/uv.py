"""`[tool.uv]` of a pyproject.toml: groups, constraints, overrides and sources.

Source: https://docs.astral.sh/uv/reference/settings/
"""

from pinlight import pep508, toml
from pinlight.formats.reading import Reading, is_true, list_of, repository, table_of, text_of
from pinlight.model import Dependency, Group


def read(reading: Reading, table: toml.Table, _: toml.Table) -> None:
    """Take in what uv adds to the project; its sources say where the packages come from."""
    _dev_dependencies(reading, table)
    _default_groups(reading, table)
    for name, found in (
        ("constraint-dependencies", reading.constraints),
        ("override-dependencies", reading.overrides),
    ):
        for item in list_of(table, name):
            if isinstance(item.value, str) and (one := reading.requirement(item, name)):
                found.append(one._replace(tool="uv"))
    sources = {
        pep508.normal(name): item.value
        for name, item in table_of(table, "sources").items()
        if isinstance(item.value, toml.Table)  # A list names one per platform: not told apart.
    }
    if sources:
        reading.dependencies = [
            _sourced(reading, it, sources[it.name]) if it.name in sources else it
            for it in reading.dependencies
        ]


def _dev_dependencies(reading: Reading, table: toml.Table) -> None:
    """Read the group `dev` as it was written before there were dependency groups."""
    item = table.get("dev-dependencies")
    if item is None:
        return
    if not any(group.name == "dev" and not group.is_extra for group in reading.groups):
        reading.groups.append(Group("dev", item.key))
    reading.requirements(item, "dev-dependencies", group="dev", tool="uv")


def _default_groups(reading: Reading, table: toml.Table) -> None:
    item = table.get("default-groups")
    if item is None:
        return
    if item.value == "all":
        names = [group.name for group in reading.groups if not group.is_extra]
    else:
        values = [it.value for it in list_of(table, "default-groups")]
        names = [pep508.normal(name) for name in values if isinstance(name, str)]
    reading.default_groups = tuple(names)


def _sourced(reading: Reading, dependency: Dependency, source: toml.Table) -> Dependency:
    """Return `dependency` as coming from `source`; one that only names an index changes nothing."""
    if dependency.is_build or dependency.url:
        return dependency
    for condition in ("marker", "extra", "group"):
        if condition in source:
            return dependency  # It may come from elsewhere.
    if is_true(source, "workspace"):
        return dependency._replace(is_local=True)
    if path := text_of(source, "path"):
        found = reading.at(dependency, path)
        return found._replace(is_editable=is_true(source, "editable"))
    url = text_of(source, "url") or repository(source)
    return dependency._replace(url=url, expanded=url) if url else dependency
