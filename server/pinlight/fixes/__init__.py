"""Problems -> actions, one module per quick fix."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from pinlight.bug import guard
from pinlight.identity import Same
from pinlight.model import Action, Problem, Resolution, Tools
from pinlight.named import NamedTuple
from pinlight.plugins import records
from pinlight.text import Span


class Asked(NamedTuple):
    """What a fix is asked about."""

    resolution: Resolution
    problems: tuple[Problem, ...]  # only those that it can solve
    tools: Tools


Propose = Callable[[Asked], Iterable[Action]]


class Fix(NamedTuple):
    """One kind of action."""

    name: str
    codes: tuple[str, ...]  # of the problems that it can solve
    propose: Propose  # for the problems under the cursor
    whole: Propose | None = None  # source actions, for all problems of the file
    rank: int = 50  # of the actions that solve a problem, the lowest is the preferred one
    is_safe: bool = True  # False: never preferred, since one key would throw something away


def actions(
    resolution: Resolution, problems: Sequence[Problem], span: Span | None, tools: Tools
) -> tuple[Action, ...]:
    """Return what can be done about the problems that touch `span`, the best first.

    `problems` are all of the file; None as `span` gives its source actions. Of the actions that
    solve a problem exactly one is preferred, if any of them is safe. Source actions are worked
    out once: a lens and every look for fixes ask for the same ones.
    """
    if span is None:
        return _whole(Same(resolution), Same(problems), Same(tools))
    return _actions(resolution, problems, span, tools)


@lru_cache(8)
def _whole(
    resolution: Same[Resolution], problems: Same[Sequence[Problem]], tools: Same[Tools]
) -> tuple[Action, ...]:
    return _actions(resolution.value, problems.value, None, tools.value)


def _actions(
    resolution: Resolution, problems: Sequence[Problem], span: Span | None, tools: Tools
) -> tuple[Action, ...]:
    offered: list[Action] = []
    solved: set[Problem] = set()
    for fix in sorted(records("fixes"), key=lambda fix: (fix.rank, fix.name)):
        meant = tuple(problem for problem in problems if _is_meant(problem, fix, span))
        asked = Asked(resolution, meant, tools)
        for action in guard(f"fix {fix.name}", (), _proposed, fix, asked, span):
            is_first = not solved.issuperset(action.solves)
            offered.append(action._replace(is_preferred=fix.is_safe and is_first))
            if fix.is_safe:
                solved.update(action.solves)
    return tuple(offered)


def _is_meant(problem: Problem, fix: Fix, span: Span | None) -> bool:
    return problem.code in fix.codes and (span is None or problem.span.touches(span))


def _proposed(fix: Fix, asked: Asked, span: Span | None) -> tuple[Action, ...]:
    if span is None:
        return tuple(fix.whole(asked)) if fix.whole else ()
    return tuple(fix.propose(asked)) if asked.problems else ()
