"""What Python files import, held against what their project declares and has installed.

The modules of an environment and those around a file are read only when a Python file is open or
named, or a rule asks for them; until they are known, what was found before stays.
"""

from collections.abc import Iterator, Sequence

from pinlight.identity import Same
from pinlight.model import Choice, Environment, Manifest, Modules, Resolution
from pinlight.paths import rules
from pinlight.resolve import selected_groups
from pinlight.settings import Settings
from pinlight.world import elsewhere
from pinlight.world.parsing import with_stale
from pinlight.world.state import (
    Answer,
    Effect,
    Imported,
    Mapped,
    Read,
    Surrounded,
    World,
)

Step = tuple[World, list[Effect]]

UNUSED = "unused-requirement"


def told(world: World, resolution: Resolution) -> tuple[Resolution, list[Effect]]:
    """Return the resolution with what rules on imports need; what is to be read first for that
    comes with it."""
    if resolution.manifest.kind == "python":
        return _of_python(world, resolution)
    resolution, wanted = elsewhere.told(world, resolution)
    if not _is_unused_wanted(world.local[resolution.manifest.path]):
        return resolution, wanted
    resolution, more = _with_use(world, resolution)
    return resolution, [*wanted, *more]


def answered(world: World, effects: list[Effect], answers: Sequence[Answer]) -> Step:
    """Take in what was read for imports, after all else that was answered."""
    modules, around, imported = dict(world.modules), dict(world.around), dict(world.imported)
    changed: list[str] = []
    for answer in answers:
        if isinstance(answer, Mapped):
            modules[answer.prefix] = answer.modules
            changed += _waiting(world, answer.prefix)
        elif isinstance(answer, Surrounded):
            around[answer.path] = answer.names
            changed.append(answer.path)
        elif isinstance(answer, Imported):
            imported[answer.folder] = answer.names
            changed += [path for path in world.choices if _folder(path) == answer.folder]
    if not changed:
        return world, effects
    world = world._replace(modules=modules, around=around, imported=imported)
    return with_stale(world, changed), effects


def touched(world: World, paths: Sequence[str]) -> World:
    """Forget what rests on Python files that changed: it is read again when it is asked for."""
    if not any(path.endswith(".py") for path in paths):
        return world
    asking = [path for path, it in world.local.items() if _is_unused_wanted(it)]
    world = world._replace(around={}, imported={})
    return with_stale(world, [*_python_files(world), *asking])


def spread(before: World, step: Step, path: str = "") -> Step:
    """What is new about a file that declares something, or about its environment, is new to the
    open Python files too; `path` is the file that was edited."""
    world, effects = step
    if path.endswith(".py") or not any(it.endswith(".py") for it in world.open):
        return step
    is_known = (
        world.manifests is before.manifests
        and world.environments is before.environments
        and world.choices is before.choices
    )
    opened = () if is_known else [it for it in _python_files(world) if it in world.open]
    return (with_stale(world, opened), effects) if opened else step


def _python_files(world: World) -> list[str]:
    return [path for path, manifest in world.manifests.items() if manifest.kind == "python"]


def _waiting(world: World, prefix: str) -> Iterator[str]:
    """Yield the files that the modules of an environment say something about."""
    yield from _python_files(world)
    for path, choice in world.choices.items():
        if choice.prefix == prefix and _is_unused_wanted(world.local[path]):
            yield path


def _of_python(world: World, resolution: Resolution) -> tuple[Resolution, list[Effect]]:
    from pinlight.imports import providers  # Only where a Python file is open.

    path = resolution.manifest.path
    index = providers.index(Same(world.manifests))
    files = providers.governing(rules(path).dirname(path), Same(index))
    choice, environment = _serving(world, files)
    if choice is None or environment is None:
        return resolution, []
    before = world.resolutions.get(path)
    resolution = resolution._replace(
        choice=choice._replace(path=path),
        environment=environment,
        providers=before.providers if before else None,
    )
    known, wanted = _modules(world, environment)
    local = world.around.get(path)
    if local is None:
        wanted = [*wanted, Read("around", path)]
    if wanted or known is None or local is None:
        return resolution, wanted
    asked = providers.Asked(
        tuple(map(Same, files)),
        choice,
        Same(environment),
        Same(known),
        tuple(
            _selected(world, it) if _prefix(world, it) == choice.prefix else None for it in files
        ),
        frozenset().union(*(index.locked.get(it.path, frozenset()) for it in files)),
        _others(world, files),
    )
    return resolution._replace(providers=providers.providers(asked)._replace(local=local)), []


def _serving(world: World, files: Sequence[Manifest]) -> tuple[Choice | None, Environment | None]:
    """Return the environment of the first file that has one."""
    for manifest in files:
        environment = world.environments.get(_prefix(world, manifest))
        if environment is not None and environment.state == "ok":
            return world.choices[manifest.path], environment
    return None, None


def _prefix(world: World, manifest: Manifest) -> str:
    choice = world.choices.get(manifest.path)
    return choice.prefix if choice else ""


def _others(world: World, files: Sequence[Manifest]) -> frozenset[str]:
    """Return what is installed in any environment of the files."""
    found = [world.environments.get(_prefix(world, manifest)) for manifest in files]
    return frozenset().union(*(it.distributions for it in found if it is not None))


def _modules(world: World, environment: Environment) -> tuple[Modules | None, list[Effect]]:
    known = world.modules.get(environment.prefix)
    if known is not None and known.of == environment.distributions:
        return known, []
    return known, [Read("modules", environment.prefix)]


def _selected(world: World, manifest: Manifest) -> tuple[tuple[str, bool], ...]:
    return selected_groups(manifest, world.local.get(manifest.path, world.settings))


# Requirements that nothing imports


def _is_unused_wanted(settings: Settings) -> bool:
    level = settings.severity.get(UNUSED, "off" if UNUSED not in settings.select else "")
    return level != "off" and UNUSED not in settings.ignore


def _with_use(world: World, resolution: Resolution) -> tuple[Resolution, list[Effect]]:
    environment = resolution.environment
    if environment is None or environment.state != "ok" or not resolution.entries:
        return resolution, []
    known, wanted = _modules(world, environment)
    folder = _folder(resolution.manifest.path)
    imported = world.imported.get(folder)
    if imported is None:
        wanted = [*wanted, Read("imports", folder)]
    if wanted or known is None or imported is None:
        before = world.resolutions.get(resolution.manifest.path)
        return resolution._replace(used=before.used if before else None), wanted
    return resolution._replace(used=used(known, imported)), []


def used(known: Modules, imported: frozenset[str]) -> frozenset[str]:
    """Return the distributions that are imported, or of use without that."""
    return frozenset(
        name
        for name, provided in known.provided.items()
        if provided.has_entry_points
        or name.startswith("types-")
        or name.endswith("-stubs")
        or not imported.isdisjoint(provided.modules)
    )


def _folder(path: str) -> str:
    from pinlight.imports.providers import project_folder

    return project_folder(path)
