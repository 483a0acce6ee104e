"""virtualenv: makes environments where Python's own `venv` cannot; pip then fills them.

It brings pip along itself, so that Pythons without `ensurepip` will do, as Debian has them.
Source: https://virtualenv.pypa.io/en/latest/cli_interface.html
"""

from pinlight.installers import Installer
from pinlight.installers.inputs import ENV as COMMON
from pinlight.installers.inputs import existing
from pinlight.installers.plan import base_name
from pinlight.installers.programs import program
from pinlight.installers.pythons import choose
from pinlight.model import Command, Create, ToolOperation, Tools
from pinlight.plugins import record
from pinlight.reader import Reader
from pinlight.settings import Settings

# Its own settings may name another Python, or other places.
ENV = {**COMMON, "VIRTUALENV_PYTHON": "", "VIRTUALENV_CLEAR": ""}


def is_available(tools: Tools) -> bool:
    return bool(tools.programs.get("virtualenv"))


def commands(
    operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    if isinstance(operation, Create):
        return _create(operation, tools, settings, reader)
    found: tuple[Command, ...] | str
    found = record("installers", "pip").commands(operation, tools, settings, reader)
    return found


def _create(
    create: Create, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    path = program("virtualenv", "", tools, reader)
    if not path:
        return "virtualenv was not found"
    version, python = choose(create, tools, settings)
    if not python:
        wanted = f"Python {version}" if version else "Python"
        return f"{wanted} was not found on this machine"
    prompt = ("--prompt", create.prompt) if create.prompt else ()
    argv = (path, "--no-periodic-update", "--python", python, *prompt, create.prefix)
    text = f"Creating `{base_name(create.prefix)}`"
    made = (Command(argv, existing(create.prefix, reader), ENV, (), text),)
    if create.then is None:
        return made
    then = commands(create.then, tools, settings, reader)
    return then if isinstance(then, str) else made + then


INSTALLER = Installer("virtualenv", is_available, commands)
