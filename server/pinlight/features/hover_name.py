"""Hover on the name of a requirement: who asks for what, and what is installed."""

from collections.abc import Iterable, Iterator

from pinlight.features.about import Tell
from pinlight.features.graph import Step, steps, steps_to
from pinlight.judge import lacking
from pinlight.judge.origins import without_secrets
from pinlight.markdown import code, link, plain
from pinlight.model import (
    Dependency,
    Distribution,
    Entry,
    Environment,
    Manifest,
    Resolution,
    Verdict,
)
from pinlight.paths import rules
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
MOST = 8  # names in one list; more of them are counted


def of_name(
    resolution: Resolution,
    dependency: Dependency,
    entry: Entry | None,
    tell: Tell,
    manifests: Iterable[Manifest],
) -> Iterator[str]:
    """Yield the lines about a requirement; `entry` None: the environment need not hold it."""
    environment = resolution.environment
    installed = _installed(dependency, entry, environment)
    title = dependency.name or without_secrets(dependency.url)
    version = f" {installed.version}" if installed and installed.version else ""
    yield f"**{plain(title + version)}**"
    if installed and installed.summary:
        yield from ("", plain(installed.summary))
    yield ""
    yield f"- required: {_required(dependency)} here"
    yield from _elsewhere(resolution, dependency, manifests)
    if dependency.marker:
        yield f"- only if {code(dependency.marker)}"
    if installed:
        yield from _about_installed(resolution, installed, tell)
    yield from _state(environment, dependency, entry)
    if installed and environment:
        yield from _about_graph(environment, installed, dependency.extras)
    if installed:
        links = tell(installed).links
        if links:
            yield from ("", " · ".join(link(label, url) for label, url in links))


def _installed(
    dependency: Dependency, entry: Entry | None, environment: Environment | None
) -> Distribution | None:
    if entry is not None and entry.verdict.distribution is not None:
        return entry.verdict.distribution
    return environment.distributions.get(dependency.name) if environment else None


def _required(dependency: Dependency) -> str:
    if dependency.url:
        return code(without_secrets(dependency.url))
    return code(dependency.specifier) if dependency.specifier else "any version"


def _elsewhere(
    resolution: Resolution, dependency: Dependency, manifests: Iterable[Manifest]
) -> Iterator[str]:
    """Yield what this file's other lines, its includes and the workspace's files ask for."""
    if not dependency.name:
        return
    here = resolution.manifest.path
    told = []
    seen = {here}
    for other in (*resolution.entries, *resolution.constraints):
        seen.add(other.manifest.path)
        if other.dependency.name == dependency.name and other.dependency is not dependency:
            role = "constrained" if other.is_constraint else "required"
            where = "here too" if other.manifest.path == here else _by(other.manifest.path, here)
            told.append(f"- {role}: {_required(other.dependency)} {where}")
    for manifest in manifests:
        if manifest.path not in seen:
            told += [
                f"- elsewhere: {_required(it)} {_by(manifest.path, here)}"
                for it in manifest.dependencies
                if it.name == dependency.name
            ]
        for package in manifest.lock.packages if manifest.lock else ():
            if package.dependency.name == dependency.name:
                fixed = code(package.dependency.specifier) if package.dependency.specifier else ""
                told.append(f"- locked: {fixed or 'without a version'} {_by(manifest.path, here)}")
    yield from told[:MOST]
    if len(told) > MOST:
        yield f"- and {len(told) - MOST} more"


def _by(path: str, here: str) -> str:
    return f"by {code(short(path, here))}"


def _about_installed(
    resolution: Resolution, distribution: Distribution, tell: Tell
) -> Iterator[str]:
    about = tell(distribution)
    parts = [plain(distribution.version) or "unknown version"]
    if about.installer:
        parts.append(f"by {plain(about.installer)}")
    if about.since:
        parts.append(f"since {about.since}")
    origin = distribution.origin
    if origin is not None:
        kind = "editable, from" if origin.is_editable else "from"
        revision = f" at {code(origin.revision or origin.commit[:12])}" if origin.vcs else ""
        parts.append(f"{kind} {code(without_secrets(origin.url))}{revision}")
    yield f"- installed: {', '.join(parts)}"
    folder = rules(distribution.where).dirname(distribution.where)
    yield f"- in {code(short(folder, resolution.manifest.path))}"
    if about.license:
        yield f"- licence: {plain(about.license)}"


def _state(
    environment: Environment | None, dependency: Dependency, entry: Entry | None
) -> Iterator[str]:
    if environment is None:
        return
    if entry is not None:
        verdict: Verdict = entry.verdict
        detail = f" ({plain(verdict.detail)})" if verdict.detail else ""
        yield f"- state: {WORDS[verdict.kind]}{detail}"
    elif dependency.is_build:
        yield "- state: needed only while the project is built"
    elif dependency.group:
        kind = "extra" if dependency.is_extra else "group"
        yield f"- state: not judged, since its {kind} {code(dependency.group)} is not selected"


def _about_graph(
    environment: Environment, distribution: Distribution, extras: tuple[str, ...]
) -> Iterator[str]:
    if distribution.extras:
        shown = (_extra(environment, distribution, name) for name in distribution.extras)
        yield _list("extras", list(shown))
    found = steps(environment, distribution, extras)
    if found:
        yield _list("requires", [_requires(step) for step in found])
    users = steps_to(environment, distribution.name)
    if users:
        yield _list("required by", [_required_by(step) for step in users])


def _extra(environment: Environment, distribution: Distribution, name: str) -> str:
    missing = lacking(distribution, (name,), environment)
    return f"{code(name)} ✗" if missing else f"{code(name)} ✓"


def _requires(step: Step) -> str:
    state = f" ✗ {plain(step.trouble)}" if step.trouble else ""
    version = f" {plain(step.distribution.version)}" if step.distribution and not state else ""
    return f"{code(step.text)}{version}{state}"


def _required_by(step: Step) -> str:
    owner = f"{step.owner.name}[{step.extra}]" if step.extra else step.owner.name
    specifier = f" ({code(step.dependency.specifier)})" if step.dependency.specifier else ""
    return f"{plain(owner)}{specifier}{' ✗' if step.trouble and not step.extra else ''}"


def _list(title: str, items: list[str]) -> str:
    more = f" and {len(items) - MOST} more" if len(items) > MOST else ""
    return f"- {title}: {', '.join(items[:MOST])}{more}"
