"""What a requirement asks for, what is installed, from where, and which environment serves it."""

from collections.abc import Iterator
from typing import NamedTuple

from pinlight.features import Feature
from pinlight.markdown import code, plain
from pinlight.model import Distribution, Entry, Include, Resolution
from pinlight.text import Span
from pinlight.words import short

WORDS = {
    "satisfied": "satisfied",
    "missing": "not installed",
    "wrong-version": "wrong version",
    "wrong-source": "installed from somewhere else",
    "missing-extra": "its extras are incomplete",
    "not-needed": "not needed here: its marker is false",
    "unknown": "cannot be told",
}


class Hover(NamedTuple):
    """Markdown about the text at `span`."""

    span: Span
    markdown: str


def hover(resolution: Resolution, offset: int) -> Hover | None:
    """Return what is known of the requirement or include at `offset`; None elsewhere."""
    at = Span(offset, offset)
    for entry in (*resolution.entries, *resolution.constraints):
        if entry.manifest is resolution.manifest and entry.dependency.span.touches(at):
            lines = [*_requirement(resolution, entry), "", _environment(resolution)]
            return Hover(entry.dependency.span, "\n".join(lines))
    for include in resolution.manifest.includes:
        if include.span.touches(at):
            lines = [_include(resolution, include), "", _environment(resolution)]
            return Hover(include.span, "\n".join(lines))
    return None


def _requirement(resolution: Resolution, entry: Entry) -> Iterator[str]:
    dependency, verdict = entry.dependency, entry.verdict
    installed = verdict.distribution
    title = dependency.name or dependency.url
    version = f" {installed.version}" if installed and installed.version else ""
    yield f"**{plain(title + version)}**"
    if installed and installed.summary:
        yield ""
        yield plain(installed.summary)
    yield ""
    yield f"- required: {_required(dependency.specifier)} here"
    for other in _others(resolution, entry):
        role = "constrained" if other.is_constraint else "required"
        where = short(other.manifest.path, resolution.manifest.path)
        yield f"- {role}: {_required(other.dependency.specifier)} by {code(where)}"
    if dependency.marker:
        yield f"- only if {code(dependency.marker)}"
    if installed:
        yield f"- installed: {_installed(installed)}"
    if resolution.environment is not None:
        detail = f" ({plain(verdict.detail)})" if verdict.detail else ""
        yield f"- state: {WORDS[verdict.kind]}{detail}"


def _required(specifier: str) -> str:
    return code(specifier) if specifier else "any version"


def _others(resolution: Resolution, entry: Entry) -> Iterator[Entry]:
    for other in (*resolution.entries, *resolution.constraints):
        if other.dependency.name == entry.dependency.name != "" and other is not entry:
            yield other


def _installed(distribution: Distribution) -> str:
    parts = [plain(distribution.version) or "unknown version"]
    if distribution.installer:
        parts.append(f"by {plain(distribution.installer)}")
    origin = distribution.origin
    if origin is not None:
        from pinlight.origins import without_secrets

        kind = "editable, from" if origin.is_editable else "from"
        parts.append(f"{kind} {code(without_secrets(origin.url))}")
    return ", ".join(parts)


def _include(resolution: Resolution, include: Include) -> str:
    inside = [
        entry
        for entry in (*resolution.entries, *resolution.constraints)
        if entry.manifest.path == include.path
    ]
    bad = [entry for entry in inside if entry.verdict.kind not in ("satisfied", "not-needed")]
    kind = "constraints" if include.is_constraint else "requirements"
    state = f", {len(bad)} out of step" if bad and resolution.environment else ""
    return f"{code(include.target)}: {len(inside)} {kind}{state}"


def _environment(resolution: Resolution) -> str:
    choice = resolution.choice
    if not choice.prefix:
        return f"No environment: {plain(choice.reason)}"
    environment = resolution.environment
    python = f", Python {plain(environment.python)}" if environment else ""
    where = code(short(choice.prefix, resolution.manifest.path))
    return f"Environment: {where}{python} ({plain(choice.reason)})"


FEATURE = Feature("hover", hover)
