"""`[tool.poetry]` of a pyproject.toml: dependencies, groups and extras.

Beside a `[project]` table with dependencies, those of Poetry only say where packages come from.
Source: https://python-poetry.org/docs/pyproject/
Source: https://python-poetry.org/docs/dependency-specification/
"""

from collections.abc import Iterator, Mapping

from pinlight import pep508, toml
from pinlight.formats.poetry_versions import marker, platform_marker, specifier
from pinlight.formats.reading import Reading, is_true, list_of, repository, table_of, text_of
from pinlight.model import Dependency, Group
from pinlight.text import Span
from pinlight.typed import Any


def read(reading: Reading, table: toml.Table, project: toml.Table) -> None:
    """Take in what Poetry adds to the project."""
    if "name" not in project and "name" in table:
        reading.name, reading.name_span = reading.string(table, "name")
    main = table_of(table, "dependencies")
    _python(reading, main, project)
    dynamic = [it.value for it in list_of(project, "dynamic")]
    is_standard = "dependencies" in project or "optional-dependencies" in project
    if is_standard and not {"dependencies", "optional-dependencies"} & {*map(str, dynamic)}:
        _enrich(reading, main, "")
    else:
        _main(reading, table, main)
    _groups(reading, table)


def _python(reading: Reading, main: toml.Table, project: toml.Table) -> None:
    """Take the Pythons from the dependency `python`, where no standard field names them."""
    item = main.get("python")
    if "requires-python" in project or item is None or not isinstance(item.value, str):
        return
    reading.python = specifier(item.value) or ""
    reading.python_span = item.inner
    if specifier(item.value) is None:
        reading.fault(item.span, f"Poetry cannot read the constraint `{item.value[:40]}`")


def _main(reading: Reading, table: toml.Table, main: toml.Table) -> None:
    """Read the dependencies of the package; an optional one belongs to extras that name it."""
    extras = table_of(table, "extras")
    wanted: dict[str, list[str]] = {}
    for name, item in extras.items():
        extra = pep508.normal(name)
        reading.groups.append(Group(extra, item.key, is_extra=True))
        for each in list_of(extras, name):
            if isinstance(each.value, str):
                wanted.setdefault(pep508.normal(each.value), []).append(extra)
    for dependency, is_optional in dependencies(reading, main):
        # What no extra names is never installed: nothing defines the extra of its own name.
        groups = wanted.get(dependency.name, [dependency.name]) if is_optional else [""]
        for group in groups:
            reading.add(dependency, {"group": group, "is_extra": is_optional})


def _groups(reading: Reading, table: toml.Table) -> None:
    """Read Poetry's groups, and which of all groups it installs when nothing else is said."""
    groups = table_of(table, "group")
    optional = set()
    for name, item in groups.items():
        own = table_of(groups, name)
        if is_true(own, "optional"):
            optional.add(pep508.normal(name))
        includes = tuple(
            (pep508.normal(each.value), each.inner)
            for each in list_of(own, "include-groups")
            if isinstance(each.value, str)
        )
        _group(reading, pep508.normal(name), item.key, table_of(own, "dependencies"), includes)
    if "dev-dependencies" in table:
        _group(reading, "dev", table["dev-dependencies"].key, table_of(table, "dev-dependencies"))
    known = [group.name for group in reading.groups if not group.is_extra]
    reading.default_groups = tuple(dict.fromkeys(it for it in known if it not in optional))


def _group(
    reading: Reading,
    group: str,
    key: Span,
    table: toml.Table,
    includes: tuple[tuple[str, Span], ...] = (),
) -> None:
    if any(it.name == group and not it.is_extra and it.span != key for it in reading.groups):
        is_standard = any(it.group == group and not it.tool for it in reading.dependencies)
        if is_standard:
            _enrich(reading, table, group)
            return
    else:
        reading.groups.append(Group(group, key, includes))
    for dependency, _ in dependencies(reading, table):
        reading.add(dependency, {"group": group})


def _enrich(reading: Reading, table: toml.Table, group: str) -> None:
    """Give the standard dependencies the places that Poetry's table names for them."""
    places = {it.name: it for it, _ in dependencies(reading, table) if it.url}
    for index, dependency in enumerate(reading.dependencies):
        place = places.get(dependency.name)
        is_meant = dependency.group == group or (not group and dependency.is_extra)
        if place and is_meant and not dependency.is_build and not dependency.tool:
            reading.dependencies[index] = dependency._replace(
                url=place.url,
                expanded=place.expanded,
                path=place.path,
                is_editable=place.is_editable,
            )


def dependencies(reading: Reading, table: toml.Table) -> Iterator[tuple[Dependency, bool]]:
    """Yield each dependency of a table, one per constraint, and whether it is optional."""
    for name, item in table.items():
        if name.lower() == "python":
            continue
        parts = item.value if isinstance(item.value, list) else [item]
        for part in parts:
            whole = _place(item, part)
            found = dependency_of(reading, name, item.key, part, whole)
            if found is not None:
                is_optional = isinstance(part.value, toml.Table) and is_true(part.value, "optional")
                yield found, is_optional


def _place(item: toml.Item, part: toml.Item) -> Span:
    """Return what to mark: the key with its value; of several constraints each its own."""
    if part is not item:
        return part.span
    is_inline = item.span.start >= item.key.end  # Else a header or dotted keys name the table.
    return Span(item.key.start, item.span.end) if is_inline else item.key


def dependency_of(
    reading: Reading, name: str, key: Span, part: toml.Item, whole: Span
) -> Dependency | None:
    """Return one constraint of `name` as a dependency; None, with a fault, if it is none."""
    table = part.value if isinstance(part.value, toml.Table) else {"version": part}
    version = table.get("version")
    end = Span(whole.end, whole.end)
    base = Dependency(pep508.normal(name), whole, whole, key, end, tool="poetry")
    if version is not None and isinstance(version.value, str):
        read_specifier = specifier(version.value)
        if read_specifier is None:
            said = f"Poetry cannot read the constraint `{version.value[:40]}`"
            reading.fault(version.span, said)
            return None
        base = base._replace(specifier=read_specifier, specifier_span=version.inner)
    elif not isinstance(part.value, toml.Table):
        reading.fault(part.span, f"the constraint of `{name}` is a string or a table")
        return None
    return _located(reading, base, table) if isinstance(table, toml.Table) else base


def _located(reading: Reading, base: Dependency, table: toml.Table) -> Dependency:
    """Return `base` with what its table says besides the version."""
    extras = [it.value for it in list_of(table, "extras")]
    fields: Mapping[str, Any] = {
        "extras": tuple(pep508.normal(it) for it in extras if isinstance(it, str)),
        "marker": _marker(table),
        "is_editable": is_true(table, "develop"),
    }
    base = base._replace(**fields)
    place = text_of(table, "path") or text_of(table, "file")
    if place:
        folder = text_of(table, "subdirectory")
        return reading.at(base, f"{place}/{folder}" if folder else place)
    url = text_of(table, "url") or repository(table)
    return base._replace(url=url, expanded=url) if url else base


def _marker(table: toml.Table) -> str:
    """Return the markers of a constraint and those that `python` and `platform` stand for."""
    parts = [
        text_of(table, "markers").strip(),
        marker(text_of(table, "python")) or "",
        platform_marker(text_of(table, "platform")),
    ]
    given = [part for part in parts if part]
    if len(given) < 2:
        return "".join(given)
    return " and ".join(f"({part})" if " or " in part else part for part in given)
