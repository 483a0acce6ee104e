"""Add the package of an import to a requirements file or to `project.dependencies`."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.adding import added
from pinlight.fixes.targets import action_id, file_name
from pinlight.model import Action, Edit, Manifest, Problem
from pinlight.paths import rules
from pinlight.words import short

_MOST = 3  # files that are offered
_FOR_DEVELOPERS = ("dev", "test")


def propose(asked: Asked) -> Iterator[Action]:
    providers, path = asked.resolution.providers, asked.resolution.manifest.path
    for problem in asked.problems:
        if providers is None or not problem.about or problem.about in providers.declared:
            continue
        installed = providers.environment.distributions.get(problem.about)
        version = installed.version if installed else ""
        offered = 0
        for manifest in sorted(providers.files, key=lambda it: _is_elsewhere(it, path)):
            edits = added(manifest, problem.about, version)
            if edits and offered < _MOST:
                offered += 1
                yield _action(asked, problem, manifest, edits)


def _action(asked: Asked, problem: Problem, manifest: Manifest, edits: tuple[Edit, ...]) -> Action:
    place = short(manifest.path, asked.resolution.manifest.path)
    where = f"`project.dependencies` of `{place}`" if manifest.kind == "pyproject" else f"`{place}`"
    about = f"{problem.about}:{file_name(manifest.path)}"
    return Action(
        action_id("declare-import", about, asked.resolution),
        f"Add `{problem.about}` to {where}",
        edits,
        (problem,),
    )


def _is_elsewhere(manifest: Manifest, path: str) -> bool:
    """Whether the one is for development and the other is not."""
    name = rules(path).basename(path)
    is_test = name.startswith(("test_", "conftest.")) or "tests" in path.split(rules(path).sep)
    return is_test != any(word in file_name(manifest.path) for word in _FOR_DEVELOPERS)


FIX = Fix("declare-import", ("undeclared-import", "uninstalled-import"), propose, rank=25)
