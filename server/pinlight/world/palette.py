"""The commands of the palette: each asks, tells, or begins a change for one file."""

from collections.abc import Callable

from pinlight.model import Install, Undo
from pinlight.named import NamedTuple
from pinlight.words import short
from pinlight.world import changes, creating, operating
from pinlight.world.state import Ask, Commanded, Effect, Read, Replied, Say, ShowLog, World

Step = tuple[World, list[Effect]]

SELECT = "select:"
UNDO = "undo:"  # followed by the prefix
UNDOES = "Undo"
NO_ENVIRONMENT = "No environment"


class PaletteCommand(NamedTuple):
    """One entry of the command palette."""

    title: str
    carry_out: Callable[[World, str], Step]  # (world, path of the file)


def commanded(world: World, event: Commanded) -> Step:
    """Carry out a command for its file, or for the one most likely meant."""
    file = event.path if event.path in world.resolutions else _likely(world)
    if file is None:
        return world, [Say("information", "No requirements file is known here")]
    if event.name in operating.COMMANDS:
        return operating.commanded(world, event, file)
    return COMMANDS[event.name].carry_out(world, file)


def replied(world: World, event: Replied) -> Step:
    """Go on with the answer to a question of this room, of `creating` or of `changes`."""
    id, choice = event.id, event.choice
    if id.startswith(creating.CREATE):
        return creating.replied(world, event)
    if not choice or id == changes.TRUST or id.startswith(changes.GO):
        return changes.replied(world, id, choice)
    if id.startswith(operating.ASKED):
        return operating.replied(world, id, choice)
    if id.startswith(SELECT):
        prefix = "" if choice == NO_ENVIRONMENT else choice
        return changes.selected(world, id.removeprefix(SELECT), prefix)
    if id.startswith(UNDO):
        return changes.ordered(world, Undo(id.removeprefix(UNDO)))
    return world, []


def _install_missing(world: World, path: str) -> Step:
    if not world.choices[path].prefix:
        return creating.quick_create(world, path)
    for action in creating.offered(world, path):
        if action.is_source and isinstance(action.do, Install):
            return changes.begun(world, action.do)
    return world, [Say("information", f"Nothing is missing: all of {_name(path)} is satisfied")]


def _select(world: World, path: str) -> Step:
    known = {choice.prefix for choice in world.choices.values() if choice.prefix}
    seen = sorted(known | world.seen_environments | world.environments.keys())
    prefixes = dict.fromkeys(sorted(seen, key=lambda it: _is_global(world, it)))
    offered = sorted(world.offered, key=lambda it: (_is_global(world, it), it))
    prefixes.update(dict.fromkeys(offered))  # Global Pythons stand last: they are rarely meant.
    if not prefixes:
        return world, [Say("information", "No environment was found in this workspace")]
    question = f"Which environment serves {_name(path)}?"
    choices = (*prefixes, NO_ENVIRONMENT)
    details = tuple(_told(world, path, prefix) for prefix in choices)
    return world, [Ask(SELECT + path, question, choices, details, title="Select Environment")]


def _told(world: World, path: str, prefix: str) -> str:
    """Return what a user tells an environment by: "Python 3.12.1, venv, serves it now"."""
    known, candidate = world.environments.get(prefix), world.offered.get(prefix)
    told = [f"Python {known.python}"] if known and known.python else []
    if known or candidate:
        told.append(known.kind if known else candidate.kind if candidate else "")
    if prefix == world.choices[path].prefix:
        told.append("serves it now")
    return ", ".join(told)


def _is_global(world: World, prefix: str) -> bool:
    known = world.environments.get(prefix) or world.offered.get(prefix)
    return known is not None and known.kind == "global"


def _deselect(world: World, path: str) -> Step:
    return changes.selected(world, path, "")


def _why(world: World, path: str) -> Step:
    choice = world.choices[path]
    if not choice.prefix:
        return world, [Say("information", f"No environment serves {_name(path)}: {choice.reason}")]
    where = short(choice.prefix, path)
    return world, [Say("information", f"`{where}` serves {_name(path)}: {choice.reason}")]


def _undo(world: World, path: str) -> Step:
    """Say what undoing the last change would do, and ask."""
    prefix = world.choices[path].prefix
    environment = world.environments.get(prefix)
    if environment is None or not environment.undo:
        where = f" of `{short(prefix, path)}`" if prefix else ""
        return world, [Say("information", f"There is no change{where} to undo")]
    question = f"Undo the last change of `{short(prefix, path)}`? It {environment.undo}"
    return world, [Ask(UNDO + prefix, question, (UNDOES,))]


def _show_log(world: World, _path: str) -> Step:
    return world, [ShowLog()]


def _refresh(world: World, _path: str) -> Step:
    reads = [Read("choice", path) for path in world.choices]
    return world, [*reads, *(Read("environment", prefix) for prefix in world.environments)]


def _likely(world: World) -> str | None:
    """Return the open file, or else any file, that a command without one is about."""
    for candidates in (list(world.open), sorted(world.resolutions)):
        for candidate in reversed(candidates):
            if candidate in world.resolutions:
                return candidate
    return None


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


COMMANDS = {
    "pinlight.createEnvironment": PaletteCommand("Create Environment...", creating.begin),
    "pinlight.quickCreateEnvironment": PaletteCommand(
        "Quick Create Environment", creating.quick_create
    ),
    "pinlight.selectEnvironment": PaletteCommand("Select Environment...", _select),
    "pinlight.deselectEnvironment": PaletteCommand("Deselect Environment", _deselect),
    "pinlight.installMissing": PaletteCommand("Install Missing Packages", _install_missing),
    "pinlight.undo": PaletteCommand("Undo Last Change", _undo),
    "pinlight.whyThisEnvironment": PaletteCommand("Why This Environment?", _why),
    "pinlight.refresh": PaletteCommand("Refresh Environments", _refresh),
    "pinlight.lock": PaletteCommand("Lock", operating.relocked),
    "pinlight.showLog": PaletteCommand("Show Log of the Last Change", _show_log),
}
TITLES = {name: command.title for name, command in COMMANDS.items()} | {
    name: command.title for name, command in operating.COMMANDS.items()
}
APPLY = "pinlight.apply"  # (uri, action id): what a code action or a lens carries
