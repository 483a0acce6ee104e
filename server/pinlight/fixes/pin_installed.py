"""Pin a requirement to the version that is installed."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.targets import about, action_id, dependency_at, entries_at, is_editable_text
from pinlight.fixes.versions import pinned
from pinlight.model import Action, Edit


def propose(asked: Asked) -> Iterator[Action]:
    resolution = asked.resolution
    for problem in asked.problems:
        dependency = dependency_at(resolution, problem)
        entries = entries_at(resolution, problem)
        if dependency is None or dependency.url or not entries:
            continue
        verdict = entries[0].verdict
        version = verdict.distribution.version if verdict.distribution else ""
        specifier = pinned(version) if verdict.kind == "wrong-version" and version else ""
        if specifier and is_editable_text(resolution, dependency):
            yield Action(
                action_id("pin-installed", about(dependency, resolution.manifest), resolution),
                f"Pin `{dependency.name}` to the installed version: `{specifier}`",
                (Edit(resolution.manifest.path, dependency.specifier_span, specifier),),
                (problem,),
            )


FIX = Fix("pin-installed", ("wrong-version",), propose, rank=40)
