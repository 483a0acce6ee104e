"""Upgrade or downgrade a package to what the line, or a constraint on it, asks for."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.lines import by, install
from pinlight.fixes.targets import about, action_id, entries_at, written
from pinlight.fixes.versions import direction
from pinlight.model import Action, Entry, Resolution


def propose(asked: Asked) -> Iterator[Action]:
    resolution = asked.resolution
    for problem in asked.problems:
        for entry in entries_at(resolution, problem):
            if entry.manifest.path == resolution.manifest.path:
                yield Action(
                    action_id(
                        "change-version", about(entry.dependency, resolution.manifest), resolution
                    ),
                    f"{_title(entry, resolution)}{by(entry)}",
                    install(resolution, (entry,)),
                    (problem,),
                )


def _title(entry: Entry, resolution: Resolution) -> str:
    name, wanted = entry.dependency.name, entry.dependency.specifier
    distribution = entry.verdict.distribution
    for constraint in resolution.constraints if entry.verdict.kind == "satisfied" else ():
        if constraint.dependency.name == name and constraint.verdict.kind == "wrong-version":
            wanted = constraint.dependency.specifier
    if distribution is not None and entry.dependency.is_of_conda:
        return f"Change `{name}` from {distribution.version} to `{wanted or 'any version'}`"
    if distribution is None or not distribution.version or not wanted:
        return f"Install `{written(entry.dependency)}`"
    verb = direction(wanted, distribution.version)
    return f"{verb} `{name}` from {distribution.version} to `{wanted}`"


FIX = Fix("change-version", ("wrong-version",), propose, rank=20)
