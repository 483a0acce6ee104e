"""What `pip check` finds, on the line that brought it in."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from pinlight.conflicts import Root, Way
from pinlight.identity import Same
from pinlight.judge import Conflict, bringers, conflicts
from pinlight.model import Distribution, Entry, Environment, Finding, Related, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import has_environment, is_own, related, written
from pinlight.text import Span
from pinlight.words import ticked

Roots = tuple[Root, ...]


def find(resolution: Resolution) -> Iterator[Finding]:
    environment = resolution.environment
    if environment is None or not has_environment(resolution):
        return
    found = _conflicts(Same(environment))
    if not found:
        return
    entries = _by_name(resolution)
    wanted = frozenset(conflict.distribution.name for conflict in found)
    ways = bringers(environment, _roots(resolution), wanted, _edges(Same(environment)))
    for conflict in found:
        way = ways.get(conflict.distribution.name)
        span = _place(way, conflict, entries, resolution) if way else None
        if way and span is not None:
            yield Finding(
                span,
                message(conflict, environment) + _through(way),
                conflict.distribution.name,
                _related(conflict, entries.get(way[0]), entries, resolution),
            )


def unplaced(environment: Environment, resolutions: Iterable[Resolution]) -> tuple[Conflict, ...]:
    """Return the conflicts that none of the files which `environment` serves brought in."""
    found = _conflicts(Same(environment)) if environment.state == "ok" else ()
    if not found:
        return ()
    placed: set[str] = set()
    edges = _edges(Same(environment))
    for resolution in resolutions:
        if resolution.environment is not None and resolution.choice.prefix == environment.prefix:
            placed.update(bringers(environment, _roots(resolution), kept=edges))
    return tuple(conflict for conflict in found if conflict.distribution.name not in placed)


def message(conflict: Conflict, environment: Environment) -> str:
    """Return the conflict as one sentence without full stop."""
    distribution = conflict.distribution
    owner = f"`{distribution.name}` {distribution.version}".rstrip()
    if not conflict.needed:
        return f"{owner} requires Python {conflict.requirement}, {environment.python} is installed"
    there = conflict.installed
    state = f"{there.version} is installed" if there else "which is not installed"
    return f"{owner} requires `{conflict.requirement}`, {state}"


@lru_cache(16)
def _conflicts(same: Same[Environment]) -> tuple[Conflict, ...]:
    return conflicts(same.value)


@lru_cache(16)
def _edges(same: Same[Environment]) -> dict[Root, tuple[Root, ...]]:  # noqa: ARG001 - the key of the cache
    """Return what the searches in an environment have read of it; they fill it."""
    return {}


def _installed(resolution: Resolution) -> Iterator[tuple[Distribution, Entry]]:
    """Yield what the file asks for and finds here, its own lines first."""
    for entry in sorted(resolution.entries, key=lambda entry: not is_own(resolution, entry)):
        if entry.verdict.distribution is not None:
            yield entry.verdict.distribution, entry


def _roots(resolution: Resolution) -> Roots:
    """Return names and extras of what the file brings in."""
    roots = [(it.name, entry.dependency.extras) for it, entry in _installed(resolution)]
    project = resolution.manifest.project
    return (*roots, (project, ())) if project else tuple(roots)


def _by_name(resolution: Resolution) -> dict[str, Entry]:
    """Return the line of each name; of several the first."""
    found: dict[str, Entry] = {}
    for distribution, entry in _installed(resolution):
        found.setdefault(distribution.name, entry)
    return found


def _place(
    way: Way, conflict: Conflict, entries: Mapping[str, Entry], resolution: Resolution
) -> Span | None:
    """Return where the file shows what the first of `way` brought in; None: another file does."""
    entry = entries.get(way[0])
    if entry is not None:
        return entry.span
    if len(way) == 1 and conflict.needed in entries:
        return None  # What the project requires itself stands on a line, which is judged.
    return resolution.manifest.project_span


def _through(way: Way) -> str:
    """Return the rest of the sentence when the line brought it in through others."""
    if len(way) == 1:
        return ""
    through = f" through {ticked(way[1:-1])}" if way[1:-1] else ""
    return f" (brought in by `{way[0]}`{through})"


def _related(
    conflict: Conflict, entry: Entry | None, entries: Mapping[str, Entry], resolution: Resolution
) -> tuple[Related, ...]:
    places = [entry] if entry and not is_own(resolution, entry) else []
    other = entries.get(conflict.needed)
    if other is not None and other is not entry:
        places.append(other)
    return tuple(
        related(place, f"`{written(place.manifest, place.dependency)}` is required here")
        for place in places
    )


RULE = Rule(
    code="installed-conflict",
    severity="warning",
    summary="What a line brought in does not fit what else is installed",
    topic="environment",
    find=find,
    doc="""
An installed package requires another one that is not installed, or not at that version; or it
requires a Python that the environment does not have. It is what `pip check` and `uv pip check`
find, shown on the line that brought the package in, directly or through others. What no line
brought in belongs to the environment and is not shown in a file.

```text
flask
^^^^^ installed-conflict: `flask` 3.0.2 requires `werkzeug>=3.0.0`, 2.0.0 is installed
werkzeug
-- .venv --
flask 3.0.2
  Requires-Dist: werkzeug>=3.0.0
werkzeug 2.0.0
```

Install the file as a whole: then the installer looks at all of it together.
""",
)
