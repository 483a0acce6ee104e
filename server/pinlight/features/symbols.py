"""What a file declares, as an outline; and all of the workspace by a part of its name."""

from collections.abc import Iterable, Iterator

from pinlight.features import Feature
from pinlight.features.places import Location
from pinlight.features.under import own
from pinlight.judge.origins import without_secrets
from pinlight.model import Dependency, Manifest
from pinlight.named import NamedTuple
from pinlight.pep508 import normal
from pinlight.text import Span
from pinlight.typed import Literal

Kind = Literal["requirement", "constraint", "include", "option", "group"]

MOST = 300  # found in a workspace; whoever wants more types more of the name


class Symbol(NamedTuple):
    """One thing that a file declares."""

    name: str
    kind: Kind
    span: Span
    name_span: Span  # inside `span`
    detail: str = ""
    children: tuple["Symbol", ...] = ()


class Found(NamedTuple):
    """A symbol of the workspace."""

    name: str
    kind: Kind
    location: Location
    container: str = ""  # the group or extra that it stands in


def symbols(manifest: Manifest) -> tuple[Symbol, ...]:
    """Return the outline of a file, by position."""
    found = [_of_dependency(manifest, it) for it in own(manifest) if not _container(it)]
    found += [
        Symbol(
            f"{'-c' if it.is_constraint else '-r'} {without_secrets(it.target)}",
            "include",
            it.span,
            it.span,
        )
        for it in manifest.includes
    ]
    found += [Symbol(it.name, "option", it.span, it.span) for it in manifest.options]
    found += _groups(manifest)
    return tuple(sorted(found, key=lambda symbol: symbol.span))


def workspace_symbols(manifests: Iterable[Manifest], query: str) -> tuple[Found, ...]:
    """Return what is declared under a name that holds `query`, by file."""
    wanted = normal(query.strip())
    found: list[Found] = []
    for manifest in sorted(manifests, key=lambda it: it.path):
        found += _declared(manifest, wanted)
        if len(found) >= MOST:
            break
    return tuple(found[:MOST])


def _declared(manifest: Manifest, wanted: str) -> Iterator[Found]:
    kind = _kind(manifest)
    for dependency in own(manifest):
        if wanted in dependency.name and dependency.name:
            written = manifest.text[slice(*dependency.name_span)]
            place = Location(manifest.path, dependency.span)
            yield Found(written, kind, place, dependency.group)
    for group in manifest.groups:
        if wanted in group.name:
            yield Found(group.name, "group", Location(manifest.path, group.span))


def _groups(manifest: Manifest) -> Iterator[Symbol]:
    """Yield the groups and extras with what they hold, and what builds the project."""
    inside: dict[tuple[str, bool], list[Dependency]] = {}
    for dependency in manifest.dependencies:
        inside.setdefault(_container(dependency) or ("", False), []).append(dependency)
    for group in manifest.groups:
        children = inside.pop((group.name, group.is_extra), [])
        detail = "extra" if group.is_extra else "group"
        yield _container_of(manifest, group.name, detail, group.span, children)
    inside.pop(("", False), None)
    for (name, is_extra), children in inside.items():
        detail = "extra" if is_extra else "requires" if name == _BUILD else "group"
        first = children[0].entry
        yield _container_of(manifest, name, detail, Span(first.start, first.start), children)


_BUILD = "build-system"


def _container(dependency: Dependency) -> tuple[str, bool] | None:
    if dependency.is_build:
        return _BUILD, False
    return (dependency.group, dependency.is_extra) if dependency.group else None


def _container_of(
    manifest: Manifest, name: str, detail: str, key: Span, children: list[Dependency]
) -> Symbol:
    start = min([key.start, *(it.entry.start for it in children)])
    end = max([key.end, *(it.entry.end for it in children)])
    shown = tuple(_of_dependency(manifest, it) for it in children)
    return Symbol(name, "group", Span(start, end), key, detail, shown)


def _of_dependency(manifest: Manifest, dependency: Dependency) -> Symbol:
    """Hot: an outline has a thousand of them."""
    span, entry, name_span = dependency.span, dependency.entry, dependency.name_span
    name = manifest.text[name_span.start : name_span.end] if dependency.name else ""
    shown = without_secrets(dependency.url) if dependency.url else ""
    return Symbol(
        name or shown or "?",
        _kind(manifest),
        entry if entry.covers(span) else span,
        name_span if name and entry.covers(name_span) else span,
        dependency.specifier or (shown if name else ""),
    )


def _kind(manifest: Manifest) -> Kind:
    return "constraint" if manifest.kind == "constraints" else "requirement"


FEATURE = Feature("symbols", symbols)
