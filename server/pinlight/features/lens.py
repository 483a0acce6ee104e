"""The line over a file: its environment, its state, and the main action."""

from pinlight.features import Feature
from pinlight.fixes import actions
from pinlight.model import Action, Operation, Problem, Resolution, Tools
from pinlight.named import NamedTuple
from pinlight.text import Span
from pinlight.words import short


class Lens(NamedTuple):
    """One clickable text; `action` None: it only tells."""

    span: Span
    title: str
    action: Action | None


def lens(resolution: Resolution, problems: tuple[Problem, ...], tools: Tools) -> tuple[Lens, ...]:
    """Return the state of the file's environment, and what puts it right where it is not."""
    if not resolution.entries and not resolution.locked:
        return ()
    at = Span(0, 0)
    main = _main(resolution, problems, tools)
    lenses = (Lens(at, _state(resolution), None),)
    return (*lenses, Lens(at, main.title, main)) if main else lenses


def _state(resolution: Resolution) -> str:
    if not resolution.choice.prefix:
        return "No environment"
    where = short(resolution.choice.prefix, resolution.manifest.path)
    environment = resolution.environment
    if environment is None:
        return where
    if environment.state == "broken":
        return f"{where} · broken: {environment.detail}"
    judged = resolution.locked if resolution.manifest.lock else resolution.entries
    needed = [entry for entry in judged if entry.verdict.kind != "not-needed"]
    good = sum(entry.verdict.kind == "satisfied" for entry in needed)
    major, minor = (environment.python.split(".") + ["?", "?"])[:2]
    python = f"Python {major}.{minor}" if environment.python else "Python"
    state = "as locked" if resolution.manifest.lock else "satisfied"
    return f"{where} · {python} · {good} of {len(needed)} {state}"


def _main(resolution: Resolution, problems: tuple[Problem, ...], tools: Tools) -> Action | None:
    """Return the preferred change of the machine for the whole file."""
    offered = [
        action
        for action in actions(resolution, problems, None, tools)
        if isinstance(action.do, Operation)
    ]
    return next((action for action in offered if action.is_preferred), next(iter(offered), None))


FEATURE = Feature("lens", lens)
