"""Bring an environment to what a lock file fixes, by the tool that reads the lock."""

from collections.abc import Iterator

from pinlight.fixes import Asked, Fix
from pinlight.fixes.install_missing import CODES as LAGS
from pinlight.fixes.targets import action_id, file_name
from pinlight.model import Action, Install, Sync


def propose(asked: Asked) -> Iterator[Action]:
    """Offer it on the lock file, and on what a file lacks whose declarations are locked."""
    resolution = asked.resolution
    environment = resolution.environment
    locked = resolution.manifest if resolution.manifest.lock else resolution.lock
    if environment is None or environment.state == "broken" or locked is None or not asked.problems:
        return
    yield Action(
        action_id("sync-lock", locked.path, resolution),
        f"Sync environment with `{file_name(locked.path)}`",
        Sync(environment.prefix, Install(environment.prefix, locked.path)),
        asked.problems,
    )


def whole(asked: Asked) -> Iterator[Action]:
    for action in propose(asked):
        yield action._replace(is_source=True)


FIX = Fix("sync-lock", ("environment-behind-lock", *LAGS), propose, whole, rank=35)
