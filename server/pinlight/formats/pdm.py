"""`[tool.pdm]` of a pyproject.toml: development dependencies and overrides.

Source: https://pdm-project.org/latest/reference/pep621/
"""

from collections.abc import Iterator

from pinlight import pep508, toml
from pinlight.formats import pip_targets
from pinlight.formats.reading import Reading, list_of, table_of
from pinlight.model import Dependency, Fault, Group
from pinlight.text import Span

_FLAGS = ("-e ", "--editable ")


def read(reading: Reading, table: toml.Table, _: toml.Table) -> None:
    """Take in PDM's own groups; it installs all groups unless told otherwise."""
    groups = table_of(table, "dev-dependencies")
    known = {group.name for group in reading.groups if not group.is_extra}
    for name, item in groups.items():
        group = pep508.normal(name)
        if group not in known:
            reading.groups.append(Group(group, item.key))
        for each in list_of(groups, name):
            reading.add(_requirement(reading, each, name), {"group": group, "tool": "pdm"})
    is_used = "distribution" in table or "resolution" in table or "source" in table or groups
    if is_used:
        names = [group.name for group in reading.groups if not group.is_extra]
        reading.default_groups = tuple(dict.fromkeys(names))
    reading.overrides += _overrides(table_of(table, "resolution", "overrides"))


def _requirement(reading: Reading, item: toml.Item, name: str) -> Dependency | None:
    """Return one entry: PDM also takes `-e` with a URL in front of a requirement."""
    value = item.value
    flag = next((it for it in _FLAGS if isinstance(value, str) and value.startswith(it)), "")
    if not flag:
        return reading.requirement(item, name)
    root = reading.path.replace("\\", "/").rpartition("/")[0].lstrip("/")
    found = pip_targets.editable(value[len(flag) :].strip(), "/")
    if isinstance(found, Fault):
        return reading.placed(found._replace(span=Span(0, len(value))), item)
    url = found.url.replace("${PROJECT_ROOT}", root)
    whole = Span(0, len(value))
    start = value.rfind(found.name) if found.name else -1
    name_span = Span(start, start + len(found.name)) if start >= 0 else Span(0, 0)
    end = Span(len(value), len(value))
    found = found._replace(
        span=whole, entry=whole, name_span=name_span, specifier_span=end, url=url, expanded=url
    )
    return reading.placed(found, item)


def _overrides(table: toml.Table) -> Iterator[Dependency]:
    """Yield what `[tool.pdm.resolution.overrides]` says: a version, a specifier or a URL."""
    for name, item in table.items():
        value = item.value
        if not isinstance(value, str):
            continue
        start = item.inner
        is_url = "://" in value
        specifier = "" if is_url else value.strip()
        if pep508.VERSION.fullmatch(specifier):
            specifier = f"=={specifier}"
        yield Dependency(
            pep508.normal(name),
            Span(item.key.start, item.span.end),
            Span(item.key.start, item.span.end),
            item.key,
            start,
            specifier="" if specifier == "*" else specifier,
            url=value if is_url else "",
            expanded=value if is_url else "",
            tool="pdm",
        )
