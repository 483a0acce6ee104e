"""What `pip check` finds, on the line that brought it in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from pinlight.identity import Same
from pinlight.judge import Conflict, bringers, conflicts
from pinlight.judge.conflicts import Root, Told, Way, leading
from pinlight.model import (
    Entry,
    Environment,
    Finding,
    Related,
    Resolution,
)
from pinlight.model.blocks import Entries, Pairs, picked, summaries
from pinlight.rules import Rule
from pinlight.rules.places import has_environment, is_own, related, written
from pinlight.text import Span
from pinlight.typed import Any
from pinlight.words import ticked

Roots = tuple[Root, ...]

_MOST = 1000
_LAST: dict[str, tuple[Environment, dict[str, Any]]] = {}  # by prefix


def find(resolution: Resolution) -> Iterator[Finding]:
    environment = resolution.environment
    if environment is None or not has_environment(resolution):
        return
    found = _conflicts(Same(environment))
    if not found:
        return
    ways = _ways(Same(environment), _roots(resolution))
    if ways.keys().isdisjoint(_wanted(Same(environment))):
        return
    first = {ways[it.distribution.name][0] for it in found if it.distribution.name in ways}
    concerned = _concerned(Same(environment), first.union(conflict.needed for conflict in found))
    entries = _by_name(resolution, concerned)
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
    roots = [
        part
        for resolution in resolutions
        if resolution.environment is not None and resolution.choice.prefix == environment.prefix
        for part in _roots(resolution)
    ]
    placed = _ways(Same(environment), roots)
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


def _conflicts(same: Same[Environment]) -> tuple[Conflict, ...]:
    known = _known(same)
    if "conflicts" not in known:
        known["conflicts"] = conflicts(same.value)
    found: tuple[Conflict, ...] = known["conflicts"]
    return found


def _leading(same: Same[Environment]) -> frozenset[str]:
    known = _known(same)
    if "leading" not in known:
        known["leading"] = leading(same.value, _wanted(same))
    found: frozenset[str] = known["leading"]
    return found


def _known(same: Same[Environment]) -> dict[str, Any]:
    """Return what is known of an environment, by the fields of `Told`: at first nothing. Of one
    prefix the last environment counts; hundreds of them are read before the first is judged."""
    environment = same.value
    last = _LAST.get(environment.prefix)
    if last is None or last[0] is not environment:
        if len(_LAST) >= _MOST:
            _LAST.clear()
        last = _LAST[environment.prefix] = environment, {}
    return last[1]


def all_of(environment: Environment) -> Told:
    """Return all conflicts in an environment, as the files that it serves show them."""
    same = Same(environment)
    return Told(_conflicts(same), _leading(same))


def tell(environment: Environment, told: Told) -> None:
    """Make known what was found in an equal environment: nobody needs to look for it."""
    _known(Same(environment)).update(told._asdict())


@lru_cache(16)
def _edges(same: Same[Environment]) -> dict[Root, tuple[Root, ...]]:  # noqa: ARG001 - the key of the cache
    """Return what the searches in an environment have read of it; they fill it."""
    return {}


def _ways(same: Same[Environment], roots: list[Roots]) -> Mapping[str, Way]:
    """Return how `roots` bring in the distributions that are in conflict, and some others."""
    kept = _last_ways(same)
    if kept.get("roots") != roots:
        kept["ways"] = _search(same, list(chain.from_iterable(roots)))
        kept["roots"] = roots
    ways: Mapping[str, Way] = kept["ways"]
    return ways


def _search(same: Same[Environment], roots: Sequence[Root]) -> Mapping[str, Way]:
    wanted = _wanted(same)
    is_short = wanted <= {name for name, _ in roots}  # Every way is one step.
    among = wanted if is_short else _leading(same)
    return bringers(same.value, roots, wanted, _edges(same), among)


@lru_cache(16)
def _wanted(same: Same[Environment]) -> frozenset[str]:
    """Return the distributions in conflict."""
    return frozenset(conflict.distribution.name for conflict in _conflicts(same))


@lru_cache(16)
def _last_ways(same: Same[Environment]) -> dict[str, Any]:  # noqa: ARG001 - the key of the cache
    """Return what was searched for last in an environment, and what was found: most edits leave
    the names as they are."""
    return {}


def _roots(resolution: Resolution) -> list[Roots]:
    """Return names and extras of what the file brings in, its own lines first."""
    entries, project = resolution.entries, resolution.manifest.project
    if not isinstance(entries, Entries):
        entries = sorted(entries, key=lambda entry: not is_own(resolution, entry))
    brought = [it.roots for it in summaries(entries, _Held)]
    return [*brought, ((project, ()),) if project else ()]


def _concerned(same: Same[Environment], names: set[str]) -> frozenset[str]:
    """Return `names`: those that were asked for last if equal, with which answers are kept."""
    kept = _last_ways(same)
    if kept.get("names") != names:
        kept["names"] = frozenset(names)
    known: frozenset[str] = kept["names"]
    return known


def _by_name(resolution: Resolution, names: frozenset[str]) -> dict[str, Entry]:
    """Return the line of each of these names; of several the first, the file's own before all."""
    found: dict[str, Entry] = {}
    others: dict[str, Entry] = {}
    wanted = [it.indexes(names) for it in summaries(resolution.entries, _Held)]
    for entry in picked(resolution.entries, wanted):
        distribution = entry.verdict.distribution
        if distribution is not None:
            known = found if is_own(resolution, entry) else others
            known.setdefault(distribution.name, entry)
    return {**others, **found}


class _Held:
    """What some lines bring in, by line, and where names among it were sought last."""

    __slots__ = ("_found", "_names", "_sought", "roots")

    def __init__(self, pairs: Pairs) -> None:
        installed = [verdict.distribution for _, verdict in pairs]
        self._names = [it.name if it is not None else None for it in installed]
        named = zip(self._names, pairs, strict=True)
        self.roots = tuple([(name, pair[0].extras) for name, pair in named if name is not None])
        self._sought: frozenset[str] | None = None
        self._found: list[int] = []

    def indexes(self, names: frozenset[str]) -> list[int]:
        if self._sought is not names:
            self._found = [index for index, name in enumerate(self._names) if name in names]
            self._sought = names
        return self._found


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
