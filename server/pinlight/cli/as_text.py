"""What was seen, as lines for people; each problem on one that editors and tools can jump to."""

from collections.abc import Iterator

from pinlight.cli.belongings import belongings
from pinlight.cli.look import places, shown_environments, shown_files, spelled
from pinlight.cli.terminal import BOLD, DIM, GREEN, SEVERITY, coloured, counted, plain, table
from pinlight.cli.unjudged import is_unjudged
from pinlight.model import Problem
from pinlight.world.state import World

SHOWN = 3  # files that one line names
ORDER = ("error", "warning", "information", "hint")


def checked(world: World) -> Iterator[str]:
    """Yield the problems as `path:line:column: severity code message`, and a summary."""
    place = places(world)

    def at(path: str, offset: int) -> str:
        found = place(path, offset)
        where = plain(spelled(path))
        return f"{where}:{found['line']}:{found['column']}:" if found else f"{where}:"

    problems = []
    files = shown_files(world)
    for path in files:
        for problem in world.problems[path]:
            problems.append(problem)
            yield f"{coloured(at(path, problem.span.start), BOLD)} {_told(problem)}"
            for related in problem.related:
                where = at(related.path, related.span.start)
                yield coloured(f"    {where} {plain(related.message)}", DIM)
    for environment in shown_environments(world):
        for problem in belongings(environment, world):
            problems.append(problem)
            yield f"{coloured(plain(spelled(environment.prefix)) + ':', BOLD)} {_told(problem)}"
    yield _summary(problems, len(files))
    if unjudged := [plain(spelled(path)) for path in files if is_unjudged(path, world)]:
        more = f" and {len(unjudged) - SHOWN} more" if len(unjudged) > SHOWN else ""
        named = ", ".join(unjudged[:SHOWN]) + more
        yield f"Not judged, since no environment of its kind was found: {named}"


def served(world: World) -> Iterator[str]:
    """Yield a table of files and the environments that serve them, and one of those that are only
    offered."""
    from pinlight.cli.offers import offers, state  # What is checked offers nothing.

    rows = [("FILE", "ENVIRONMENT", "KIND", "PYTHON", "STATE", "WHY")]
    for path in shown_files(world):
        choice = world.choices[path]
        environment = world.environments.get(choice.prefix)
        rows.append(
            (
                plain(spelled(path)),
                plain(spelled(choice.prefix)) if choice.prefix else "-",
                (environment.kind if environment else "") or "-",
                (environment.python if environment else "") or "-",
                state(path, world),
                plain(choice.reason),
            )
        )
    heading, *lines = table(rows)
    yield coloured(heading, BOLD)
    yield from lines or ["No requirements file was found"]
    offered = [
        (plain(spelled(one.prefix)), one.kind or "-", one.python or "-", plain(one.reason))
        for one in offers(world)
    ]
    if offered:
        heading, *lines = table(
            [("OFFERED, NEVER CHOSEN BY ITSELF", "KIND", "PYTHON", "WHY"), *offered]
        )
        yield from ("", coloured(heading, BOLD), *lines)


def _told(problem: Problem) -> str:
    severity = coloured(problem.severity, SEVERITY[problem.severity])
    return f"{severity} {problem.code} {plain(problem.message)}"


def _summary(problems: list[Problem], files: int) -> str:
    if not files:
        return "No requirements file was found"
    if not problems:
        return coloured(f"{counted(files, 'file')}, nothing is wrong", GREEN)
    counts = {name: sum(one.severity == name for one in problems) for name in ORDER}
    parts = ", ".join(counted(count, name) for name, count in counts.items() if count)
    return f"Found {counted(len(problems), 'problem')} in {counted(files, 'file')} ({parts})"
