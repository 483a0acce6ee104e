"""Let the tool that owns a project write its lock anew, since the declarations changed."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.targets import action_id, file_name
from pinlight.locks.staleness import difference
from pinlight.model import Action, Manifest, Problem, Relock, Resolution


def propose(asked: Asked) -> Iterator[Action]:
    resolution = asked.resolution
    yield from _action(resolution, resolution.manifest, resolution.declared, asked.problems)


def whole(asked: Asked) -> Iterator[Action]:
    """Offer it for the file whose declarations are locked, too: there no problem tells of it."""
    resolution = asked.resolution
    locked, declared = resolution.manifest, resolution.declared
    if resolution.lock is not None:
        locked, declared = resolution.lock, resolution.manifest
    for action in _action(resolution, locked, declared, asked.problems):
        yield action._replace(is_source=True)


def _action(
    resolution: Resolution,
    locked: Manifest,
    declared: Manifest | None,
    problems: tuple[Problem, ...],
) -> Iterator[Action]:
    lock = locked.lock
    if lock is None or declared is None or difference(lock, declared) is None:
        return
    yield Action(
        action_id("relock", locked.path, resolution),
        f"Lock again: write `{file_name(locked.path)}` from `{file_name(declared.path)}`",
        Relock(resolution.choice.prefix, declared.path, lock.tool, locked.path),
        problems,
    )


FIX = Fix("relock", ("stale-lock",), propose, whole, rank=20)
