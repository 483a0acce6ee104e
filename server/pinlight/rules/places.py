"""How rules name a requirement and where they show what concerns it. No rule itself."""

import re

from pinlight.model import Dependency, Entry, Manifest, Related, Resolution
from pinlight.paths import rules
from pinlight.patterns import lazy
from pinlight.text import LineIndex, Span
from pinlight.words import short

_USER = lazy(r"(?<=//)[^/@]*@")


def written_name(manifest: Manifest, dependency: Dependency) -> str:
    """Return the name as the file spells it; for one without a name, the end of its URL."""
    name = manifest.text[dependency.name_span.start : dependency.name_span.end]
    return name if dependency.name and name else dependency.name or _end(dependency.url)


def written(manifest: Manifest, dependency: Dependency) -> str:
    """Return the requirement without its marker, and of a URL only the end: no credentials."""
    name = written_name(manifest, dependency)
    extras = f"[{','.join(dependency.extras)}]" if dependency.extras else ""
    if dependency.url:
        return f"{name}{extras} @ {_end(dependency.url)}" if dependency.name else name
    gap = " " if dependency.specifier[:1].isalnum() else ""  # In conda's language.
    return f"{name}{extras}{gap}{dependency.specifier}"


def is_own(resolution: Resolution, entry: Entry) -> bool:
    """Whether the entry stands in the file itself, not in one that it includes."""
    return entry.manifest.path == resolution.manifest.path


def has_environment(resolution: Resolution) -> bool:
    """Whether there is an environment that tells what is installed."""
    return resolution.environment is not None and resolution.environment.state == "ok"


def served(resolution: Resolution) -> str:
    """Return the environment of the file as messages show it."""
    environment = resolution.environment
    return short(environment.prefix, resolution.manifest.path) if environment else ""


def first_need(resolution: Resolution) -> Span:
    """Return where to show what concerns the file as a whole: its first requirement or line."""
    for entry in resolution.entries:
        if is_own(resolution, entry) and entry.span is not None:
            return entry.span
    spans = [entry.span for entry in resolution.entries if entry.span is not None]
    spans += [include.span for include in resolution.manifest.includes]
    return min(spans, default=LineIndex(resolution.manifest.text).span(0))


def related(entry: Entry, message: str) -> Related:
    return Related(entry.manifest.path, entry.dependency.span, message)


def file_name(path: str) -> str:
    """Return the last part of `path`."""
    name: str = rules(path).basename(path)
    return name


def _end(url: str) -> str:
    """Return the last part of a URL or path, without user, query and fragment."""
    place = _USER.sub("", url.split("#")[0].split("?")[0]).rstrip("/\\")
    return re.split(r"[/\\]", place)[-1] or place
