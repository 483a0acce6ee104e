"""How one file stands with its environment, in figures: what a status bar shows."""

from pinlight.features import Feature
from pinlight.model import Problem, Resolution
from pinlight.named import NamedTuple
from pinlight.words import short


class Status(NamedTuple):
    """Figures about one file; without an environment those of the environment are empty."""

    path: str
    prefix: str
    name: str  # the prefix as seen from the file
    kind: str
    python: str  # "3.12.1"; "" when unknown
    reason: str  # why this environment, or why none
    detail: str  # why the environment is broken; "" when it is not
    suggested: str  # where a new environment would lie, as seen from the file
    problems: int
    needed: int
    satisfied: int


def status(resolution: Resolution, problems: tuple[Problem, ...]) -> Status:
    """Return the figures of a judged file."""
    path, choice = resolution.manifest.path, resolution.choice
    environment = resolution.environment
    kinds = [it.verdict.kind for it in resolution.entries if it.verdict.kind != "not-needed"]
    return Status(
        path=path,
        prefix=choice.prefix,
        name=short(choice.prefix, path) if choice.prefix else "",
        kind=environment.kind if environment else "",
        python=environment.python if environment else "",
        reason=choice.reason,
        detail=environment.detail if environment else "",
        suggested=short(choice.suggested, path) if choice.suggested else "",
        problems=len(problems),
        needed=len(kinds),
        satisfied=kinds.count("satisfied"),
    )


FEATURE = Feature("status", status)
