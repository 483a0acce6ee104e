"""uv: creates in milliseconds, installs without pip inside the environment.

Source: https://docs.astral.sh/uv/pip/
"""

import re

from pinlight.installers import Installer, pipconfig
from pinlight.installers.inputs import ENV, existing, inputs, working_folder
from pinlight.installers.plan import base_name, title, what
from pinlight.installers.pythons import choose, python_of
from pinlight.installers.recompile import PIP_COMPILE, pip_compile, recompile
from pinlight.installers.translate import (
    OPTIONS,
    configuration,
    file_options,
)
from pinlight.installers.uvconfig import has_indexes
from pinlight.installers.uvlock import relock
from pinlight.model import Command, Create, Install, Sync, ToolOperation, Tools, Uninstall
from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.settings import Settings

_LINE_OPTIONS = re.compile(r"\s(--config-settings?|-C|--global-option|--build-option)\b")
_EDITABLE_VCS = re.compile(r"\s*(-e|--editable)[ =]\s*(git|hg|svn|bzr)\+")


def is_available(tools: Tools) -> bool:
    return bool(tools.uv)


def commands(
    operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    if not tools.uv:
        return "uv was not found"
    match operation:
        case Uninstall():
            return _uninstall(operation, tools, reader)
        case Install():
            return _install(operation, tools, reader)
        case Sync():
            return _sync(operation, tools, reader)
        case Create():
            created = (_create(operation, tools, settings, reader),)
            if operation.then is None:
                return created
            then = _install(operation.then, tools, reader)
            return then if isinstance(then, str) else created + then
        case _:
            return relock(operation, tools, reader)


def _uninstall(operation: Uninstall, tools: Tools, reader: Reader) -> tuple[Command, ...]:
    argv = (*_pip(tools, "uninstall", operation.prefix, reader), *operation.names)
    cwd = rules(operation.prefix).dirname(operation.prefix)
    return (Command(argv, cwd, ENV, (), title(operation)),)


def _sync(operation: Sync, tools: Tools, reader: Reader) -> tuple[Command, ...] | str:
    """Install what is asked for, then remove what nothing asks for."""
    is_asking = operation.install.lines or not operation.strays
    installing = _install(operation.install, tools, reader) if is_asking else ()
    if isinstance(installing, str) or not operation.strays:
        return installing
    return installing + _uninstall(Uninstall(operation.prefix, operation.strays), tools, reader)


def _create(create: Create, tools: Tools, settings: Settings, reader: Reader) -> Command:
    version, path = choose(create, tools, settings)
    python = ("--python", path or version) if path or version else ()
    prompt = ("--prompt", create.prompt) if create.prompt else ()
    # The folder is there and holds what can take the creation back.
    argv = (tools.uv, "venv", "--no-project", "--allow-existing", *prompt, *python, create.prefix)
    env = {**ENV, "UV_PYTHON_DOWNLOADS": "automatic"} if create.allows_download else ENV
    return Command(
        argv, existing(create.prefix, reader), env, (), f"Creating `{base_name(create.prefix)}`"
    )


def _install(install: Install, tools: Tools, reader: Reader) -> tuple[Command, ...] | str:
    if refusal := _beyond(install, reader):
        return refusal
    options = file_options(install.options, reader)
    if isinstance(options, str):
        return options
    found = pipconfig.read(install.prefix, OPTIONS, reader)
    if isinstance(found, str):
        return found
    cwd = working_folder(install)
    own = configuration(found, lambda: has_indexes(cwd, reader), reader, cwd)
    if isinstance(own, str):
        return own
    given = inputs(install, options.lines, reader)
    again = [word for name in install.reinstall for word in ("--reinstall-package", name)]
    again += [word for name in install.upgrade for word in ("--upgrade-package", name)]
    argv = (*_pip(tools, "install", install.prefix, reader), *own.argv, *again, *given.argv)
    env = {**ENV, **own.env, **options.env}
    command = Command(argv, given.cwd, env, given.files, f"Installing {what(install)}")
    if not install.recompile:
        return (command,)
    compiling = recompile(install)
    if isinstance(compiling, str):
        return compiling
    if compiling.program == PIP_COMPILE and reader.exists(pip_compile(install.prefix, reader)):
        return "`pip-compile` wrote the file and is there"
    python = ("--python", python_of(install.prefix, reader))
    argv = (tools.uv, "pip", "compile", *compiling.arguments, *python)
    title = f"Recompiling `{base_name(install.source)}`"
    return (Command(argv, compiling.cwd, {**ENV, **own.env}, (), title), command)


def _beyond(install: Install, reader: Reader) -> str:
    """Return what of the lines or the file uv cannot do; "" when it can."""
    lines = install.lines
    if not lines:
        content = reader.file(install.source) or b""
        lines = tuple(content.decode("utf-8", "replace").splitlines())
    for line in lines:
        if line.lstrip().startswith("#"):
            continue
        if match := _LINE_OPTIONS.search(line):
            return f"uv does not know `{match[1]}` of a requirement"
        if match := _EDITABLE_VCS.match(line):
            return f"uv does not install an editable from `{match[2]}+`"
    return ""


def _pip(tools: Tools, what: str, prefix: str, reader: Reader) -> tuple[str, ...]:
    return (tools.uv, "pip", what, "--python", python_of(prefix, reader))


INSTALLER = Installer("uv", is_available, commands)
