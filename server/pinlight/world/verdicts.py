"""When no more input is waiting: judge what is stale and publish what changed."""

from collections.abc import Sequence
from itertools import islice

from pinlight.model import Problem, Resolution
from pinlight.resolve import Surroundings, resolve
from pinlight.rules import diagnose
from pinlight.world import importing, verifying
from pinlight.world.intake import is_shown
from pinlight.world.parsing import is_based
from pinlight.world.state import Effect, Publish, World

Step = tuple[World, list[Effect]]


def settle(world: World, most: int) -> Step:
    """Judge the open files first, then so many of the others; what is not known well enough is
    left out until the answers come that make it stale again."""
    opened = [path for path in world.open if path in world.stale]
    urgent = [path for path in opened if not path.endswith(".py")]  # Imports can wait.
    batch = tuple(islice(urgent or opened or world.stale, most))
    left = dict(world.stale)
    for path in batch:
        del left[path]
    effects: list[Effect] = []
    resolutions = dict(world.resolutions)
    problems = dict(world.problems)
    for path in batch:
        if not is_ready(world, path):
            continue
        before = resolutions.get(path)
        resolution, wanted = importing.told(world, verifying.told(world, _resolve(world, path)))
        resolutions[path] = resolution
        effects += wanted
        found = _shown(world, path, diagnose(resolution, world.local[path]))
        text_changed = before is None or before.manifest.text != resolution.manifest.text
        is_first = path not in problems
        if (text_changed and found) or is_first or found != problems.get(path, ()):
            version = world.open[path][1] if path in world.open else None
            if found or not is_first or version is not None:
                effects.append(Publish(path, version, found))
        problems[path] = found
    return world._replace(resolutions=resolutions, problems=problems, stale=left), effects


def is_ready(world: World, path: str) -> bool:
    """Whether all that the file's problems depend on was looked at."""
    choice = world.choices.get(path)
    if choice is None or path not in world.manifests or not is_shown(world, path):
        return False
    if choice.prefix and choice.prefix not in world.environments:
        return False
    waiting = [path]
    seen = set()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        manifest = world.manifests.get(path)
        if manifest is None:
            if path not in world.unreadable:
                return False
            continue
        if path not in world.bases and is_based(manifest):
            return False
        waiting += [
            include.path
            for include in manifest.includes
            if include.path and include.path not in seen
        ]
    return True


def _resolve(world: World, path: str) -> Resolution:
    choice = world.choices[path]
    shown = {
        target: world.choices[target]
        for target in _closure_paths(world, path)
        if target in world.choices and is_shown(world, target)
    }
    return resolve(
        world.manifests[path],
        choice,
        world.environments.get(choice.prefix),
        Surroundings(
            manifests=world.manifests,
            choices=shown,
            unreadable=world.unreadable,
            included=frozenset((path,) if _is_included(world, path) else ()),
        ),
        world.local[path],
        is_open=world.is_everything_open or path in world.open,
    )


def _closure_paths(world: World, path: str) -> set[str]:
    found = {path}
    waiting = [path]
    while waiting:
        manifest = world.manifests.get(waiting.pop())
        for include in manifest.includes if manifest else ():
            if include.path not in found:
                found.add(include.path)
                waiting.append(include.path)
    return found


def _is_included(world: World, path: str) -> bool:
    """Whether another file that shows its own problems includes this one."""
    return any(
        include.path == path and not include.group
        for user in world.includers.get(path, ())
        if user != path and is_shown(world, user)
        for include in world.manifests[user].includes
    )


def _shown(world: World, path: str, problems: Sequence[Problem]) -> Sequence[Problem]:
    """Closed files stay calm: nothing when the user wants so, nor without an environment."""
    if world.is_everything_open or path in world.open:
        return problems
    if not world.local[path].closed_files or not world.choices[path].prefix:
        return ()
    return problems
