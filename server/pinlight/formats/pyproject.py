"""pyproject.toml -> Manifest: project, extras, dependency groups and build requirements.

Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/
Source: https://packaging.python.org/en/latest/specifications/dependency-groups/
"""

from collections.abc import Mapping
from importlib import import_module

from pinlight import pep508, toml
from pinlight.formats import Format
from pinlight.formats.reading import Reading
from pinlight.model import Fault, Group, Manifest
from pinlight.text import Span
from pinlight.typed import Any

NAMES = ("pyproject.toml",)

_TOOLS = ("poetry", "uv", "pdm", "hatch", "pixi", "tox")  # each has a module beside this one

_DEEPEST = 8  # levels of brackets in `[tool.pinlight]`; comparing deeper ones exhausts the stack


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a pyproject.toml; no tool expands variables in it."""
    document = toml.parse(text)
    reading = Reading(path)
    root = document.root
    project = reading.table(root, "project", "project")
    reading.name, reading.name_span = reading.string(project, "name")
    _project(reading, project)
    _groups(reading, reading.table(root, "dependency-groups", "dependency-groups"))
    build_system = reading.table(root, "build-system", "build-system")
    if "requires" in build_system:
        reading.requirements(build_system["requires"], "requires", is_build=True)
    reading.python, reading.python_span = _requires_python(reading, project)
    tool = reading.table(root, "tool", "tool")
    settings = reading.table(tool, "pinlight", "tool.pinlight")
    _tools(reading, tool, project)
    return reading.manifest("pyproject", text, document)._replace(settings=_settings(settings))


def _project(reading: Reading, table: toml.Table) -> None:
    if "dependencies" in table:
        reading.requirements(table["dependencies"], "dependencies")
    extras = reading.table(table, "optional-dependencies", "project.optional-dependencies")
    for name, item in extras.items():
        extra = pep508.normal(name)
        reading.groups.append(Group(extra, item.key, is_extra=True))
        reading.requirements(item, name, group=extra, is_extra=True)


def _groups(reading: Reading, table: toml.Table) -> None:
    """Read the dependency groups."""
    seen: dict[str, str] = {}
    for name, item in table.items():
        group = pep508.normal(name)
        if group in seen:
            reading.fault(item.key, f"`{name}` and `{seen[group]}` are the same group")
        seen.setdefault(group, name)
        includes = []
        for each in reading.items(item, name):
            if isinstance(each.value, toml.Table):
                includes += _include(reading, each)
            else:
                reading.add(reading.requirement(each, name), {"group": group})
        reading.groups.append(Group(group, item.key, tuple(includes)))


def _include(reading: Reading, item: toml.Item) -> list[tuple[str, Span]]:
    """Read an `{include-group = "name"}`."""
    target = item.value.get("include-group")
    if target is not None and len(item.value) == 1 and isinstance(target.value, str):
        return [(pep508.normal(target.value), target.inner)]
    reading.fault(item.span, 'a table in a group can only be `{include-group = "name"}`')
    return []


def _requires_python(reading: Reading, table: toml.Table) -> tuple[str, Span]:
    """Return `requires-python` and its place; what is no specifier is also a fault."""
    value, span = reading.string(table, "requires-python")
    fault = _specifier_fault(value)
    if fault:
        start, end = map(table["requires-python"].at, fault.span)
        reading.fault(Span(start, end), fault.message)
    return value.strip(), span


def _tools(reading: Reading, tool: toml.Table, project: toml.Table) -> None:
    """Read what the tools that manage projects have in tables of their own."""
    for name in _TOOLS:
        item = tool.get(name)
        if item is not None and isinstance(item.value, toml.Table):
            import_module(f"pinlight.formats.{name}").read(reading, item.value, project)


def _specifier_fault(value: str) -> Fault | None:
    """Return why `value` is no specifier, with a span inside it; None when it is one."""
    for clause in value.split(","):
        content = clause.strip()
        if content and not pep508.CLAUSE.fullmatch(content):
            break
    else:
        return None
    if content[0] not in "<>=!~^":
        start = value.find(content)
        message = f"an operator such as `>=` is missing before `{content[:20]}`"
        return pep508.fault(start, start + len(content), message)
    prefix = "python "
    found = pep508.parsed(prefix + value)
    if isinstance(found, Fault) and found.span.start >= len(prefix):
        return found._replace(span=Span(*(at - len(prefix) for at in found.span)))
    return pep508.fault(0, len(value), "only versions such as `>=3.10` can stand here")


def _settings(table: toml.Table) -> Mapping[str, Any]:
    return {
        name: toml.plain(item) for name, item in table.items() if _is_shallow(item.value, _DEEPEST)
    }


def _is_shallow(value: Any, levels: int) -> bool:
    if not isinstance(value, (list, dict)):
        return True
    items = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(item.value, levels - 1) for item in items)


FORMAT = Format("pyproject", parse)
