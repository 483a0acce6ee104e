"""What a change would do, asked of the installer: its dry run changes nothing."""

from pinlight import installers
from pinlight.environments import read
from pinlight.installers import dry, dry_tools
from pinlight.judge.conflicts import Conflict, conflicts
from pinlight.model import (
    Command,
    Create,
    Distribution,
    Environment,
    Install,
    Plan,
    Sync,
    Tools,
    Uninstall,
)
from pinlight.model.operation import Changing, Outcome
from pinlight.settings import Settings
from pinlight.shell import runner
from pinlight.shell.disk import Disk
from pinlight.shell.runner import Report
from pinlight.shell.tool_output import failure
from pinlight.shell.transaction import Cancelled


class Failed(Exception):
    """It cannot be told; the message is one sentence, "" when the user stopped it."""


class Unknown(Exception):
    """It is known only when it is done; the message is one sentence."""


FROM_SOURCE = "from source"  # what is not built yet may not tell its version


def outcome(
    operation: Changing, tools: Tools, settings: Settings, report: Report, cancelled: Cancelled
) -> Outcome:
    """Return what the change would do. Raises `Failed`."""
    try:
        return _outcome(operation, tools, settings, report, cancelled)
    except Unknown as unknown:
        return Outcome((), unknown=str(unknown))


def _outcome(
    operation: Changing, tools: Tools, settings: Settings, report: Report, cancelled: Cancelled
) -> Outcome:
    environment = read(operation.prefix, Disk())
    before = environment.distributions
    if isinstance(operation, (Install, Uninstall, Sync)):
        plan = installers.plan(operation, tools, settings, Disk())
        if isinstance(plan, str):
            raise Failed(plan)
        if any(map(dry_tools.is_known, plan.commands)):
            return _by_owner(operation, plan, environment, report, cancelled)
    if isinstance(operation, Uninstall):
        return between(environment, (), operation.names)
    if isinstance(operation, Create):
        return between(environment, (), tuple(before) if operation.replaces else ())
    install = operation.install if isinstance(operation, Sync) else operation
    gone = operation.strays if isinstance(operation, Sync) else ()
    if isinstance(operation, Sync) and not operation.install.lines:
        return between(environment, (), gone)
    plan = installers.plan(install, tools, settings, Disk())
    if isinstance(plan, str):
        raise Failed(plan)
    told = [_asked(it, report, cancelled) for it in plan.commands if dry.is_install(it)]
    if not told:
        raise Unknown("what changes is known only when it is done: its tool cannot be asked")
    came = {one.name: one for one in (one for it in told for one in it.installed)}
    removed = (*gone, *(name for it in told for name in it.removed))
    return between(environment, tuple(came.values()), removed)


def _by_owner(
    operation: Install | Uninstall | Sync,
    plan: Plan,
    environment: Environment,
    report: Report,
    cancelled: Cancelled,
) -> Outcome:
    """Ask the tool that owns the project or the environment."""
    removed: tuple[str, ...] = ()
    came: tuple[Distribution, ...] = ()
    for command in plan.commands:
        if dry_tools.is_known(command):
            ended, output = runner.captured(dry_tools.dry(command), report, cancelled)
            told = dry_tools.read(command, output) if not ended.returncode else None
            if ended.is_cancelled:
                raise Failed("")
            if ended.returncode:
                raise Failed(failure(ended.lines, command.argv[0], ended.returncode))
        elif dry.is_install(command):
            told = _asked(command, report, cancelled)
        elif "uninstall" in command.argv[:7]:
            told = dry.Told(removed=_names(operation))
        else:
            raise Unknown("a lock is written first, and what changes then is not known before")
        if told is None:
            raise Unknown("what the tool told is not understood")
        came += told.installed
        removed += told.removed
    return between(environment, came, removed)


def _names(operation: Install | Uninstall | Sync) -> tuple[str, ...]:
    """Return what uv or pip takes away before, or beside, what the tool does."""
    match operation:
        case Uninstall():
            return operation.names
        case Sync():
            return operation.strays
        case Install():
            return operation.reinstall


def _asked(command: Command, report: Report, cancelled: Cancelled) -> dry.Told:
    asking = dry.dry(command)
    ended, output = runner.captured(asking, report, cancelled)
    if any("unexpected argument '--output-format'" in line for line in ended.lines):
        asking = dry.dry(command, has_json=False)
        ended, output = runner.captured(asking, report, cancelled)
    if ended.is_cancelled:
        raise Failed("")
    if ended.returncode:
        raise Failed(failure(ended.lines, command.argv[0], ended.returncode))
    told = dry.read(asking, output, ended.lines)
    if told is None:
        raise Unknown("what the installer told is not understood")
    return told


def between(
    environment: Environment, came: tuple[Distribution, ...], removed: tuple[str, ...]
) -> Outcome:
    """Return what changes about an environment, with the conflicts that this brings."""
    before = environment.distributions
    after = {name: one for name, one in before.items() if name not in removed}
    after |= {one.name: one for one in came}
    changes = []
    there = {**environment.conda, **before}
    for name in sorted({*removed, *(one.name for one in came)}):
        old = there[name].version if name in there else ""
        changes.append((name, old, after[name].version or FROM_SOURCE if name in after else ""))
    known = set(conflicts(environment))
    found = conflicts(environment._replace(distributions=after))
    return Outcome(tuple(changes), tuple(_sentence(it) for it in found if it not in known))


def _sentence(conflict: Conflict) -> str:
    name, version = conflict.distribution.name, conflict.distribution.version
    if not conflict.needed:
        return f"`{name}` {version} requires Python {conflict.requirement}"
    there = conflict.installed
    told = f"{there.version} is then installed" if there else "it is then missing"
    return f"`{name}` {version} requires `{conflict.requirement}`, {told}"
