"""Install everything that the file asks for and its environment lacks, or holds otherwise."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.lines import install
from pinlight.fixes.targets import action_id, behind
from pinlight.model import Action, Entry, Problem, Resolution

CODES = ("missing-package", "missing-extra", "wrong-source", "wrong-version")


def propose(asked: Asked) -> Iterator[Action]:
    if len(entries := behind(asked.resolution)) > 1:
        yield _action(asked.resolution, entries, asked.problems)


def whole(asked: Asked) -> Iterator[Action]:
    if entries := behind(asked.resolution):
        yield _action(asked.resolution, entries, asked.problems)._replace(is_source=True)


def _action(
    resolution: Resolution, entries: tuple[Entry, ...], problems: tuple[Problem, ...]
) -> Action:
    names = {entry.dependency.name or entry.dependency.url for entry in entries}
    packages = "1 package" if len(names) == 1 else f"{len(names)} packages"
    is_all_missing = all(entry.verdict.kind == "missing" for entry in entries)
    state = "missing" if is_all_missing else "missing or not as required"
    return Action(
        action_id("install-missing", "", resolution),
        f"Install everything that is {state} ({packages})",
        install(resolution, entries),
        problems,
    )


FIX = Fix("install-missing", CODES, propose, whole, rank=30)
