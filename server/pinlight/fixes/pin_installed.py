"""Pin a requirement, or all of a requirements file, to the version that is installed."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.targets import about, action_id, dependency_at, entries_at, is_editable_text
from pinlight.fixes.versions import pinned
from pinlight.model import Action, Dependency, Edit, Resolution


def propose(asked: Asked) -> Iterator[Action]:
    resolution = asked.resolution
    for problem in asked.problems:
        dependency = dependency_at(resolution, problem)
        entries = entries_at(resolution, problem)
        if dependency is None or dependency.url or not entries:
            continue
        verdict = entries[0].verdict
        version = verdict.distribution.version if verdict.distribution else ""
        specifier = _pin(dependency, version) if verdict.kind == "wrong-version" else ""
        if specifier and is_editable_text(resolution, dependency):
            yield Action(
                action_id("pin-installed", about(dependency, resolution.manifest), resolution),
                f"Pin `{dependency.name}` to the installed version: `{specifier}`",
                (Edit(resolution.manifest.path, dependency.specifier_span, specifier),),
                (problem,),
            )


def whole(asked: Asked) -> Iterator[Action]:
    """Offer to pin every line whose package is installed; those pinned to it stay as they are."""
    resolution = asked.resolution
    manifest = resolution.manifest
    edits = tuple(_pins(resolution))
    if manifest.kind == "requirements" and edits:
        count = "1 requirement" if len(edits) == 1 else f"{len(edits)} requirements"
        yield Action(
            action_id("pin-all-installed", "", resolution),
            f"Pin {count} to the installed version",
            edits,
            is_source=True,
        )


def _pins(resolution: Resolution) -> Iterator[Edit]:
    for entry in resolution.entries:
        dependency, distribution = entry.dependency, entry.verdict.distribution
        if entry.manifest.path != resolution.manifest.path or dependency.url or not distribution:
            continue
        specifier = _pin(dependency, distribution.version)
        is_same = dependency.specifier.replace(" ", "") == specifier
        if specifier and not is_same and is_editable_text(resolution, dependency):
            yield Edit(resolution.manifest.path, dependency.specifier_span, specifier)


def _pin(dependency: Dependency, version: str) -> str:
    """Return the specifier that holds for the installed version only; "" for none."""
    if dependency.is_of_conda:
        return "" if "[" in dependency.specifier else f"=={version}"
    return pinned(version) if version else ""


FIX = Fix("pin-installed", ("wrong-version",), propose, whole, rank=40)
