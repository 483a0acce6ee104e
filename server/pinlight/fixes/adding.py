"""A file -> the edit that adds one requirement to it, as its other lines are written. No fix."""

import re

from pinlight import toml
from pinlight.model import Dependency, Edit, Manifest
from pinlight.text import LineIndex, Span

_HEADER = re.compile(r"(?m)^[ \t]*\[[ \t]*project[ \t]*\][ \t]*(?:#.*)?$")
_OPENING = re.compile(r"\[[ \t]*\r?\n([ \t]+)")


def added(manifest: Manifest, name: str, version: str) -> tuple[Edit, ...]:
    """Return the edit that adds `name` to the file, with the operator that its other lines have
    and `version` ("": none); () where the file is not the place for it."""
    if manifest.generator or manifest.has_hashes or manifest.faults:
        return ()
    own = [it for it in manifest.dependencies if not it.group and not it.is_build]
    requirement = name + _specifier(own, version)
    if manifest.kind == "requirements":
        return (_line(manifest, own, name, requirement),)
    if manifest.kind == "pyproject" and manifest.project:
        return _item(manifest, name, requirement)
    return ()


def _specifier(own: list[Dependency], version: str) -> str:
    """Return the specifier in the manner of the file: the operator that most of its lines have."""
    operators = [it.specifier[:2] for it in own if not it.url]
    common = max(("==", ">=", "~="), key=operators.count)
    is_usual = version and "+" not in version and operators.count(common) * 2 > len(operators)
    return f"{common}{version}" if is_usual else ""


def _line(manifest: Manifest, own: list[Dependency], name: str, requirement: str) -> Edit:
    text = manifest.text
    end = "\r\n" if "\r\n" in text else "\n"
    before = _before(own, name)
    if before is None and own:
        start = LineIndex(text).span(LineIndex(text).line(own[0].entry.start)).start
        return Edit(manifest.path, Span(start, start), requirement + end)
    lines = LineIndex(text)
    at = lines.span(lines.line(before.entry.end)).end if before else len(text)
    opening = end if at and text[at - 1] not in "\r\n" else ""
    closing = end if at == len(text) else ""
    return Edit(manifest.path, Span(at, at), opening + requirement + closing)


def _before(own: list[Dependency], name: str) -> Dependency | None:
    """Return the line after which `name` comes: by name where they are sorted, else the last."""
    names = [it.name for it in own]
    if names != sorted(names):
        return own[-1]
    smaller = [it for it in own if it.name < name]
    return smaller[-1] if smaller else None


def _item(manifest: Manifest, name: str, requirement: str) -> tuple[Edit, ...]:
    text, path = manifest.text, manifest.path
    project = toml.parse(text).root.get("project")
    if project is None or not isinstance(project.value, toml.Table):
        return ()
    table = project.value
    dynamic = toml.plain(table["dynamic"]) if "dynamic" in table else ()
    if "dependencies" in dynamic:
        return ()
    if "dependencies" not in table:
        header = _HEADER.search(text)
        if header is None:
            return ()
        keys = [it.span.end for it in table.values() if header.end() < it.key.start < it.span.start]
        at = LineIndex(text).span(LineIndex(text).line(max(keys, default=header.end()))).end
        return (Edit(path, Span(at, at), f'\ndependencies = ["{requirement}"]'),)
    return _in_list(manifest, table["dependencies"], name, requirement)


def _in_list(
    manifest: Manifest, listed: toml.Item, name: str, requirement: str
) -> tuple[Edit, ...]:
    text, path = manifest.text, manifest.path
    if not isinstance(listed.value, list):
        return ()
    if not listed.value:
        return (Edit(path, listed.span, f'["{requirement}"]'),)
    opening = _OPENING.match(text, listed.span.start)
    inside = [it for it in manifest.dependencies if listed.span.covers(it.span)]
    before = _before(inside, name) if inside else None
    if before is None and inside:
        first = listed.value[0].span.start
        between = f"\n{opening[1]}" if opening else " "
        return (Edit(path, Span(first, first), f'"{requirement}",{between}'),)
    at = before.entry.end if before else listed.value[-1].span.end
    between = f"\n{opening[1]}" if opening else " "
    return (Edit(path, Span(at, at), f',{between}"{requirement}"'),)
