"""Install the package of an import."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.lines import install
from pinlight.fixes.targets import action_id, written
from pinlight.model import Action, Entry, Install, Providers, Resolution


def propose(asked: Asked) -> Iterator[Action]:
    providers = asked.resolution.providers
    for problem in asked.problems:
        if providers is None or not problem.about:
            continue
        entry = next((it for it in providers.missing if it.dependency.name == problem.about), None)
        name = written(entry.dependency) if entry else problem.about
        yield Action(
            action_id("install-import", problem.about, asked.resolution),
            f"Install `{name}`",
            _declared(entry, providers) if entry else _alone(problem.about, providers),
            (problem,),
        )


def _declared(entry: Entry, providers: Providers) -> Install:
    """Install as the file says that declares it."""
    resolution = Resolution(entry.manifest, providers.choice, providers.environment, (entry,))
    return install(resolution, (entry,), providers.environment.prefix)


def _alone(name: str, providers: Providers) -> Install:
    """Install under the options and constraints of the nearest file."""
    nearest = providers.files[0]
    empty = install(Resolution(nearest, providers.choice, providers.environment), ())
    return empty._replace(prefix=providers.environment.prefix, lines=(name,))


FIX = Fix("install-import", ("uninstalled-import",), propose, rank=20)
