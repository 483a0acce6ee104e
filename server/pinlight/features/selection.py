"""What is selected when a selection grows: a word, a part, the requirement, its lines, all."""

from collections.abc import Iterator

from pinlight.features import Feature
from pinlight.features.lexer import entry_at
from pinlight.features.under import LINES, Under, under
from pinlight.model import Manifest, Resolution
from pinlight.text import LineIndex, Span

_PARTS = (
    ("operator", "version"),
    ("variable", "comparison", "string", "keyword"),
    ("extra",),
    ("option", "path", "value", "hash"),
)


def selection(resolution: Resolution, offset: int) -> tuple[Span, ...]:
    """Return the spans around `offset`, each inside the next; the last one is the whole text."""
    manifest = resolution.manifest
    found = under(resolution, offset)
    spans: list[Span] = []
    for span in (*_around(manifest, found, offset), Span(0, len(manifest.text))):
        if span.start <= offset <= span.end and (not spans or _grows(spans[-1], span)):
            spans.append(span)
    return tuple(spans)


def _grows(inner: Span, outer: Span) -> bool:
    return outer != inner and outer.covers(inner)


def _around(manifest: Manifest, found: Under, offset: int) -> Iterator[Span]:
    if found.token is not None:
        yield found.token.span
        for kinds in _PARTS:
            if found.token.kind in kinds and found.token.kind != "option":
                words = [token.span for token in found.tokens if token.kind in kinds]
                yield Span(words[0].start, words[-1].end)
    if found.group is not None:
        yield found.group_span
    if found.dependency is not None:
        yield found.dependency.span
    if found.include is not None:
        yield found.include.span
    if found.dependency is not None:
        yield found.dependency.entry
    if manifest.kind in LINES:
        yield entry_at(manifest.text, offset)
        yield _paragraph(manifest.text, offset)


def _paragraph(text: str, offset: int) -> Span:
    """Return the lines around `offset` up to the next blank ones."""
    index = LineIndex(text)
    first = last = index.line(offset)
    while first > 0 and _is_filled(index, first - 1):
        first -= 1
    while last + 1 < len(index.starts) and _is_filled(index, last + 1):
        last += 1
    return Span(index.span(first).start, index.span(last).end)


def _is_filled(index: LineIndex, number: int) -> bool:
    return bool(index.text[slice(*index.span(number))].strip())


FEATURE = Feature("selection", selection)
