"""Events -> effects: the one door for change.

`step` is pure. A thin shell feeds it events and carries out the effects; what the shell reads
comes back as answers. Nothing is published for a file before its environment was looked at.
"""

from pinlight.world import importing, intake, verdicts, verifying
from pinlight.world.state import (
    Answered,
    Changed,
    Chosen,
    Closed,
    Commanded,
    Configured,
    Effect,
    Equipped,
    Event,
    FoldersSet,
    Idle,
    Interpreted,
    Opened,
    Ordered,
    Ran,
    Replied,
    Requested,
    Rested,
    Selected,
    Touched,
    Trusted,
    World,
)

Step = tuple[World, list[Effect]]


def step(world: World, event: Event) -> Step:
    """Return the world after `event` and what is to be done about it, in this order."""
    match event:
        case Opened(path, text, version) | Changed(path, text, version):
            return importing.spread(world, intake.edited(world, path, text, version), path)
        case Idle(most):
            return verifying.awaited(world, verdicts.settle(world, most))
        case Answered(answers):
            taken = importing.answered(*intake.answered(world, answers), answers)
            return importing.spread(world, verifying.answered(taken, answers))
        case Rested(prefix, stamp):
            return verifying.rested(world, prefix, stamp)
        case Closed(path):
            return intake.closed(world, path)
        case Requested(path, is_folder=True):
            return intake.folder_requested(world, path)
        case Requested(path):
            return intake.requested(world, path)
        case Touched(paths):
            return intake.touched(importing.touched(world, paths), frozenset(paths))
        case FoldersSet(folders):
            return intake.folders_set(world, folders)
        case Configured(settings, by_folder):
            return intake.configured(world, settings, by_folder)
        case Interpreted(folder, prefix):
            return intake.interpreted(world, folder, prefix)
        case Equipped(tools):
            return world._replace(tools=tools), []
        case Selected() | Trusted() | Chosen() | Commanded() | Ordered() | Replied() | Ran():
            return _asked(world, event)


Asked = Selected | Trusted | Chosen | Commanded | Ordered | Replied | Ran


def _asked(world: World, event: Asked) -> Step:
    """Take in what the user asked for, and what came of it."""
    from pinlight.world import changes, palette  # What is only shown needs no rooms that change it.

    match event:
        case Selected(path, prefix):
            return changes.selected(world, path, prefix)
        case Trusted(is_trusted):
            return changes.trusted(world, is_trusted)
        case Chosen(path, id):
            return changes.chosen(world, path, id)
        case Commanded():
            return palette.commanded(world, event)
        case Ordered(operation):
            return changes.ordered(world, operation)
        case Replied():
            return palette.replied(world, event)
        case Ran(operation, is_ok, message, is_cancelled):
            return changes.ran(world, operation, is_ok, message, is_cancelled)
