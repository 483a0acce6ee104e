"""The problems of a file in blocks: an edit asks the rules about what it touched. No rule itself.

The definition is what the rules find in the whole file; a property test compares the two.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

from pinlight.blocks import Entries, Judged, Pairs, picked
from pinlight.model import Entry, Manifest, Problem, Resolution
from pinlight.text import Span

_IN_STEP = ("satisfied", "not-needed", "unknown")
_NOWHERE = Manifest("", "requirements", "")


Ask = Callable[[str, Resolution], list[Problem]]
"""Return what all rules of a scope find."""


def problems(resolution: Resolution, entries: Entries, ask: Ask, settings: object) -> list[Problem]:
    """Return all problems of a file that includes no other, in no order.

    What `ask` answers depends on `settings` besides the resolution.
    """
    context = _context(resolution, entries, settings)
    found: list[Problem] = []
    for judged, start in zip(entries.judged, entries.places.starts, strict=True):
        if judged.context is not context:
            judged.found = _on_lines(judged, resolution, ask)
            judged.context = context
            judged.placed = start, _placed(judged.found, start)
        elif judged.placed[0] != start:
            judged.placed = start, _placed(judged.found, start)
        found += judged.placed[1]
    if repeated := _repeated(resolution, entries):
        found += ask("name", repeated)
    return found + ask("file", resolution)


def _context(resolution: Resolution, entries: Entries, settings: object) -> Any:
    """Return all that problems on lines depend on but the lines: the last such value if equal."""
    around = resolution._replace(manifest=_NOWHERE, entries=())
    context = resolution.manifest.path, settings, around
    known = next((it.context for it in entries.judged if it.context is not None), None)
    return known if known == context else context


def _on_lines(judged: Judged, resolution: Resolution, ask: Ask) -> tuple[Problem, ...]:
    """Return what is wrong with single lines of a block, at places relative to its start."""
    indexes = judged.summary(_notable)
    if not indexes:
        return ()
    block = judged.block
    dependencies = tuple(block.dependencies[index] for index in indexes)
    whole = resolution.manifest
    manifest = Manifest(whole.path, whole.kind, block.text, dependencies)
    entries = tuple(
        Entry(manifest, it, judged.verdicts[index], it.span)
        for it, index in zip(dependencies, indexes, strict=True)
    )
    part = resolution._replace(manifest=manifest, entries=entries)
    return tuple(ask("line", part))


def _notable(pairs: Pairs) -> list[int]:
    """Return the indexes of the lines that a rule may have something to say about."""
    return [
        index
        for index, (it, verdict) in enumerate(pairs)
        if verdict.kind not in _IN_STEP or it.extras or it.path
    ]


def _placed(found: Sequence[Problem], by: int) -> tuple[Problem, ...]:
    if not by:
        return tuple(found)
    return tuple([_shifted(problem, by) for problem in found])


def _shifted(problem: Problem, by: int) -> Problem:
    path, span, code, severity, message, about, environment, related = problem
    span = Span(span.start + by, span.end + by)
    if related:
        related = tuple(
            it._replace(span=Span(it.span.start + by, it.span.end + by)) if it.path == path else it
            for it in related
        )
    return Problem(path, span, code, severity, message, about, environment, related)


def _repeated(resolution: Resolution, entries: Entries) -> Resolution | None:
    """Return the part of the file that more than one line names; None when there is none."""
    keys = [block.keys for block in entries.places.blocks]
    if len(set().union(*keys)) == sum(map(len, keys)):
        return None
    counts = Counter(chain.from_iterable(keys))
    again = {key for key, count in counts.items() if count > 1}
    indexes = [[at for at, key in enumerate(it) if key in again] for it in keys]
    some = tuple(picked(entries, indexes))
    manifest = resolution.manifest._replace(dependencies=tuple(it.dependency for it in some))
    return resolution._replace(manifest=manifest, entries=some)
