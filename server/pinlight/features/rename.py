"""A new name for a dependency group or an extra of a project, wherever the file names it."""

import re

from pinlight.features import Feature
from pinlight.features.places import group_at, group_places
from pinlight.features.under import under
from pinlight.model import Edit, Resolution
from pinlight.named import NamedTuple
from pinlight.text import Span

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


class Renameable(NamedTuple):
    """A word that can be renamed."""

    span: Span
    name: str  # as written


def renameable(resolution: Resolution, offset: int) -> Renameable | None:
    """Return the name of a group or an extra at `offset`; None where there is none."""
    manifest = resolution.manifest
    group = group_at(manifest, under(resolution, offset))
    if group is None or next(group_places(manifest, group), None) is None:
        return None
    span = _inner(manifest.text, group.span)
    return Renameable(span, manifest.text[span.start : span.end])


def rename(resolution: Resolution, offset: int, name: str) -> tuple[Edit, ...]:
    """Return the edits that rename what is at `offset`; none when `name` cannot be its name."""
    manifest = resolution.manifest
    group = group_at(manifest, under(resolution, offset))
    if group is None or not _NAME.fullmatch(name):
        return ()
    key, *others = group_places(manifest, group)
    written = manifest.text[slice(*key.span)]
    is_bare = not written.startswith(("'", '"'))
    new_key = f'"{name}"' if is_bare and not _BARE.fullmatch(name) else name
    first = Edit(manifest.path, _inner(manifest.text, key.span), new_key)
    return (first, *(Edit(it.path, it.span, name) for it in others))


def _inner(text: str, span: Span) -> Span:
    """Return the span without quotes."""
    is_quoted = text.startswith(("'", '"'), span.start)
    return Span(span.start + 1, span.end - 1) if is_quoted else span


FEATURE = Feature("rename", rename)
