"""The problems of a file in blocks: an edit asks the rules about what it touched. No rule itself.

The definition is what the rules find in the whole file; a property test compares the two.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from pinlight.model import Entry, Environment, Manifest, Problem, Resolution
from pinlight.model.blocks import Entries, Judged, Pairs, Problems, moved, picked
from pinlight.rules.repeated import names
from pinlight.typed import Any

_IN_STEP = ("satisfied", "not-needed", "unknown")
_NOWHERE = Manifest("", "requirements", "")


Ask = Callable[[str, Resolution], list[Problem]]
"""Return what all rules of a scope find."""


def problems(resolution: Resolution, entries: Entries, ask: Ask, settings: object) -> Problems:
    """Return all problems of a file that includes no other.

    What `ask` answers depends on `settings` besides the resolution.
    """
    context = _context(resolution, entries, settings)
    starts = entries.places.starts
    new = [number for number, it in enumerate(entries.judged) if it.context is not context]
    on_lines = _by_block(_on_lines(entries, new, resolution.manifest, context, ask), starts)
    for number in new:
        judged = entries.judged[number]
        judged.found = tuple(on_lines.get(number, ()))
        judged.context = context
        judged.shown = [], ordered(judged.found)
    others = ask("file", resolution)
    if repeated := _repeated(resolution, entries):
        others += ask("name", repeated)
    if not starts:
        return Problems([ordered(others)], [0], [0])
    mine = _by_block(others, starts)
    parts = [
        _together(it, mine.get(number, [])) if number in mine or it.shown[0] else it.shown[1]
        for number, it in enumerate(entries.judged)
    ]
    return Problems(parts, starts, entries.places.lines)


def ordered(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems of one file by position, each once."""
    by_place = sorted(found)
    return tuple([it for at, it in enumerate(by_place) if not at or it != by_place[at - 1]])


def _by_block(found: Iterable[Problem], starts: Sequence[int]) -> dict[int, list[Problem]]:
    """Return the problems that start in each block that has any, relative to its start."""
    parts: dict[int, list[Problem]] = {}
    for problem in found:
        at = bisect_right(starts, problem.span.start) - 1
        parts.setdefault(at, []).append(moved(problem, -starts[at]))
    return parts


def _together(judged: Judged, others: list[Problem]) -> tuple[Problem, ...]:
    """Return what was found on single lines of a block and `others`: last time's if equal."""
    if judged.shown[0] != others:
        judged.shown = others, ordered((*judged.found, *others))
    return judged.shown[1]


def _context(resolution: Resolution, entries: Entries, settings: object) -> Any:
    """Return all that problems on lines depend on but the lines and their verdicts: the last such
    value if equal."""
    around = resolution._replace(
        manifest=_NOWHERE, entries=(), environment=_emptied(resolution.environment)
    )
    context = resolution.manifest.path, settings, around
    known = next((it.context for it in entries.judged if it.context is not None), None)
    return known if known == context else context


def _emptied(environment: Environment | None) -> Environment | None:
    """Return an environment without what is installed: verdicts tell that of each line."""
    return environment and environment._replace(distributions={}, leftovers=(), conda={}, stamp=())


def _on_lines(
    entries: Entries, numbers: Sequence[int], whole: Manifest, context: Any, ask: Ask
) -> list[Problem]:
    """Return what is wrong with single lines of some blocks: they are asked about at once."""
    some = [
        (entries.places.one(number, index), entries.judged[number].verdicts[index])
        for number in numbers
        for index in entries.judged[number].summary(_notable)
    ]
    if not some:
        return []
    _, _, around = context
    dependencies = tuple([it for it, _ in some])
    manifest = Manifest(whole.path, whole.kind, whole.text, dependencies)
    mine = tuple([Entry(manifest, it, verdict, it.span) for it, verdict in some])
    return ask("line", around._replace(manifest=manifest, entries=mine))


def _notable(pairs: Pairs) -> list[int]:
    """Return the indexes of the lines that a rule may have something to say about."""
    return [
        index
        for index, (it, verdict) in enumerate(pairs)
        if verdict.kind not in _IN_STEP or it.extras or it.path
    ]


def _repeated(resolution: Resolution, entries: Entries) -> Resolution | None:
    """Return the part of the file that more than one line names; None when there is none."""
    blocks = entries.places.blocks
    again = names(resolution.manifest.path).repeated(blocks)
    if not again:
        return None
    indexes = [[at for at, key in enumerate(it.keys) if key in again] for it in blocks]
    some = tuple(picked(entries, indexes))
    manifest = resolution.manifest._replace(dependencies=tuple(it.dependency for it in some))
    return resolution._replace(manifest=manifest, entries=some)
