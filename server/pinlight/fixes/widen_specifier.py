"""Widen a requirement's specifier so that the installed version fits."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.targets import about, action_id, dependency_at, entries_at, is_editable_text
from pinlight.fixes.versions import widened
from pinlight.model import Action, Edit


def propose(asked: Asked) -> Iterator[Action]:
    resolution = asked.resolution
    for problem in asked.problems:
        dependency = dependency_at(resolution, problem)
        entries = entries_at(resolution, problem)
        if dependency is None or not dependency.specifier or not entries:
            continue
        if dependency.is_of_conda:  # Its specifiers are of another language.
            continue
        verdict = entries[0].verdict
        if verdict.kind != "wrong-version" or verdict.distribution is None:
            continue
        version = verdict.distribution.version
        specifier = widened(dependency.specifier, version)
        if specifier is None or not is_editable_text(resolution, dependency):
            continue
        change = f"Widen `{dependency.specifier}` to `{specifier}`"
        if not specifier:
            change = f"Remove `{dependency.specifier}`"
        yield Action(
            action_id("widen-specifier", about(dependency, resolution.manifest), resolution),
            f"{change} so that the installed `{dependency.name}` {version} fits",
            (Edit(resolution.manifest.path, dependency.specifier_span, specifier),),
            (problem,),
        )


FIX = Fix("widen-specifier", ("wrong-version",), propose, rank=45)
