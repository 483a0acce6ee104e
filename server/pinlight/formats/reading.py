"""What the tables of a TOML file declare, collected as they are read; the same for every tool."""

from collections.abc import Iterable, Mapping

from pinlight import pep508, toml
from pinlight.formats import pip_targets
from pinlight.formats.ignores import ignore
from pinlight.model import NOWHERE, Dependency, Fault, Group, Ignore, Include, Kind, Manifest
from pinlight.paths import rules
from pinlight.text import LineIndex, Span
from pinlight.toml.scan import FROZEN
from pinlight.typed import Any

_LONGEST_OPTION = 30
_NOTHING = toml.Table(FROZEN)


class Reading:
    """What was found so far in the file at `path`."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.dependencies: list[Dependency] = []
        self.constraints: list[Dependency] = []
        self.overrides: list[Dependency] = []
        self.groups: list[Group] = []
        self.includes: list[Include] = []
        self.default_groups: tuple[str, ...] | None = None
        self.faults: list[Fault] = []
        self.name = ""  # of the project, as written
        self.name_span = NOWHERE
        self.python = ""  # the Pythons that it supports
        self.python_span = NOWHERE

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

    def items(self, item: toml.Item, name: str) -> Iterable[toml.Item]:
        """Return the items of a list of requirements."""
        if isinstance(item.value, list):
            return item.value
        self.fault(item.span, f"`{name}` is not a list of requirements in quotes")
        return ()

    def requirements(self, item: toml.Item, name: str, **place: Any) -> None:
        """Read a list of requirements; `place` are the fields of a dependency that tell where it
        is."""
        for each in self.items(item, name):
            self.add(self.requirement(each, name), place)

    def add(self, dependency: Dependency | None, place: Mapping[str, Any]) -> None:
        """Take in a dependency with where it is; None is left out."""
        if dependency is not None:
            self.dependencies.append(dependency._replace(**place))

    def requirement(self, item: toml.Item, name: str) -> Dependency | None:
        """Return one requirement; None, with a fault, when it cannot be read."""
        if not isinstance(item.value, str):
            self.fault(item.span, f"each requirement of `{name}` is a string in quotes")
            return None
        found = pep508.parsed(item.value)
        if isinstance(found, Fault):
            found = _explained(found, item.value)
        return self.placed(found, item)

    def placed(self, found: Dependency | Fault, item: toml.Item) -> Dependency | None:
        """Return what was read in the string `item`, at its place in the file; a fault is noted."""
        found = pep508.placed(found, lambda start, end: Span(item.at(start), item.at(end)))
        if isinstance(found, Fault):
            is_empty = found.span.start >= found.span.end
            self.fault(item.span if is_empty else found.span, found.message)
            return None
        if found.url and pip_targets.scheme(found.url) == "file":
            found = found._replace(path=pip_targets.local_path(found.url))
        return found._replace(entry=item.span)

    def manifest(self, kind: Kind, text: str, document: toml.Document) -> Manifest:
        """Return all that was found in `text`."""
        has_ignores = "pinlight:" in text
        return Manifest(
            self.path,
            kind,
            text,
            tuple(sorted(self.dependencies, key=_place)),
            tuple(self.constraints),
            includes=tuple(self.includes),
            groups=tuple(self.groups),
            requires_python=self.python,
            requires_python_span=self.python_span,
            project=pep508.normal(self.name),
            project_span=self.name_span,
            faults=_faults(text, document.faults, self.faults),
            ignores=tuple(_ignores(text, document.comments)) if has_ignores else (),
            overrides=tuple(self.overrides),
            default_groups=self.default_groups,
        )

    def at(self, dependency: Dependency, path: str) -> Dependency:
        """Return `dependency` as one of the local folder or file `path`, relative to this file."""
        module = rules(self.path)
        absolute = module.normpath(module.join(module.dirname(self.path), path))
        return dependency._replace(url=absolute, expanded=absolute, path=absolute)


def text_of(table: toml.Table, key: str) -> str:
    """Return the string at `key`; "" when there is none."""
    item = table.get(key)
    return item.value if item is not None and isinstance(item.value, str) else ""


def table_of(table: toml.Table, *keys: str) -> toml.Table:
    """Return the table below `table` at dotted `keys`; an empty one when there is none."""
    for key in keys:
        item = table.get(key)
        if item is None or not isinstance(item.value, toml.Table):
            return _NOTHING
        table = item.value
    return table


def list_of(table: toml.Table, key: str) -> list[toml.Item]:
    """Return the items of the array at `key`; none when it is not one."""
    item = table.get(key)
    return item.value if item is not None and isinstance(item.value, list) else []


def is_true(table: toml.Table, key: str) -> bool:
    item = table.get(key)
    return item is not None and item.value is True


def repository(table: toml.Table) -> str:
    """Return the URL of what `git = ...` with its `rev`, `tag` or `branch` names; "" for none.

    Source: https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
    """
    place = text_of(table, "git")
    if not place:
        return ""
    if "://" not in place:
        host, colon, path = place.partition(":")
        place = f"ssh://{host}/{path}" if colon and "@" in host else place
    revision = text_of(table, "rev") or text_of(table, "tag") or text_of(table, "branch")
    folder = text_of(table, "subdirectory")
    start = place if place.startswith("git+") else f"git+{place}"
    return (
        start + (f"@{revision}" if revision else "") + (f"#subdirectory={folder}" if folder else "")
    )


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
