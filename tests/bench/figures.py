"""Samples -> figures: medians, percentiles, ratios, and the tables that show them."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple


class Figures(NamedTuple):
    """Of one thing, measured many times; milliseconds unless the table says otherwise."""

    p50: float
    p95: float
    p99: float
    worst: float


def figures(samples: Iterable[float]) -> Figures:
    found = sorted(samples)
    return Figures(*(found[min(int(len(found) * part), len(found) - 1)] for part in SHARES))


SHARES = (0.5, 0.95, 0.99, 1.0)


def shown(value: float) -> str:
    """Return a figure with three digits."""
    return f"{value:.0f}" if value >= 99.95 else f"{value:#.3g}"


def table(
    title: str, samples: Mapping[str, Sequence[float]], silent: Container[str] = frozenset()
) -> str:
    """Return a Markdown table, the first row being what the others are compared with; `n` is the
    number of samples, and who is `silent` once left a question without an answer."""
    rows = [f"### {title}", "", "| | n | p50 | p95 | p99 | ours / theirs |", f"|{'---|' * 6}"]
    ours = None
    for name, measured in samples.items():
        if not measured:
            why = "no answer" if name in silent else "not on this machine"
            rows.append(f"| {name} | 0 | {why} | | | |")
            continue
        found = figures(measured)
        ours = ours or found
        cells = " | ".join(map(shown, found[:3]))
        who = f"{name}, then no answer" if name in silent else name
        rows.append(f"| {who} | {len(measured)} | {cells} | {shown(ours.p50 / found.p50)} |")
    return "\n".join(rows)


class Goal(NamedTuple):
    """A row of what is to be reached."""

    what: str
    goal: str
    figure: str
    is_met: bool


def goals(rows: Iterable[Goal]) -> str:
    lines = ["| | goal | figure | |", "|---|---|---|---|"]
    lines += [
        f"| {it.what} | {it.goal} | {it.figure} | {'met' if it.is_met else '**missed**'} |"
        for it in rows
    ]
    return "\n".join(lines)


def ratio(what: str, ours: float, theirs: float, most: float, of: str) -> Goal:
    """Return the row of a goal "at most `most` times `of`"."""
    found = ours / theirs
    return Goal(what, f"at most {most:.3g} x {of}", f"{shown(found)} x", found <= most)
