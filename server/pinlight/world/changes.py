"""What the user asks for: actions, changes of environments, trust, selections."""

from pinlight.fixes import actions
from pinlight.installers.plan import base_name, what
from pinlight.model import (
    Create,
    Delete,
    Install,
    Operation,
    Relock,
    Repair,
    Select,
    Sync,
    Undo,
    Uninstall,
)
from pinlight.model.operation import Freeze, Outcome, Trial
from pinlight.text import Span
from pinlight.words import ticked
from pinlight.world.intake import busy
from pinlight.world.parsing import with_stale
from pinlight.world.state import Apply, Ask, Effect, Read, Refresh, Remember, Run, Say, World

Step = tuple[World, list[Effect]]

TRUST = "trust"
TRUSTS = "Trust and continue"
GO = "go:"  # followed by the prefix and what is to be done
GOES_AHEAD = "Go ahead"
_TOLD = (Undo, Repair, Delete, Freeze, Relock)  # whose end shows nowhere else


def chosen(world: World, path: str, id: str) -> Step:
    """Carry out an action that was offered; one that no longer applies answers so."""
    resolution = world.resolutions.get(path)
    if resolution is not None:
        problems = world.problems.get(path, ())
        everywhere = Span(0, len(resolution.manifest.text))
        for span in (everywhere, None):
            for action in actions(resolution, problems, span, world.tools):
                if action.id == id:
                    if isinstance(action.do, Operation):
                        return begun(world, action.do)
                    if isinstance(action.do, Select):
                        return selected(world, action.do.path, action.do.prefix)
                    return world, [Apply(action.title, action.do)]
    return world, [
        Say("information", "This no longer applies: the file or its environment changed")
    ]


def begun(world: World, operation: Operation) -> Step:
    """Begin a change; of one that may be big, or removes something, find out first what it does."""
    if isinstance(operation, (Sync, Uninstall)) or (
        isinstance(operation, Install) and _may_be_big(world, operation)
    ):
        return ordered(world, Trial(operation.prefix, operation))
    return ordered(world, operation)


def _may_be_big(world: World, install: Install) -> bool:
    least = world.settings.ask_from
    is_told = bool(install.lines) and not install.recompile  # Else nothing tells how many.
    return 0 < least <= len(install.lines) and is_told and not install.reinstall


def ordered(world: World, operation: Operation) -> Step:
    """Queue a change; an untrusted workspace is asked about first."""
    if operation in world.queue or operation in world.running:
        return world, []
    world = world._replace(queue=world.queue + (operation,))
    if world.is_trusted is None:
        question = (
            "Pinlight is about to run an installer for this workspace, which can run code that "
            "the workspace's files name. Do you trust its authors?"
        )
        return world, [Ask(TRUST, question, (TRUSTS,))]
    if not world.is_trusted:
        return world._replace(queue=()), [refusal()]
    return _started(world)


def trusted(world: World, is_trusted: bool) -> Step:
    world = world._replace(is_trusted=is_trusted)
    return _started(world) if is_trusted else (world._replace(queue=()), [])


def replied(world: World, id: str, choice: str) -> Step:
    if id == TRUST:
        if choice == TRUSTS:
            return trusted(world, True)
        return world._replace(queue=()), [refusal()]
    if id in world.asked:
        operation = world.asked[id]
        world = world._replace(asked={it: one for it, one in world.asked.items() if it != id})
        return ordered(world, operation) if choice else (world, [])
    return world, []


def selected(world: World, path: str, prefix: str) -> Step:
    """Serve a file, or all files of a folder, with the environment that the user chose."""
    selections = {key: value for key, value in world.selections.items() if key != path}
    if prefix:
        selections[path] = prefix
    world = world._replace(selections=selections)
    return world, [Remember(selections), *(Read("choice", file) for file in world.choices)]


def ran(world: World, operation: Operation, is_ok: bool, message: str, is_cancelled: bool) -> Step:
    """A change has ended: look at everything that it may have touched, begin the next one."""
    if isinstance(operation, Trial):
        return _tried(world, operation, is_ok, message, is_cancelled)
    world = world._replace(running=tuple(one for one in world.running if one != operation))
    prefix = operation.prefix
    effects: list[Effect] = []
    if not is_ok and not is_cancelled:
        effects.append(Say("error", message))
    elif is_ok and isinstance(operation, _TOLD):
        effects.append(Say("information", message))
    if prefix in world.environments:
        effects.append(Read("environment", prefix))
    affected = [
        path
        for path, choice in world.choices.items()
        if prefix in (choice.prefix, choice.suggested)
    ]
    effects += [Read("choice", path) for path in affected]
    world, started = _started(with_stale(world, affected))
    return world, [*effects, Refresh(), *started]


def _tried(world: World, trial: Trial, is_ok: bool, message: str, is_cancelled: bool) -> Step:
    """It is known what a change would do: a small one goes ahead, another one is asked about."""
    left = tuple(one for one in world.running if one != trial._replace(outcome=None))
    world = world._replace(running=left)
    outcome, operation = trial.outcome, trial.of
    effects: list[Effect] = []
    if not is_ok or outcome is None:
        effects += [] if is_cancelled else [Say("error", message)]
    elif not outcome.changes and not outcome.unknown:
        effects.append(Say("information", f"{title(operation)}: nothing would change"))
    elif _is_small(world, outcome):
        world = world._replace(queue=(*world.queue, operation))
    else:
        id = f"{GO}{operation.prefix}|{title(operation)}"
        world = world._replace(asked={**world.asked, id: operation})
        effects.append(Ask(id, f"{title(operation)}: {message}", (GOES_AHEAD,)))
    world, started = _started(world)
    return world, [*effects, *started]


def _is_small(world: World, outcome: Outcome) -> bool:
    is_removing = any(not after for _, _, after in outcome.changes)
    least = world.settings.ask_from
    is_few = not least or len(outcome.changes) < least
    return is_few and not is_removing and not outcome.conflicts and not outcome.unknown


def _started(world: World) -> Step:
    """Begin every queued change whose environment is free: one at a time per environment."""
    running = list(world.running)
    held = set(busy(world))
    waiting = []
    effects: list[Effect] = []
    for operation in world.queue:
        if operation.prefix in held:
            waiting.append(operation)
            continue
        held.add(operation.prefix)
        running.append(operation)
        effects.append(Run(operation))
    return world._replace(running=tuple(running), queue=tuple(waiting)), effects


def no_longer() -> Say:
    return Say("information", "This no longer applies: the file or its environment changed")


def refusal() -> Say:
    return Say(
        "warning", "Nothing was run: this workspace is not trusted. Problems are still reported"
    )


def title(operation: Operation) -> str:
    """Return what the change does, for people."""
    where = f"`{base_name(operation.prefix)}`"
    match operation:
        case Create():
            return f"Creating {where}"
        case Install(upgrade=names) if names:
            return f"Upgrading {ticked(names)} in {where}"
        case Install():
            return f"Installing {what(operation)} into {where}"
        case Uninstall(_, names):
            return f"Removing {ticked(names)} from {where}"
        case Undo():
            return f"Undoing the last change of {where}"
        case Repair():
            return f"Repairing {where}"
        case Sync():
            return f"Syncing {where}"
        case Relock():
            return f"Locking `{base_name(operation.source)}`"
        case Delete():
            return f"Deleting {where}"
        case Freeze():
            return f"Writing `{base_name(operation.target)}`"
        case Trial():
            return f"Looking ahead: {title(operation.of)}"
