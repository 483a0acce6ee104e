"""Which tool carries out an operation, and with which commands."""

import ntpath

from pinlight.model import (
    Command,
    Create,
    Install,
    Operation,
    Plan,
    Relock,
    Sync,
    ToolOperation,
    Tools,
    Uninstall,
)
from pinlight.paths import rules
from pinlight.plugins import record, records
from pinlight.reader import Reader
from pinlight.settings import Settings


def plan(operation: Operation, tools: Tools, settings: Settings, reader: Reader) -> Plan | str:
    """Return the commands that carry out `operation`, or one sentence that says why not.

    What belongs to a tool is changed through that tool, else its lock would no longer be true.
    For the rest uv is taken when it is there, and pip for what uv cannot do. The setting
    `installer` may name one tool for everything.
    """
    if not isinstance(operation, ToolOperation):
        return "no installer is needed"
    if isinstance(operation, Create) and (refusal := _occupied(operation, reader)):
        return refusal
    if isinstance(operation, Install) and not operation.lines and not operation.source:
        return "there is nothing to install"
    commands = _commands(operation, tools, settings, reader)
    if isinstance(commands, str):
        return commands
    return Plan(title(operation), operation.prefix, commands, operation)


def _commands(
    operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    from pinlight.installers.basic import BASIC, basic  # Only on a user's order.

    name = _chosen(operation, settings, reader)
    if isinstance(operation, Create) and operation.then is not None:
        filler = _chosen(operation.then, settings, reader)
        if filler not in ("", name, *BASIC):
            made = _commands(operation._replace(then=None), tools, settings, reader)
            filled = _commands(operation.then, tools, settings, reader)
            if isinstance(made, str) or isinstance(filled, str):
                return made if isinstance(made, str) else filled
            return made + filled
    if not name:
        return basic(operation, tools, settings, reader)
    commands: tuple[Command, ...] | str
    commands = record("installers", name).commands(operation, tools, settings, reader)
    return commands


def _chosen(operation: ToolOperation, settings: Settings, reader: Reader) -> str:
    """Return the installer that the operation, the settings or the project name; "" for none."""
    tool = operation.tool if isinstance(operation, (Create, Install, Relock)) else ""
    if isinstance(operation, Relock):  # A lock is written by the tool that reads it.
        return tool or owner(operation, reader)
    return tool or settings.installer.removeprefix("auto") or owner(operation, reader)


def owner(operation: ToolOperation, reader: Reader) -> str:
    """Return the installer to which the project or the environment belongs; "" for none."""
    found = sorted(records("installers"), key=lambda one: one.rank)
    return next((one.name for one in found if one.owns and one.owns(operation, reader)), "")


def _named(operation: ToolOperation, settings: Settings) -> str:
    """Return the installer that the operation or the settings name; "" for none."""
    tool = operation.tool if isinstance(operation, (Create, Install, Relock)) else ""
    return tool or settings.installer.removeprefix("auto")


def _occupied(create: Create, reader: Reader) -> str:
    """Return why the folder of a new environment cannot be used; "" when it can."""
    names = {item.name for item in reader.folder(create.prefix)} - {".pinlight"}
    if reader.exists(rules(create.prefix).join(create.prefix, ".pinlight", "journal.json")):
        return ""  # What was begun there is taken back first.
    if not names and not reader.exists(create.prefix):
        return ""
    if not reader.is_folder(create.prefix):
        return f"`{create.prefix}` is a file"
    if not create.replaces:
        return f"`{create.prefix}` already exists" if names else ""
    if names and not is_environment(create.prefix, reader):
        return f"`{create.prefix}` is not a virtual environment and is not deleted"
    return ""


def is_environment(prefix: str, reader: Reader) -> bool:
    """Whether the folder looks like a virtual environment, also a half-deleted one."""
    signs = ("pyvenv.cfg", "conda-meta", "bin/activate", "Scripts/activate.bat")
    return any(reader.exists(rules(prefix).join(prefix, *sign.split("/"))) for sign in signs)


def title(operation: ToolOperation) -> str:
    """Return what an operation does, for people."""
    environment = f"`{base_name(operation.prefix)}`"
    if isinstance(operation, Uninstall):
        return f"Remove {_some(operation.names)} from {environment}"
    if isinstance(operation, Install) and operation.upgrade:
        return f"Upgrade {_some(operation.upgrade)} in {environment}"
    if isinstance(operation, Install):
        return f"Install {what(operation)} into {environment}"
    if isinstance(operation, Sync):
        return f"Sync {environment}"
    if isinstance(operation, Relock):
        return f"Lock `{base_name(operation.source)}`"
    verb = "Recreate" if operation.replaces else "Create"
    if operation.then is None:
        return f"{verb} {environment}"
    return f"{verb} {environment} and install {what(operation.then)}"


def what(install: Install) -> str:
    """Return what is installed, for people; of a line only the requirement's first word."""
    if install.recompile:
        return f"the recompiled `{base_name(install.source)}`"
    if not install.lines:
        return f"`{base_name(install.source)}`"
    if len(install.lines) == 1:
        return f"`{_short(install.lines[0])}`"
    return f"{len(install.lines)} packages"


def base_name(path: str) -> str:
    """Return the last part of a path of either kind."""
    return ntpath.basename(path.rstrip("/\\")) or path


def _some(names: tuple[str, ...]) -> str:
    return f"`{names[0]}`" if len(names) == 1 else f"{len(names)} packages"


def _short(line: str) -> str:
    """Return a line without what may be long or secret: hashes, markers, URLs."""
    for end in (" --", "\\\n", ";", " #", " @ "):
        line = line.split(end)[0].strip()
    if "://" in line:
        return base_name(line.split("?")[0].split("#")[0])
    return line.rstrip("\\ ")
