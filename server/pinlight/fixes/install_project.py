"""Install the project itself into its environment, as editable."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.lines import install
from pinlight.fixes.targets import action_id
from pinlight.model import Action


def propose(asked: Asked) -> Iterator[Action]:
    resolution = asked.resolution
    project = resolution.manifest.project
    yield Action(
        action_id("install-project", project, resolution),
        f"Install `{project}` itself as editable (`-e .`)",
        install(resolution, ())._replace(lines=("-e .",)),
        asked.problems,
    )


FIX = Fix("install-project", ("project-not-installed",), propose, rank=20)
