"""Have a compiled requirements file written again: the next run would undo a change by hand."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.targets import about, action_id, dependency_at, entries_at, file_name
from pinlight.fixes.versions import pinned
from pinlight.model import Action, Dependency, Install, Problem, Resolution

TOOLS = {"uv": "uv pip compile", "pip-compile": "pip-compile"}


def propose(asked: Asked) -> Iterator[Action]:
    resolution = asked.resolution
    manifest = resolution.manifest
    tool = TOOLS.get(manifest.generator)
    if tool is None or not manifest.generator_command or not resolution.choice.prefix:
        return
    for problem in asked.problems:
        dependency = dependency_at(resolution, problem)
        if dependency is None:
            continue
        wanted = _wanted(resolution, problem, dependency)
        change = f" with `{wanted}`" if wanted else ""
        upgrade = ("--upgrade-package", wanted) if wanted else ()
        yield Action(
            action_id("recompile", about(dependency, manifest), resolution),
            f"Recompile `{file_name(manifest.path)}`{change} (`{tool}`) and install it",
            Install(
                resolution.choice.prefix,
                manifest.path,
                recompile=(*manifest.generator_command, *upgrade),
            ),
            (problem,),
        )


def _wanted(resolution: Resolution, problem: Problem, dependency: Dependency) -> str:
    """Return the pin of the installed version that the file shall take over."""
    for entry in entries_at(resolution, problem):
        distribution = entry.verdict.distribution
        if entry.verdict.kind == "wrong-version" and distribution is not None:
            specifier = pinned(distribution.version)
            return f"{dependency.name}{specifier}" if specifier else ""
    return ""


CODES = ("wrong-version", "conflicting-requirements")

FIX = Fix("recompile", CODES, propose, rank=60)
