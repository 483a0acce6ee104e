"""Files -> Resolution: what one file installs together, each part with its verdict."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from pinlight.identity import Same
from pinlight.judge import differing, judge
from pinlight.model import (
    Choice,
    Dependency,
    Entry,
    Environment,
    Include,
    Manifest,
    Resolution,
    Verdict,
)
from pinlight.model.blocks import Block, Dependencies, Entries, Judged
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.settings import DEFAULT, Settings
from pinlight.text import Span

UNKNOWN = Verdict("unknown")
_MOST_KNOWN = 8192  # lines of one environment
_LOCKS = {"pyproject": ("uv.lock", "poetry.lock", "pdm.lock"), "pipfile": ("Pipfile.lock",)}


class Surroundings(NamedTuple):
    """What a file is judged among."""

    manifests: Mapping[str, Manifest] = {}  # by path: at least the closure of its includes
    choices: Mapping[str, Choice] = {}  # by path, of files that are shown themselves
    unreadable: Mapping[str, str] = {}  # path -> why
    included: frozenset[str] = frozenset()  # files that another file includes
    elsewhere: Mapping[str, str] = {}  # name -> prefix of another environment


def resolve(
    manifest: Manifest,
    choice: Choice,
    environment: Environment | None,
    around: Surroundings,
    settings: Settings,
    *,
    is_open: bool = True,
) -> Resolution:
    """Return what `manifest` installs together and how `environment` satisfies it."""
    if isinstance(manifest.dependencies, Dependencies) and _stands_alone(manifest):
        return Resolution(
            manifest=manifest,
            choice=choice,
            environment=environment,
            entries=_entries(manifest, manifest.dependencies, environment),
            unreadable=around.unreadable,
            elsewhere=around.elsewhere,
            is_included=manifest.path in around.included,
            is_open=is_open,
        )
    cycles: list[Include] = []
    entries: list[Entry] = []
    constraints: list[Entry] = []
    for place in _closure(manifest, around.manifests, cycles, settings):
        overrides = {it.name: it for it in place.manifest.overrides}
        needed = [
            (it, place.is_constraint) for it in _needed(place.manifest, settings, choice.group)
        ]
        for dependency, is_constraint in (
            *needed,
            *((it, True) for it in place.manifest.constraints),
        ):
            entry = Entry(
                place.manifest,
                dependency,
                _verdict(_overridden(dependency, overrides), environment, place.manifest),
                _shown_at(place, dependency, choice, around),
                is_constraint,
            )
            (constraints if is_constraint else entries).append(entry)
    declared = around.manifests.get(manifest.lock.of) if manifest.lock else None
    return Resolution(
        manifest=manifest,
        choice=choice,
        environment=environment,
        entries=tuple(entries),
        constraints=tuple(constraints),
        cycles=tuple(cycles),
        unreadable=around.unreadable,
        elsewhere=around.elsewhere,
        is_included=manifest.path in around.included,
        is_open=is_open,
        locked=_locked(manifest, declared, environment, settings),
        declared=declared,
        lock=_lock_beside(manifest, around.manifests),
    )


def _lock_beside(manifest: Manifest, manifests: Mapping[str, Manifest]) -> Manifest | None:
    """Return the lock file of the declarations in `manifest`, as far as it was read."""
    names = _LOCKS.get(manifest.kind, ())
    place = rules(manifest.path)
    folder = place.dirname(manifest.path) if names else ""
    for name in names:
        found = manifests.get(place.join(folder, name))
        if found is not None and found.lock is not None and found.lock.of == manifest.path:
            return found
    return None


def _stands_alone(manifest: Manifest) -> bool:
    return manifest.kind == "requirements" and not manifest.includes


def _entries(
    manifest: Manifest, dependencies: Dependencies, environment: Environment | None
) -> Entries:
    """Return the dependencies of a file that stands alone; each block is judged once."""
    judged = []
    for block in dependencies.blocks:
        known = block.judged
        if known is None or known.environment is not environment:
            known = block.judged = _judged(block, environment, manifest)
        judged.append(known)
    return Entries(manifest, dependencies, judged)


def _judged(block: Block, environment: Environment | None, manifest: Manifest) -> Judged:
    """Judge a block; where an install elsewhere changed nothing in it, what was found out about
    it stays."""
    known = block.judged
    if known is not None and known.environment is not None and environment is not None:
        changed = differing(Same(known.environment), Same(environment))
        if changed is not None and changed.isdisjoint(block.keys) and _stand_alone(block):
            known.environment = environment
            return known
    return Judged(block, environment, _verdicts(block, environment, manifest))


def _verdicts(
    block: Block, environment: Environment | None, manifest: Manifest
) -> tuple[Verdict, ...]:
    """Judge each dependency of a block; lines that read alike, in any file, share theirs."""
    if environment is None:  # So it is for most files of a large workspace.
        return (UNKNOWN,) * len(block.dependencies)
    known = _known(Same(environment))
    found = []
    for dependency in block.dependencies:
        pair = known.get(id(dependency))
        if pair is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            pair = known[id(dependency)] = dependency, _verdict(dependency, environment, manifest)
        found.append(pair[1])
    return tuple(found)


@lru_cache(8)
def _known(same: Same[Environment]) -> dict[int, tuple[Dependency, Verdict]]:  # noqa: ARG001 - the key
    """Return what was judged in an environment, by the identity of what is kept with it."""
    return {}


def _stand_alone(block: Block) -> bool:
    """Whether each verdict rests on the distribution of that name alone."""
    return all(it.name and not it.extras and not it.is_of_conda for it in block.dependencies)


def _locked(
    manifest: Manifest,
    declared: Manifest | None,
    environment: Environment | None,
    settings: Settings,
) -> tuple[Entry, ...]:
    """Return what a lock file wants in the environment."""
    if manifest.lock is None or environment is None or environment.state == "broken":
        return ()
    from pinlight import locks  # Only where there is a lock file.

    wanted = [(name, False) for name in settings.groups]
    wanted += [(name, True) for name in settings.extras]
    if declared is not None:
        wanted += selected_groups(declared, settings)
    default = manifest.lock.default_groups
    if default is None and declared is not None:
        default = declared.default_groups
    if default is not None and settings.groups == DEFAULT.groups:
        wanted = [it for it in wanted if it[1] or it[0] in default]
        wanted += [(name, False) for name in default]
    return locks.judged(manifest, declared, frozenset((locks.ALWAYS, *wanted)), environment)


def selected_groups(
    manifest: Manifest, settings: Settings, also: tuple[str, ...] = ()
) -> tuple[tuple[str, bool], ...]:
    """Return (name, is_extra) of each group and extra that the environment should hold, and of the
    groups that hold `also`.

    Groups that a selected group includes are among them; names that the project does not
    define are not. Where the user selects none, those count that the project's tool installs.
    """
    groups = {(group.name, group.is_extra): group for group in manifest.groups}
    is_chosen = settings.groups != DEFAULT.groups or manifest.default_groups is None
    wanted = settings.groups if is_chosen else manifest.default_groups or ()
    waiting = [(name, False) for name in (*wanted, *also)]
    waiting += [(name, True) for name in settings.extras]
    selected: dict[tuple[str, bool], None] = {}
    while waiting:
        key = waiting.pop(0)
        if key in groups and key not in selected:
            selected[key] = None
            waiting += [(name, key[1]) for name, _ in groups[key].includes]
            waiting += _own_extras(manifest, key)
    return tuple(selected)


class _Place(NamedTuple):
    """A file of the closure and the root's include that leads to it (None: the root)."""

    manifest: Manifest
    include: Include | None
    is_constraint: bool


def _closure(
    root: Manifest, manifests: Mapping[str, Manifest], cycles: list[Include], settings: Settings
) -> Iterator[_Place]:
    """Yield every file of the closure once per role; append the root's circular includes."""
    waiting = [_Place(root, None, root.kind == "constraints")]
    seen = {(root.path, waiting[0].is_constraint)}
    while waiting:
        place = waiting.pop(0)
        yield place
        for include in place.manifest.includes:
            if include.group and not _is_selected(include.group, place.manifest, settings):
                continue
            first = place.include or include
            if include.path == root.path and first not in cycles:
                cycles.append(first)
            is_constraint = place.is_constraint or include.is_constraint
            found = manifests.get(include.path)
            if found is not None and (found.path, is_constraint) not in seen:
                seen.add((found.path, is_constraint))
                waiting.append(_Place(found, first, is_constraint))


def _is_selected(group: str, manifest: Manifest, settings: Settings) -> bool:
    return (group, False) in selected_groups(manifest, settings)


def _needed(manifest: Manifest, settings: Settings, group: str) -> Sequence[Dependency]:
    """Return the dependencies that an environment for the file, or for its `group`, should hold."""
    if manifest.kind in ("requirements", "constraints"):
        return manifest.dependencies
    also = (group,) if group else ()
    selected = {*selected_groups(manifest, settings, also), ("", False)}
    return tuple(
        dependency
        for dependency in manifest.dependencies
        if not dependency.is_build
        and (dependency.group, dependency.is_extra) in selected
        and not (manifest.project and dependency.name == manifest.project)
    )


def _own_extras(manifest: Manifest, key: tuple[str, bool]) -> list[tuple[str, bool]]:
    """Return the extras of the project that group `key` asks for as `project[extra]`."""
    return [
        (extra, True)
        for dependency in manifest.dependencies
        if manifest.project
        and dependency.name == manifest.project
        and (dependency.group, dependency.is_extra) == key
        for extra in dependency.extras
    ]


def _overridden(dependency: Dependency, overrides: Mapping[str, Dependency]) -> Dependency:
    """Return what is asked for in truth: an override replaces it, its extras stay."""
    override = overrides.get(dependency.name)
    if override is None:
        return dependency
    return dependency._replace(
        specifier=override.specifier,
        url=override.url,
        expanded=override.expanded,
        path=override.path,
        is_editable=override.is_editable,
        marker=override.marker or dependency.marker,
    )


def _verdict(
    dependency: Dependency, environment: Environment | None, manifest: Manifest
) -> Verdict:
    if environment is None or environment.state == "broken":
        return UNKNOWN
    is_of_conda = manifest.kind in ("conda", "pixi") or dependency.is_of_conda
    if is_of_conda and environment.kind != "conda":
        return UNKNOWN  # The environment is not the one that the file describes.
    if dependency.is_of_conda:
        from pinlight.judge import matchspecs  # Only where conda is.

        return matchspecs.judge(dependency, environment)
    return judge(dependency, environment)


def _shown_at(
    place: _Place, dependency: Dependency, choice: Choice, around: Surroundings
) -> Span | None:
    if place.include is None:
        return dependency.span
    own = around.choices.get(place.manifest.path)
    if own is not None and own.prefix == choice.prefix:
        return None  # The included file shows it itself.
    return place.include.span
