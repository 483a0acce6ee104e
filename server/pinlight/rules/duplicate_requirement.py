"""The same requirement twice in one file, group or extra, or again in a file that is included."""

from collections.abc import Iterator

from pinlight.judge import clash
from pinlight.model import Dependency, Entry, Finding, Related, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import has_environment, is_own, related, written
from pinlight.text import Span
from pinlight.words import short

# More lines of one name, or of them more that differ, are no honest file: they may not cost time.
_MOST_LINES = 256
_MOST_KEPT = 8


def find(resolution: Resolution) -> Iterator[Finding]:
    manifest = resolution.manifest
    if manifest.generator:
        return  # Nobody edits it, and its tool had a reason.
    told: set[Span] = set()
    for spare, kept in _pairs(resolution):
        told.add(spare.span)
        text = f"`{written(manifest, kept)}`"
        state = "is already required" if _covers(kept, spare) else "requires the same package"
        yield Finding(
            spare.span,
            f"{text} {state}",
            spare.name,
            (Related(manifest.path, kept.span, f"{text} is here"),),
        )
    yield from _included(resolution, told)


def _pairs(resolution: Resolution) -> Iterator[tuple[Dependency, Dependency]]:
    """Yield each (superfluous, other) that name one package in one file, group or extra."""
    found: dict[tuple[str | bool, ...], list[Dependency]] = {}
    for it in resolution.manifest.dependencies:
        key = (it.name or it.path or it.url, it.group, it.is_extra, it.is_build, it.is_of_conda)
        found.setdefault(key, []).append(it)
    repeated = [same for same in found.values() if len(same) > 1]
    needed = _needed(resolution) if repeated else set()
    for same in repeated:
        kept: list[Dependency] = []
        for it in same[:_MOST_LINES]:
            for index, other in enumerate(kept):
                pair = _spare(other, it, {other.span, it.span} <= needed)
                if pair is not None:
                    kept[index] = pair[1]
                    yield pair
                    break
            else:
                if len(kept) < _MOST_KEPT:
                    kept.append(it)


def _spare(
    first: Dependency, second: Dependency, are_needed: bool
) -> tuple[Dependency, Dependency] | None:
    """Return (the superfluous one, the other); None when both have their reason.

    Lines that contradict are another rule's. Different extras, and markers that may hold at
    different times, are taken for intended.
    """
    if clash((first.specifier, second.specifier)) is not None:
        return None
    if _covers(first, second):
        return second, first
    if _covers(second, first):
        return first, second
    is_same_time = _marker(first) == _marker(second) or (
        are_needed and first.specifier == second.specifier
    )
    if is_same_time and first.url == second.url and _has_comparable_extras(first, second):
        return second, first
    return None


def _covers(one: Dependency, other: Dependency) -> bool:
    """Whether all that `other` asks for is asked for by `one`, whenever `other` is."""
    return (
        _marker(one) in ("", _marker(other))
        and {*other.extras} <= {*one.extras}
        and _parts(other) <= _parts(one)
        and other.url in ("", one.url)
        and (one.is_editable or not other.is_editable)
    )


def _has_comparable_extras(first: Dependency, second: Dependency) -> bool:
    one, two = {*first.extras}, {*second.extras}
    return one <= two or two <= one


def _marker(dependency: Dependency) -> str:
    return "".join(dependency.marker.replace('"', "'").split())


def _parts(dependency: Dependency) -> set[str]:
    parts = ("".join(part.split()) for part in dependency.specifier.split(","))
    return {part for part in parts if part}


def _needed(resolution: Resolution) -> set[Span]:
    """Return the lines of this file whose markers are known to hold."""
    if not has_environment(resolution):
        return set()
    return {
        entry.dependency.span
        for entry in resolution.entries
        if is_own(resolution, entry) and entry.verdict.kind not in ("not-needed", "unknown")
    }


def _included(resolution: Resolution, told: set[Span]) -> Iterator[Finding]:
    """Yield the file's own lines that an included file makes superfluous."""
    brought: dict[str, list[Entry]] = {}
    for entry in resolution.entries:
        if entry.dependency.name and not is_own(resolution, entry):
            brought.setdefault(entry.dependency.name, []).append(entry)
    for entry in resolution.entries if brought else ():
        own = entry.dependency
        if not is_own(resolution, entry) or own.span in told:
            continue
        for other in brought.get(own.name, ()):
            if _covers(other.dependency, own):
                text = written(other.manifest, other.dependency)
                place = short(other.manifest.path, resolution.manifest.path)
                yield Finding(
                    own.span,
                    f"`{text}` is already required in `{place}`",
                    own.name,
                    (related(other, f"`{text}` is here"),),
                )
                break


RULE = Rule(
    code="duplicate-requirement",
    severity="hint",
    summary="A package is required twice in one place",
    scope="name",
    find=find,
    doc="""
One file, one dependency group or one extra names a package twice, and nothing tells why. The mark
stands on the line that adds nothing: `pkg` beside `pkg[extra]`, otherwise the later one. A line is
also marked when an included file already asks for all of it. Not marked are lines with different
extras, lines whose markers make them hold at different times, and lines that contradict each other,
which are [conflicting-requirements](#conflicting-requirements).

```text
flask>=3
requests
Flask >= 3
^^^^^^^^^^ duplicate-requirement: `flask>=3` is already required
-- .venv --
flask 3.0.2
requests 2.31.0
```

Remove the marked line; where both say something, make one line of them.
""",
)
