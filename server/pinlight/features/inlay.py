"""What stands behind a line in small letters: the installed version, a mark, a count."""

import re
from collections.abc import Iterator

from pinlight.features import Feature
from pinlight.features.hover_parts import count
from pinlight.features.under import LINES
from pinlight.model import Dependency, Entry, Include, Resolution
from pinlight.named import NamedTuple
from pinlight.settings import Settings
from pinlight.text import Span

MARK = "✗"

_PIN = re.compile(r"===?[^,*]+")
_WORDS = {
    "missing": "not installed",
    "wrong-source": "from elsewhere",
    "missing-extra": "extra incomplete",
}


class Hint(NamedTuple):
    """A short text at a place; it is no part of the file."""

    offset: int
    label: str
    tooltip: str  # plain text; "" for none


def inlay(resolution: Resolution, settings: Settings, span: Span) -> tuple[Hint, ...]:
    """Return the hints inside `span`, by position."""
    environment = resolution.environment
    if environment is None or environment.state == "broken":
        return ()
    found = [
        hint
        for entry in (*resolution.entries, *resolution.constraints)
        if entry.manifest is resolution.manifest and entry.dependency.span.touches(span)
        for hint in _of_entry(entry, settings)
    ]
    if settings.hint_includes:
        entries = (*resolution.entries, *resolution.constraints)
        brought = {entry.manifest.path for entry in entries}
        found += [
            _of_include(resolution, include)
            for include in resolution.manifest.includes
            if include.path in brought and include.span.touches(span)
        ]
    return tuple(sorted(found))


def _of_entry(entry: Entry, settings: Settings) -> Iterator[Hint]:
    dependency, verdict = entry.dependency, entry.verdict
    distribution = verdict.distribution
    version = distribution.version if distribution else ""
    offset = _behind(entry)
    if verdict.kind == "satisfied":
        if settings.hint_versions and version and not _is_pin(dependency):
            yield Hint(offset, version, f"{dependency.name} {version} is installed")
    elif verdict.kind in ("missing", "wrong-version", "wrong-source", "missing-extra"):
        if entry.is_constraint and verdict.kind == "missing":
            return  # A constraint asks for nothing by itself.
        if settings.hint_marks:
            words = _WORDS.get(verdict.kind, version)
            yield Hint(offset, f"{MARK} {words}", verdict.detail or "not installed")
        elif settings.hint_versions and version and not _is_pin(dependency):
            yield Hint(offset, version, f"{dependency.name} {version} is installed")


def _behind(entry: Entry) -> int:
    """Return the place behind the requirement; in a structured file behind its quotes."""
    dependency = entry.dependency
    is_line = entry.manifest.kind in LINES
    return dependency.span.end if is_line else dependency.entry.end


def _is_pin(dependency: Dependency) -> bool:
    return _PIN.fullmatch(dependency.specifier) is not None


def _of_include(resolution: Resolution, include: Include) -> Hint:
    counted, behind = count(resolution, include)
    kind = "constraint" if include.is_constraint else "requirement"
    label = f"{counted} {kind}{'s' * (counted != 1)}"
    if behind:
        label += f", {MARK} {behind} out of step"
    return Hint(include.span.end, label, "")


FEATURE = Feature("inlay", inlay)
