"""What `check` found, as a JUnit report: a suite per file, a failed case per problem."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from pinlight.cli.belongings import belongings
from pinlight.cli.look import places, shown_environments, shown_files, spelled
from pinlight.model import Problem
from pinlight.world.state import World

FAILING = ("error", "warning")


def checked(world: World) -> str:
    return "\n".join(
        ['<?xml version="1.0" encoding="utf-8"?>', "<testsuites>", *_suites(world), "</testsuites>"]
    )


def _suites(world: World) -> Iterator[str]:
    place = places(world)
    for path in shown_files(world):
        cases = []
        for problem in world.problems[path]:
            found = place(path, problem.span.start)
            cases.append((f":{found['line']}:{found['column']}" if found else "", problem))
        yield from _suite(spelled(path), cases)
    for environment in shown_environments(world):
        problems = belongings(environment, world)
        if problems:
            yield from _suite(spelled(environment.prefix), [("", it) for it in problems])


def _suite(name: str, cases: list[tuple[str, Problem]]) -> Iterator[str]:
    failures = sum(problem.severity in FAILING for _, problem in cases)
    count = f'tests="{max(len(cases), 1)}" failures="{failures}" errors="0"'
    yield f"  <testsuite name={_attribute(name)} {count}>"
    if not cases:
        yield f'    <testcase name="pinlight" classname={_attribute(name)}/>'
    for where, problem in cases:
        title = f"{problem.code} {problem.about}".rstrip()
        opening = f"    <testcase name={_attribute(title)} classname={_attribute(name + where)}"
        if problem.severity not in FAILING:
            yield f"{opening}/>"
            continue
        kind, message = _attribute(problem.code), _attribute(problem.message)
        yield f"{opening}><failure type={kind} message={message}/></testcase>"
    yield "  </testsuite>"


def _attribute(text: str) -> str:
    """Return text as an attribute; what XML cannot hold at all becomes a question mark."""
    return quoteattr("".join(char if char.isprintable() else "?" for char in text))
