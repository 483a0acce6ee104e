"""Resolution -> findings, one module per diagnostic."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from pinlight.bug import guard
from pinlight.model import Finding, Ignore, Problem, Resolution, Severity
from pinlight.model.blocks import Entries
from pinlight.named import NamedTuple
from pinlight.plugin_index import RULES
from pinlight.plugins import record
from pinlight.rules import piecemeal
from pinlight.rules.facts import facts
from pinlight.settings import Settings
from pinlight.typed import Literal, get_args

Topic = Literal["file", "environment", "imports"]
Scope = Literal["line", "name", "file"]

SEVERITIES: tuple[Severity, ...] = get_args(Severity)


class Rule(NamedTuple):
    """One diagnostic; `doc` is its page of the manual."""

    code: str  # reads after "allow"; never changes once released
    severity: Severity
    summary: str  # one line for tables
    doc: str  # Markdown: what it finds, why it is a problem, an example, how to put it right
    find: Callable[[Resolution], Iterable[Finding]]
    is_off: bool = False  # unless the settings name it in `severity` or `select`
    topic: Topic = "file"  # "environment": the finding is about the environment of the file
    # "imports": about a Python file, which no other rule looks at
    scope: Scope = "file"
    """What a finding on a line depends on, in a file that includes no other: "line": on nothing
    else in the file, and only a line that is out of step, has extras or names a path has one;
    "name": on the lines with its name. What lies around may count always, and the environment; for
    "line" what is installed there only as the verdict tells it."""
    needs: tuple[str, ...] = ()
    """Names of `facts`: where none of them holds the rule finds nothing, and is not even loaded.
    (): it is always asked."""


def diagnose(resolution: Resolution, settings: Settings) -> Sequence[Problem]:
    """Return the problems of a file, by position, as the settings and its comments allow."""
    if resolution.manifest.kind == "prose" or _is_left_alone(resolution):
        return ()
    found: Sequence[Problem]
    if isinstance(resolution.entries, Entries):

        def ask(scope: str, part: Resolution) -> list[Problem]:
            return problems(asked(part, scope), part, settings)

        found = piecemeal.problems(resolution, resolution.entries, ask, settings)
    else:
        found = piecemeal.ordered(problems(asked(resolution), resolution, settings))
    ignores = sorted(resolution.manifest.ignores)
    return tuple(it for it in found if not _is_silenced(it, ignores)) if ignores else found


def asked(resolution: Resolution, scope: str = "") -> tuple[Rule, ...]:
    """Return the rules, of one scope or of all, that may find something in a file."""
    return _asked(scope, facts(resolution))


@lru_cache(512)  # Most files are alike in what holds of them.
def _asked(scope: str, held: tuple[str, ...]) -> tuple[Rule, ...]:
    return tuple(
        record("rules", name)
        for name, (its_scope, needs) in RULES.items()
        if scope in ("", its_scope) and (not needs or not set(needs).isdisjoint(held))
    )


def problems(rules: Iterable[Rule], resolution: Resolution, settings: Settings) -> list[Problem]:
    """Return what `rules` find in a file, in no order."""
    return [
        problem
        for rule in rules
        for problem in guard(f"rule {rule.code}", (), _problems, rule, resolution, settings)
    ]


def severity(rule: Rule, settings: Settings) -> Severity | None:
    """Return the severity that the settings give to `rule`; None: it is off."""
    if rule.code in settings.ignore or (settings.select and rule.code not in settings.select):
        return None
    wanted = settings.severity.get(rule.code, "")
    if wanted == "off" or (rule.is_off and not wanted and rule.code not in settings.select):
        return None
    return next((name for name in SEVERITIES if name == wanted), rule.severity)


def page(rule: Rule) -> str:
    """Return the rule's page of the manual, as Markdown under its code as heading."""
    return (
        f"## {rule.code}\n\n"
        f"{rule.summary}. Severity: {rule.severity}.\n\n"
        f"{rule.doc.strip()}\n\n"
        f"Turn it off: on a line with the comment `# pinlight: ignore[{rule.code}]`, everywhere "
        f'with `"ignore": ["{rule.code}"]` or another severity in the [settings](settings.md).'
    )


def _problems(rule: Rule, resolution: Resolution, settings: Settings) -> tuple[Problem, ...]:
    if (rule.topic == "imports") != (resolution.manifest.kind == "python"):
        return ()
    level = severity(rule, settings)
    return () if level is None else tuple(_shown(rule, level, resolution))


def _shown(rule: Rule, level: Severity, resolution: Resolution) -> Iterator[Problem]:
    path, code = resolution.manifest.path, rule.code
    environment = resolution.environment if rule.topic == "environment" else None
    prefix = environment.prefix if environment else ""
    for span, message, about, related in rule.find(resolution):
        yield Problem(path, span, code, level, message, about, prefix, related)


def _is_left_alone(resolution: Resolution) -> bool:
    """Whether the file is closed and no environment serves it: the user is not at work on it."""
    return resolution.environment is None and not resolution.is_open


def _is_silenced(problem: Problem, ignores: list[Ignore]) -> bool:
    """Whether the last of `ignores` that starts before the problem holds its start, and names
    its code."""
    start = problem.span.start
    index = bisect_right(ignores, start, key=lambda ignore: ignore.span.start) - 1
    if index < 0 or ignores[index].span.end < start:
        return False
    return not ignores[index].codes or problem.code in ignores[index].codes
