"""What changes an environment that belongs to no project's tool: uv, else pip, else virtualenv."""

from pinlight.model import Command, ToolOperation, Tools
from pinlight.plugins import record
from pinlight.reader import Reader
from pinlight.settings import Settings

BASIC = ("uv", "pip", "virtualenv")


def basic(
    operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    """Return the commands of the first tool that can do it, or why none of them can.

    `settings.installer` may name one of them; else uv comes first where it is there, pip does what
    uv cannot do, and virtualenv makes environments where Python alone makes none.
    """
    refusals = []
    for name in _order(settings.installer):
        installer = record("installers", name)
        if settings.installer == name or name == "pip" or installer.is_available(tools):
            commands: tuple[Command, ...] | str
            commands = installer.commands(operation, tools, settings, reader)
            if not isinstance(commands, str):
                return commands
            refusals.append(commands)
    return "; ".join(dict.fromkeys(refusals))


def _order(choice: str) -> tuple[str, ...]:
    return (choice,) if choice in BASIC else BASIC
