"""pyproject.toml -> Manifest: project, extras, dependency groups and build requirements.

Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/
Source: https://packaging.python.org/en/latest/specifications/dependency-groups/
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pinlight import pep508, toml
from pinlight.formats import Format, pip_targets
from pinlight.formats.ignores import ignore
from pinlight.model import NOWHERE, Dependency, Fault, Group, Ignore, Manifest
from pinlight.paths import rules
from pinlight.text import LineIndex, Span
from pinlight.toml_scan import FROZEN

_DEEPEST = 8  # levels of brackets in `[tool.pinlight]`; comparing deeper ones exhausts the stack
_LONGEST_OPTION = 30


def claims(path: str) -> bool:
    """Whether `path` is named exactly pyproject.toml."""
    return path.endswith("pyproject.toml") and rules(path).basename(path) == "pyproject.toml"


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a pyproject.toml; no tool expands variables in it."""
    document = toml.parse(text)
    reading = _Reading()
    root = document.root
    project = reading.table(root, "project", "project")
    name, name_span = reading.string(project, "name")
    reading.project(project)
    reading.groups_of(reading.table(root, "dependency-groups", "dependency-groups"))
    reading.build_system(reading.table(root, "build-system", "build-system"))
    requires_python, requires_python_span = reading.requires_python(project)
    settings = reading.table(reading.table(root, "tool", "tool"), "pinlight", "tool.pinlight")
    return Manifest(
        path,
        "pyproject",
        text,
        tuple(sorted(reading.dependencies, key=_place)),
        groups=tuple(reading.groups),
        requires_python=requires_python,
        requires_python_span=requires_python_span,
        project=pep508.normal(name),
        project_span=name_span,
        settings=_settings(settings),
        faults=_faults(text, document.faults, reading.faults),
        ignores=tuple(_ignores(text, document.comments)) if "pinlight:" in text else (),
    )


class _Reading:
    """What was found so far."""

    def __init__(self) -> None:
        self.dependencies: list[Dependency] = []
        self.groups: list[Group] = []
        self.faults: list[Fault] = []

    def fault(self, span: Span, message: str) -> None:
        self.faults.append(Fault("invalid-requirement", span, message))

    def table(self, parent: toml.Table, key: str, name: str) -> toml.Table:
        """Return the table at `key`; an empty one when there is none."""
        item = parent.get(key)
        if item is not None and isinstance(item.value, toml.Table):
            return item.value
        if item is not None:
            self.fault(item.key, f"`{name}` is not a table")
        return toml.Table(FROZEN)

    def string(self, table: toml.Table, key: str) -> tuple[str, Span]:
        """Return the string at `key` of `[project]` and its place; "" when there is none."""
        item = table.get(key)
        if item is None:
            return "", NOWHERE
        if isinstance(item.value, str):
            return item.value, item.inner
        self.fault(item.span, f"`{key}` is not a string")
        return "", NOWHERE

    def project(self, table: toml.Table) -> None:
        if "dependencies" in table:
            item = table["dependencies"]
            for each in self.items(item, "dependencies"):
                self.requirement(each, "dependencies")
        for name, item in self.table(
            table, "optional-dependencies", "project.optional-dependencies"
        ).items():
            extra = pep508.normal(name)
            self.groups.append(Group(extra, item.key, is_extra=True))
            for each in self.items(item, name):
                self.requirement(each, name, group=extra, is_extra=True)

    def groups_of(self, table: toml.Table) -> None:
        """Read the dependency groups."""
        seen: dict[str, str] = {}
        for name, item in table.items():
            group = pep508.normal(name)
            if group in seen:
                self.fault(item.key, f"`{name}` and `{seen[group]}` are the same group")
            seen.setdefault(group, name)
            includes = []
            for each in self.items(item, name):
                if isinstance(each.value, toml.Table):
                    includes += self.include(each)
                else:
                    self.requirement(each, name, group=group)
            self.groups.append(Group(group, item.key, tuple(includes)))

    def include(self, item: toml.Item) -> list[tuple[str, Span]]:
        """Read an `{include-group = "name"}`."""
        target = item.value.get("include-group")
        if target is not None and len(item.value) == 1 and isinstance(target.value, str):
            return [(pep508.normal(target.value), target.inner)]
        self.fault(item.span, 'a table in a group can only be `{include-group = "name"}`')
        return []

    def build_system(self, table: toml.Table) -> None:
        if "requires" in table:
            for each in self.items(table["requires"], "requires"):
                self.requirement(each, "requires", is_build=True)

    def items(self, item: toml.Item, name: str) -> Iterable[toml.Item]:
        """Return the items of a list of requirements."""
        if isinstance(item.value, list):
            return item.value
        self.fault(item.span, f"`{name}` is not a list of requirements in quotes")
        return ()

    def requirement(self, item: toml.Item, name: str, **place: Any) -> None:
        """Read one requirement; `place` are the fields of a dependency that tell where it is."""
        if not isinstance(item.value, str):
            self.fault(item.span, f"each requirement of `{name}` is a string in quotes")
            return
        found = pep508.parsed(item.value)
        if isinstance(found, Fault):
            found = _explained(found, item.value)
        found = pep508.placed(found, lambda start, end: Span(item.at(start), item.at(end)))
        if isinstance(found, Fault):
            self.fault(
                found.span if found.span.start < found.span.end else item.span, found.message
            )
            return
        if found.url and pip_targets.scheme(found.url) == "file":
            found = found._replace(path=pip_targets.local_path(found.url))
        self.dependencies.append(found._replace(entry=item.span, **place))

    def requires_python(self, table: toml.Table) -> tuple[str, Span]:
        """Return `requires-python` and its place; what is no specifier is also a fault."""
        value, span = self.string(table, "requires-python")
        fault = _specifier_fault(value)
        if fault:
            start, end = map(table["requires-python"].at, fault.span)
            self.fault(Span(start, end), fault.message)
        return value.strip(), span


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


def _explained(fault: Fault, value: str) -> Fault:
    """Say it better where the requirement is one of pip's own language, not of PEP 508."""
    content = value.strip()
    start = value.find(content)
    if content.startswith("-"):
        option = content.replace("=", " ").split()[0]
        if len(option) > _LONGEST_OPTION:
            return fault
        span = Span(start, start + len(option))
        return pep508.fault(*span, f"`{option}` belongs in a requirements file, not here")
    whole = Span(start, start + len(content))
    scheme = pip_targets.scheme(content)
    if scheme and (content.startswith("//", len(scheme) + 1) or scheme in pip_targets.VCS):
        found = pip_targets.requirement(content, "/")
        name = (found.name if isinstance(found, Dependency) else "") or "name"
        return pep508.fault(*whole, f"`{name} @ ` is missing before the URL")
    if content == "." or content.startswith(("./", "../", "/", "~/")):
        message = "a path needs a name and a URL: `name @ file:///absolute/path`"
        return pep508.fault(*whole, message)
    if value.startswith("#", fault.span.start):
        return fault._replace(message="a comment stands outside the quotes")
    return fault


def _settings(table: toml.Table) -> Mapping[str, Any]:
    return {
        name: toml.plain(item) for name, item in table.items() if _is_shallow(item.value, _DEEPEST)
    }


def _is_shallow(value: Any, levels: int) -> bool:
    if not isinstance(value, (list, dict)):
        return True
    items = value.values() if isinstance(value, dict) else value
    return levels > 0 and all(_is_shallow(item.value, levels - 1) for item in items)


def _faults(text: str, broken: tuple[Fault, ...], found: list[Fault]) -> tuple[Fault, ...]:
    """Return all faults by position; on a line that is broken TOML nothing else is reported."""
    if broken and found:
        lines = LineIndex(text)
        noisy = {lines.line(fault.span.start) for fault in broken}
        found = [fault for fault in found if lines.line(fault.span.start) not in noisy]
    return tuple(sorted([*broken, *found], key=_place))


def _ignores(text: str, comments: Iterable[Span]) -> Iterable[Ignore]:
    lines = LineIndex(text)
    for comment in comments:
        found = ignore(text[comment.start : comment.end], lines.span(lines.line(comment.start)))
        if found:
            yield found


def _place(each: Dependency | Fault) -> Span:
    return each.span


FORMAT = Format(name="pyproject", claims=claims, parse=parse)
