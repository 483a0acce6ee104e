"""Install everything that the file asks for and its environment lacks, or holds otherwise."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.lines import by, by_tool, install, tool_of
from pinlight.fixes.targets import action_id, behind
from pinlight.model import Action, Entry, Problem, Resolution

CODES = ("missing-package", "missing-extra", "wrong-source", "wrong-version")


def propose(asked: Asked) -> Iterator[Action]:
    for entries in by_tool(behind(asked.resolution)).values():
        if problems := _of(entries, asked.problems) if len(entries) > 1 else ():
            yield _action(asked.resolution, entries, problems)


def whole(asked: Asked) -> Iterator[Action]:
    for entries in by_tool(behind(asked.resolution)).values():
        problems = _of(entries, asked.problems)
        yield _action(asked.resolution, entries, problems)._replace(is_source=True)


def _of(entries: tuple[Entry, ...], problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Return the problems that lie where one of the entries is shown."""
    spans = {entry.span for entry in entries}
    return tuple(problem for problem in problems if problem.span in spans)


def _action(
    resolution: Resolution, entries: tuple[Entry, ...], problems: tuple[Problem, ...]
) -> Action:
    names = {entry.dependency.name or entry.dependency.url for entry in entries}
    packages = "1 package" if len(names) == 1 else f"{len(names)} packages"
    is_all_missing = all(entry.verdict.kind == "missing" for entry in entries)
    state = "missing" if is_all_missing else "missing or not as required"
    return Action(
        action_id("install-missing", tool_of(entries[0]), resolution),
        f"Install everything that is {state}{by(entries[0])} ({packages})",
        install(resolution, entries),
        problems,
    )


FIX = Fix("install-missing", CODES, propose, whole, rank=30)
