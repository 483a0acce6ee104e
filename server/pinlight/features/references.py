"""Every place of the workspace that names what the word at a place names."""

from collections.abc import Callable, Iterable

from pinlight.features import Feature
from pinlight.features.places import Location, group_at, group_places, including, named
from pinlight.features.under import Under, under
from pinlight.model import Manifest, Resolution
from pinlight.text import Span

Importing = Callable[[str], Iterable[Location]]
"""Name of a distribution -> the imports of its modules in Python files."""


def references(
    resolution: Resolution,
    offset: int,
    manifests: Iterable[Manifest],
    importing: Importing = lambda name: (),
) -> tuple[Location, ...]:
    """Return the places in `manifests` and in Python files, by file and position, that of the
    word itself included."""
    manifest = resolution.manifest
    if manifest.kind == "python":
        name = imported_at(resolution, offset)
        return tuple(sorted((*named(manifests, name), *importing(name)))) if name else ()
    found = under(resolution, offset)
    group = group_at(manifest, found)
    if group is not None:
        return tuple(sorted(group_places(manifest, group)))
    if found.include is not None:
        return tuple(sorted(including(manifests, found.include.path)))
    name = _name(resolution, found, Span(offset, offset))
    return tuple(sorted({*named(manifests, name), *importing(name)})) if name else ()


def _name(resolution: Resolution, found: Under, at: Span) -> str:
    """Return the distribution that a place names; "" for none."""
    if found.dependency is not None:
        return found.dependency.name if found.dependency.span.touches(at) else ""
    lock = resolution.manifest.lock
    locked = (it.dependency for it in lock.packages) if lock else ()
    return next((it.name for it in locked if it.name_span.touches(at)), "")


def imported_at(resolution: Resolution, offset: int) -> str:
    """Return the distribution whose module a Python file imports at a place; "" for none."""
    from pinlight.imports.provided import prefixes
    from pinlight.imports.statements import imports

    owners = resolution.providers.owners if resolution.providers else {}
    for it in imports(resolution.manifest.text):
        if it.span.touches(Span(offset, offset)):
            names = (name for module in it.modules for name in prefixes(module))
            return next((owners[name][0] for name in names if name in owners), "")
    return ""


FEATURE = Feature("references", references)
