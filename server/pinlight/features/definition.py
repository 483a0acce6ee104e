"""Where a word leads to: an included file, a group, a constraint, an installed package."""

from collections.abc import Callable, Iterable, Iterator

from pinlight.features import Feature
from pinlight.features.links import Exists, project_file
from pinlight.features.places import Location, group_at, group_places, locked, named
from pinlight.features.under import Under, under
from pinlight.model import Dependency, Distribution, Manifest, Resolution
from pinlight.text import Span

Source = Callable[[Distribution], str]
"""Distribution -> the file where its code or its metadata begins; "" when there is none."""

WHOLE = Span(0, 0)


def definition(
    resolution: Resolution,
    offset: int,
    source: Source,
    exists: Exists,
    manifests: Iterable[Manifest] = (),
) -> tuple[Location, ...]:
    """Return where the word at `offset` leads to, the nearest first: what restricts or fixes it,
    then its code. `manifests` are the files of the workspace, locks among them."""
    manifest = resolution.manifest
    if manifest.lock is not None:
        return tuple(_of_locked(resolution, offset))
    found = under(resolution, offset)
    if found.include is not None:
        path = found.include.path
        return (Location(path, WHOLE),) if path and path not in resolution.unreadable else ()
    group = group_at(manifest, found)
    if group is not None:
        key = next(group_places(manifest, group), None)
        return (key,) if key and key.span != group.span else ()
    if found.dependency is None or not found.dependency.span.touches(Span(offset, offset)):
        return ()
    locks = [it for it in manifests if it.lock is not None and it.lock.of == manifest.path]
    fixed = [place for it in locks for place in locked(it, found.dependency.name)]
    others = list(_of_dependency(resolution, found.dependency, found, source, exists))
    restricting = [it for it in others if it.span != WHOLE]
    return (*restricting, *fixed, *(it for it in others if it.span == WHOLE))


def _of_locked(resolution: Resolution, offset: int) -> Iterator[Location]:
    """Yield the lines that ask for what a lock file fixes at `offset`."""
    lock, declared = resolution.manifest.lock, resolution.declared
    for package in lock.packages if lock and declared else ():
        if package.dependency.name_span.touches(Span(offset, offset)):
            yield from named((declared,), package.dependency.name) if declared else ()


def _of_dependency(
    resolution: Resolution, dependency: Dependency, found: Under, source: Source, exists: Exists
) -> Iterator[Location]:
    for other in resolution.constraints:
        same = other.dependency.name == dependency.name != ""
        if same and other.dependency is not dependency:
            yield Location(other.manifest.path, other.dependency.span)
    if dependency.path and (path := project_file(dependency.path, exists)):
        yield Location(path, WHOLE)
        return
    environment = resolution.environment
    installed = environment.distributions.get(dependency.name) if environment else None
    if found.entry is not None and found.entry.verdict.distribution is not None:
        installed = found.entry.verdict.distribution
    if installed is not None and (path := source(installed)):
        yield Location(path, WHOLE)


FEATURE = Feature("definition", definition)
