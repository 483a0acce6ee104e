"""How a tool that owns projects carries a change out: what all of them have in common.

Packages that nothing declares are no matter of the tool's: they come and go by uv or pip.
"""

from collections.abc import Callable, Mapping

from pinlight.installers.basic import basic
from pinlight.installers.inputs import ENV
from pinlight.installers.plan import base_name, title
from pinlight.installers.programs import missing, program, release
from pinlight.installers.projects import Project, Wanted, declarations, read, wanted
from pinlight.installers.pythons import python_of
from pinlight.judge import admits
from pinlight.layout import look
from pinlight.model import Command, Create, Install, Relock, Sync, ToolOperation, Tools, Uninstall
from pinlight.named import NamedTuple
from pinlight.reader import Reader
from pinlight.settings import Settings

Words = tuple[tuple[str, ...], ...]  # what follows the program, per command


class Asked(NamedTuple):
    """What the words of a tool depend on."""

    project: Project
    prefix: str  # "": there is no environment
    python: str  # its Python
    reader: Reader
    release: tuple[int, ...]  # of the tool; (): not known


class Owner(NamedTuple):
    """How one tool says things. Each function returns the arguments of its commands in order."""

    name: str
    file: str  # that holds the declarations
    lock_file: str
    variables: Callable[[Asked], Mapping[str, str]]  # what names the environment that is meant
    install: Callable[[Asked, Wanted], Words]
    upgrade: Callable[[Asked, Wanted, tuple[str, ...]], Words | str]
    remove: Callable[[Asked, tuple[str, ...]], Words]
    sync: Callable[[Asked, Wanted], Words]
    lock: Callable[[Asked], Words]


def commands(
    owner: Owner, operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    """Return the commands of `owner`, or one sentence on why it cannot do this."""
    if isinstance(operation, Create):
        return basic(operation._replace(then=None), tools, settings, reader)
    project = read(operation, owner.file, reader)
    if project is None:
        return f"there is no `{owner.file}` to change"
    rest: tuple[Command, ...] | str = ()
    if isinstance(operation, Uninstall):
        own = tuple(name for name in operation.names if declarations(project, name))
        others = tuple(name for name in operation.names if name not in own)
        if others:
            rest = basic(operation._replace(names=others), tools, settings, reader)
        operation = operation._replace(names=own)
    elif isinstance(operation, Install) and operation.reinstall:
        if not all(declarations(project, name) for name in operation.reinstall):
            return basic(operation, tools, settings, reader)  # As it is: no lock is concerned.
        gone = Uninstall(operation.prefix, operation.reinstall)
        rest = basic(gone, tools, settings, reader)
    if isinstance(rest, str) or (isinstance(operation, Uninstall) and not operation.names):
        return rest
    found = _own(owner, operation, project, tools, settings, reader)
    return found if isinstance(found, str) else rest + found


def _own(
    owner: Owner,
    operation: ToolOperation,
    project: Project,
    tools: Tools,
    settings: Settings,
    reader: Reader,
) -> tuple[Command, ...] | str:
    """Return the tool's own commands."""
    path = program(owner.name, operation.prefix, tools, reader)
    if not path:
        return missing(owner.name, f"`{base_name(project.folder)}`")
    python = python_of(operation.prefix, reader) if operation.prefix else ""
    version = release(owner.name, path, reader)
    asked = Asked(project, operation.prefix, python, reader, version)
    if said := _unsuitable(asked):
        return said
    words = _words(owner, operation, asked, settings)
    if isinstance(words, str):
        return words
    env = {**ENV, **owner.variables(asked)}
    files = (project.manifest.path, project.at(owner.lock_file))
    text = title(operation)
    return tuple(Command((path, *it), project.folder, env, (), text, files) for it in words)


def _unsuitable(asked: Asked) -> str:
    """Return why no tool takes the environment for this project: some would look for another one,
    or replace it. "" when nothing stands against it."""
    found = look(asked.prefix, asked.reader).python if asked.prefix else ""
    wanted = asked.project.manifest.requires_python
    if not found or not wanted or admits(wanted, found):
        return ""
    return f"`{base_name(asked.prefix)}` has Python {found}, {wanted} is required: recreate it"


def _words(owner: Owner, operation: ToolOperation, asked: Asked, settings: Settings) -> Words | str:
    match operation:
        case Relock():
            return owner.lock(asked)
        case Uninstall():
            return owner.remove(asked, operation.names)
        case Install() | Sync():
            install = operation.install if isinstance(operation, Sync) else operation
            found = wanted(install, asked.project, settings)
            if isinstance(found, str):
                return found
            if isinstance(operation, Sync):
                return owner.sync(asked, found)
            if install.upgrade:
                return owner.upgrade(asked, found, install.upgrade)
            return owner.install(asked, found)
        case _:
            return f"{owner.name} cannot do this"
