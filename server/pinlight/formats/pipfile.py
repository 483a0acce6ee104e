"""Pipfile -> Manifest: packages per category, and the Python that is wanted.

Source: https://pipenv.pypa.io/en/latest/pipfile.html
"""

import re
from collections.abc import Mapping

from pinlight import pep508, toml
from pinlight.formats import Format
from pinlight.formats.reading import Reading, is_true, list_of, repository, table_of, text_of
from pinlight.model import Dependency, Fault, Group, Manifest
from pinlight.text import Span

NAMES = ("Pipfile",)

_OTHERS = ("source", "requires", "scripts", "pipenv", "pipfile")
_MARKERS = (
    "os_name",
    "sys_platform",
    "platform_machine",
    "platform_python_implementation",
    "platform_release",
    "platform_system",
    "platform_version",
    "python_version",
    "python_full_version",
    "implementation_name",
    "implementation_version",
)
_BARE_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:\.\*)?")
_BARE_MARKER = re.compile(r"\s*(===?|~=|!=|<=?|>=?|not in|in)\s*(.*?)\s*", re.DOTALL)


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a Pipfile; `dev-packages` are the group `dev`."""
    document = toml.parse(text)
    reading = Reading(path)
    for category, item in document.root.items():
        if category in _OTHERS or not isinstance(item.value, toml.Table):
            continue
        group = pep508.normal(category)
        group = {"packages": "", "default": "", "dev-packages": "dev", "develop": "dev"}.get(
            group, group
        )
        if group:
            reading.groups.append(Group(group, item.key))
        for name, entry in item.value.items():
            reading.add(_dependency(reading, name, entry), {"group": group})
    _python(reading, table_of(document.root, "requires"))
    return reading.manifest("pipfile", text, document)


def _python(reading: Reading, table: toml.Table) -> None:
    for key, rest in (("python_full_version", ""), ("python_version", ".*")):
        version = text_of(table, key)
        if re.fullmatch(r"[0-9]+(\.[0-9]+)*", version):
            reading.python = f"=={version}{rest}"
            reading.python_span = table[key].inner
            return


def _dependency(reading: Reading, name: str, item: toml.Item) -> Dependency | None:
    """Return one package; a string is its specifier, a table says more."""
    table = item.value if isinstance(item.value, toml.Table) else {"version": item}
    is_inline = item.span.start >= item.key.end
    whole = Span(item.key.start, item.span.end) if is_inline else item.key
    end = Span(whole.end, whole.end)
    found = Dependency(pep508.normal(name), whole, whole, item.key, end, tool="pipenv")
    version = table.get("version")
    if version is not None and isinstance(version.value, str):
        is_bare = _BARE_VERSION.fullmatch(version.value.strip())
        fault = None if is_bare else _version_fault(version.value)
        if fault is not None:
            span = Span(version.at(fault.span.start), version.at(fault.span.end))
            reading.fault(span if span.start < span.end else version.span, fault.message)
            return None
        specifier = version.value.strip()
        found = found._replace(
            specifier="" if specifier == "*" else f"=={specifier}" if is_bare else specifier,
            specifier_span=version.inner,
        )
    elif not isinstance(table, toml.Table):
        reading.fault(item.span, f"what `{name}` asks for is a string or a table")
        return None
    return _located(reading, found, table) if isinstance(table, toml.Table) else found


def _version_fault(value: str) -> Fault | None:
    """Return why `value` is no specifier, with a span inside it; None when it is one."""
    if value.strip() in ("", "*"):
        return None
    lead = "x"
    found = pep508.parsed(lead + value)
    if isinstance(found, Fault):
        return found._replace(span=Span(*(max(at - len(lead), 0) for at in found.span)))
    is_specifier = found.name == lead and not (found.marker or found.extras or found.url)
    return None if is_specifier else pep508.fault(0, len(value), "only versions can stand here")


def _located(reading: Reading, found: Dependency, table: toml.Table) -> Dependency:
    extras = [it.value for it in list_of(table, "extras")]
    found = found._replace(
        extras=tuple(pep508.normal(it) for it in extras if isinstance(it, str)),
        marker=_marker(table),
        is_editable=is_true(table, "editable"),
    )
    if path := text_of(table, "path"):
        return reading.at(found, path)
    url = text_of(table, "file") or text_of(table, "url") or _repository(table)
    if url and "://" not in url:
        return reading.at(found, url)
    return found._replace(url=url, expanded=url) if url else found


def _repository(table: toml.Table) -> str:
    """Return the URL of `git = ...`, whose revision Pipenv calls `ref`."""
    if "ref" in table:
        copy = toml.Table(0)
        copy.update(table)
        copy["rev"] = table["ref"]
        table = copy
    return repository(table)


def _marker(table: toml.Table) -> str:
    """Return the markers of a package: whole, or under the name of their variable."""
    parts = [text_of(table, "markers").strip()]
    for name in _MARKERS:
        match = _BARE_MARKER.fullmatch(text_of(table, name))
        if match:
            value = match[2] if match[2][:1] in ("'", '"') else f"'{match[2]}'"
            parts.append(f"{name} {match[1]} {value}")
    given = [part for part in parts if part]
    if len(given) < 2:
        return "".join(given)
    return " and ".join(f"({part})" if " or " in part else part for part in given)


FORMAT = Format("pipfile", parse)
