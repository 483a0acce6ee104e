"""Where a word leads to: an included file, a group, a constraint, an installed package."""

from collections.abc import Callable, Iterator

from pinlight.features import Feature
from pinlight.features.links import Exists, project_file
from pinlight.features.places import Location, group_at, group_places
from pinlight.features.under import Under, under
from pinlight.model import Dependency, Distribution, Resolution
from pinlight.text import Span

Source = Callable[[Distribution], str]
"""Distribution -> the file where its code or its metadata begins; "" when there is none."""

WHOLE = Span(0, 0)


def definition(
    resolution: Resolution, offset: int, source: Source, exists: Exists
) -> tuple[Location, ...]:
    """Return where the word at `offset` leads to, the nearest first."""
    manifest = resolution.manifest
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
    return tuple(_of_dependency(resolution, found.dependency, found, source, exists))


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
