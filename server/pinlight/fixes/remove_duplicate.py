"""Remove a requirement that another line already states."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pinlight.fixes import Asked, Fix
from pinlight.fixes.targets import about, action_id, dependency_at, is_editable_text, written
from pinlight.model import Action, Dependency, Edit, Manifest, Problem
from pinlight.text import LineIndex, Span

_SPACE = " \t"


def propose(asked: Asked) -> Iterator[Action]:
    manifest = asked.resolution.manifest
    for problem, dependency in _removable(asked):
        yield Action(
            action_id("remove-duplicate", about(dependency, manifest), asked.resolution),
            f"Remove the duplicate `{written(dependency)}`",
            (Edit(manifest.path, removed(manifest, dependency), ""),),
            (problem,),
        )


def whole(asked: Asked) -> Iterator[Action]:
    """Offer to remove all of them at once, where there are several."""
    manifest = asked.resolution.manifest
    spans = sorted({removed(manifest, dependency) for _, dependency in _removable(asked)})
    if len(spans) > 1 and all(one.end <= other.start for one, other in pairwise(spans)):
        yield Action(
            action_id("remove-duplicates", "", asked.resolution),
            f"Remove all {len(spans)} duplicates",
            tuple(Edit(manifest.path, span, "") for span in spans),
            asked.problems,
            is_source=True,
        )


def _removable(asked: Asked) -> Iterator[tuple[Problem, Dependency]]:
    for problem in asked.problems:
        dependency = dependency_at(asked.resolution, problem)
        if dependency is not None and is_editable_text(asked.resolution, dependency):
            yield problem, dependency


def removed(manifest: Manifest, dependency: Dependency) -> Span:
    """Return what goes with a dependency: its lines with the line end, or the item of its array
    with one comma."""
    if manifest.text[dependency.entry.start : dependency.entry.start + 1] in ("'", '"'):
        return _array_item(manifest.text, dependency.entry)
    return _whole_lines(manifest.text, dependency.entry.start, dependency.entry.end)


def _array_item(text: str, entry: Span) -> Span:
    after = re.compile(r"[ \t]*(,?)[ \t]*(?:#[^\r\n]*)?(?=\r|\n|\Z)").match(text, entry.end)
    start = entry.start
    while start and text[start - 1] in _SPACE:
        start -= 1
    if after and (start == 0 or text[start - 1] in "\r\n"):  # Alone on its lines.
        return _whole_lines(text, start, after.end())
    if comma := re.compile(r"\s*,[ \t]*").match(text, entry.end):
        return Span(entry.start, comma.end())
    before = re.compile(r",\s*\Z").search(text, 0, entry.start)
    return Span(before.start(), entry.end) if before else entry


def _whole_lines(text: str, start: int, end: int) -> Span:
    """Return the lines from `start` to `end` with a line end: that before them at the end of the
    text, so that no empty line is left."""
    lines = LineIndex(text)
    first, last = lines.line(start), lines.line(end)
    if last + 1 < len(lines.starts):
        return Span(lines.starts[first], lines.starts[last + 1])
    if first:
        return Span(lines.span(first - 1).end, len(text))
    return Span(0, len(text))


FIX = Fix("remove-duplicate", ("duplicate-requirement",), propose, whole, rank=20)
