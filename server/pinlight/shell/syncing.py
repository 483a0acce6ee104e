"""Which packages a sync removes is looked at once more when the rest is installed: what came may
need what nothing needed before.
"""

from collections.abc import Callable

from pinlight.environments import read
from pinlight.judge.strays import strays
from pinlight.model import Command, Operation, Sync
from pinlight.shell.disk import Disk


def late(operation: Operation, root: str) -> Callable[[Command], Command | None]:
    """Return what takes the names that are needed by now out of the command that removes strays;
    None when none is left. `root` is where the installer works."""

    def changed(command: Command) -> Command | None:
        if not isinstance(operation, Sync) or not _removes(command, operation.strays):
            return command
        still = set(strays(read(root, Disk()), operation.roots))
        needed = set(operation.strays) - still
        if needed >= set(operation.strays):
            return None
        return command._replace(argv=tuple(it for it in command.argv if it not in needed))

    return changed


def _removes(command: Command, strays: tuple[str, ...]) -> bool:
    count = len(strays)
    return bool(count) and "uninstall" in command.argv and command.argv[-count:] == strays
