"""Places of the workspace that one place leads to. No feature itself."""

from collections.abc import Iterable, Iterator

from pinlight.features.lexer import requirement
from pinlight.features.under import Under, own
from pinlight.model import Manifest
from pinlight.named import NamedTuple
from pinlight.pep508 import normal
from pinlight.text import Span


class Location(NamedTuple):
    """A place in a file; `Span(0, 0)` stands for the file as a whole."""

    path: str
    span: Span


class GroupName(NamedTuple):
    """A group or an extra of a project, and the word at a place that names it."""

    name: str
    is_extra: bool
    span: Span


def named(manifests: Iterable[Manifest], name: str) -> Iterator[Location]:
    """Yield every place that names a distribution, by file, its entries in locks too."""
    for manifest in manifests:
        for dependency in own(manifest):
            if dependency.name == name:
                yield Location(manifest.path, dependency.name_span)
        yield from locked(manifest, name)


def locked(manifest: Manifest, name: str) -> Iterator[Location]:
    """Yield the entries of a lock file that fix a distribution; there may be one per platform."""
    for package in manifest.lock.packages if manifest.lock else ():
        if package.dependency.name == name:
            yield Location(manifest.path, package.dependency.name_span)


def including(manifests: Iterable[Manifest], path: str) -> Iterator[Location]:
    """Yield every `-r` and `-c` that leads to a file."""
    for manifest in manifests:
        for include in manifest.includes:
            if include.path == path:
                yield Location(manifest.path, include.span)


def group_at(manifest: Manifest, found: Under) -> GroupName | None:
    """Return the group or extra that a place names; None when it names none."""
    if found.group is not None:
        return GroupName(found.group.name, found.group.is_extra, found.group_span)
    dependency, token = found.dependency, found.token
    if dependency is None or token is None or token.kind != "extra":
        return None
    if not manifest.project or dependency.name != manifest.project:
        return None
    return GroupName(normal(manifest.text[slice(*token.span)]), True, token.span)


def group_places(manifest: Manifest, wanted: GroupName) -> Iterator[Location]:
    """Yield the key of a group or an extra, then every place of the file that refers to it."""
    name, is_extra, _ = wanted
    for group in manifest.groups:
        if (group.name, group.is_extra) == (name, is_extra):
            yield Location(manifest.path, group.span)
    spans = _asked_extras(manifest, name) if is_extra else _included(manifest, name)
    yield from (Location(manifest.path, span) for span in spans)


def _included(manifest: Manifest, name: str) -> Iterator[Span]:
    for group in manifest.groups:
        yield from (span for included, span in group.includes if included == name)


def _asked_extras(manifest: Manifest, name: str) -> Iterator[Span]:
    """Yield where the project asks for its own extra, as in `project[extra]`."""
    for dependency in manifest.dependencies:
        if manifest.project and dependency.name == manifest.project and name in dependency.extras:
            for kind, span in requirement(manifest.text, *dependency.span):
                if kind == "extra" and normal(manifest.text[slice(*span)]) == name:
                    yield span
