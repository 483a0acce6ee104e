"""What a problem is about, and how actions are named. No fix itself."""

import re
from functools import lru_cache

from pinlight.identity import Same
from pinlight.model import Dependency, Entry, Manifest, Problem, Resolution
from pinlight.paths import rules
from pinlight.text import Span

LAG = ("missing", "wrong-version", "wrong-source", "missing-extra")

_USER = re.compile(r"(?<=//)[^/@]*@")


def action_id(fix: str, about: str, resolution: Resolution) -> str:
    """Return the stable id of an action: what, name, file, environment."""
    prefix = resolution.choice.prefix or resolution.choice.suggested
    return f"fix:{fix}:{about}:{resolution.manifest.path}:{prefix}"


def wanted_python(resolution: Resolution) -> str:
    """Return the specifier of the Python for a new environment: what the file requires and what
    `.python-version` names."""
    wanted = (resolution.manifest.requires_python, resolution.choice.python)
    return ",".join(filter(None, wanted))


def entries_at(resolution: Resolution, problem: Problem) -> tuple[Entry, ...]:
    """Return the entries that lag behind where `problem` is shown, of an include all it brings."""
    lagging = behind(resolution)
    own = resolution.manifest.path
    found = [entry for entry in lagging if entry.span == problem.span]
    named = [entry for entry in found if entry.dependency.name == problem.about]
    if problem.about and named and named[0].manifest.path == own:
        return (named[0],)
    return tuple(found)


def behind(resolution: Resolution) -> tuple[Entry, ...]:
    """Return the entries that the environment does not satisfy, or not as a constraint wants."""
    return _behind(Same(resolution))


@lru_cache(8)
def _behind(same: Same[Resolution]) -> tuple[Entry, ...]:
    resolution = same.value
    if resolution.environment is None or resolution.environment.state == "broken":
        return ()
    violated = {
        entry.dependency.name
        for entry in resolution.constraints
        if entry.verdict.kind == "wrong-version"
    }
    return tuple(
        entry
        for entry in resolution.entries
        if not entry.dependency.is_local  # An index may hold a stranger's package of that name.
        and (
            entry.verdict.kind in LAG
            or (entry.verdict.kind == "satisfied" and entry.dependency.name in violated)
        )
    )


def dependency_at(resolution: Resolution, problem: Problem) -> Dependency | None:
    """Return the dependency of the file itself that `problem` is shown on."""
    return _by_span(Same(resolution.manifest)).get(problem.span)


@lru_cache(8)
def _by_span(same: Same[Manifest]) -> dict[Span, Dependency]:
    found: dict[Span, Dependency] = {}
    for it in same.value.dependencies:
        found.setdefault(it.span, it)
    return found


def about(dependency: Dependency, manifest: Manifest) -> str:
    """Return what names a dependency in ids: the second of a name in one file ends in `.2`."""
    name = dependency.name or place(dependency.url)
    spans = _spans(Same(manifest)).get(name, ())
    number = spans.index(dependency.span) if dependency.span in spans else 0
    return f"{name}.{number + 1}" if number else name


@lru_cache(8)
def _spans(same: Same[Manifest]) -> dict[str, list[Span]]:
    """Return where a file asks for each name."""
    spans: dict[str, list[Span]] = {}
    for it in same.value.dependencies:
        spans.setdefault(it.name or place(it.url), []).append(it.span)
    return spans


def written(dependency: Dependency) -> str:
    """Return the requirement without its marker, and of a URL only the end: no credentials."""
    extras = f"[{','.join(dependency.extras)}]" if dependency.extras else ""
    if dependency.url:
        end = place(dependency.url)
        return f"{dependency.name}{extras} @ {end}" if dependency.name else f"{end}{extras}"
    gap = " " if dependency.specifier[:1].isalnum() else ""  # In conda's language.
    return f"{dependency.name}{extras}{gap}{dependency.specifier}"


def place(url: str) -> str:
    """Return the last part of a URL or path, without user, query and fragment."""
    text = _USER.sub("", url.split("#")[0].split("?")[0]).rstrip("/\\")
    return re.split(r"[/\\]", text)[-1] or text


def file_name(path: str) -> str:
    """Return the last part of a path."""
    return str(rules(path).basename(path))


def is_editable_text(resolution: Resolution, dependency: Dependency) -> bool:
    """Whether the text of a requirement may be changed: not what a tool wrote, nor under hashes,
    which would no longer be those of what is asked for."""
    return not resolution.manifest.generator and not dependency.hashes
