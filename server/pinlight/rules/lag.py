"""Findings about what an environment lacks: one per line of the file itself, one per include for
all that it brings in and that no other file shows. No rule itself."""

from collections.abc import Callable, Iterator

from pinlight.model import Entry, Finding, Include, Related, Resolution
from pinlight.named import NamedTuple
from pinlight.rules.places import is_own, related, written_name
from pinlight.text import Span
from pinlight.words import ticked

_SHOWN = 10  # names in one message


class Lag(NamedTuple):
    """Why one entry is out of step."""

    message: str
    related: tuple[Related, ...] = ()


class Words(NamedTuple):
    """How several entries are out of step, after "1 requirement" and after "2 requirements"."""

    one: str
    many: str


def lagging(
    resolution: Resolution, words: Words, lag_of: Callable[[Entry], Lag | None]
) -> Iterator[Finding]:
    """Yield what `lag_of` tells of the entries that this file shows."""
    brought: dict[Span, list[tuple[Entry, Lag]]] = {}
    for entry in resolution.entries:
        lag = lag_of(entry) if entry.span is not None else None
        if entry.span is None or lag is None:
            continue
        if is_own(resolution, entry):
            yield Finding(entry.span, lag.message, entry.dependency.name, lag.related)
        else:
            brought.setdefault(entry.span, []).append((entry, lag))
    includes = {include.span: include for include in resolution.manifest.includes}
    for span, lags in brought.items():
        yield _together(span, includes.get(span), lags, words)


def _together(
    span: Span, include: Include | None, lags: list[tuple[Entry, Lag]], words: Words
) -> Finding:
    names = sorted({written_name(entry.manifest, entry.dependency) for entry, _ in lags})
    count, state = f"{len(names)} requirements", words.many
    if len(names) == 1:
        count, state = "1 requirement", words.one
    of = f" of `{include.target}`" if include else ""
    rest = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    places: list[Related] = []
    for entry, lag in lags:
        places += [related(entry, lag.message), *lag.related]
    message = f"{count}{of} {state}: {ticked(names[:_SHOWN])}{rest}"
    return Finding(span, message, related=tuple(places))
