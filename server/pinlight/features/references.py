"""Every place of the workspace that names what the word at a place names."""

from collections.abc import Iterable

from pinlight.features import Feature
from pinlight.features.places import Location, group_at, group_places, including, named
from pinlight.features.under import under
from pinlight.model import Manifest, Resolution
from pinlight.text import Span


def references(
    resolution: Resolution, offset: int, manifests: Iterable[Manifest]
) -> tuple[Location, ...]:
    """Return the places in `manifests`, by file and position, that of the word itself included."""
    manifest = resolution.manifest
    found = under(resolution, offset)
    group = group_at(manifest, found)
    if group is not None:
        return tuple(sorted(group_places(manifest, group)))
    if found.include is not None:
        return tuple(sorted(including(manifests, found.include.path)))
    dependency = found.dependency
    if dependency is None or not dependency.span.touches(Span(offset, offset)):
        return ()
    return tuple(sorted(named(manifests, dependency.name))) if dependency.name else ()


FEATURE = Feature("references", references)
