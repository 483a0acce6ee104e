"""Let another environment serve the file: one that holds what is missing here."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.targets import action_id
from pinlight.model import Action, Problem, Select
from pinlight.words import short


def propose(asked: Asked) -> Iterator[Action]:
    """Offer each environment that holds what these problems lack, never a global Python."""
    resolution = asked.resolution
    path = resolution.manifest.path
    solved: dict[str, list[Problem]] = {}
    for problem in asked.problems:
        prefix = resolution.elsewhere.get(problem.about, "")
        if prefix and prefix not in resolution.global_prefixes:
            solved.setdefault(prefix, []).append(problem)
    for prefix, problems in solved.items():
        yield Action(
            action_id("use-environment", prefix, resolution),
            f"Use the environment `{short(prefix, path)}` for this file",
            Select(path, prefix),
            tuple(problems),
        )


FIX = Fix("use-environment", ("missing-package",), propose, rank=60)
