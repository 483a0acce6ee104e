"""How a tool that owns projects carries a change out: what all of them have in common.

Packages that nothing declares are no matter of the tool's: they come and go by uv or pip.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

from pinlight import pep508
from pinlight.environments.layout import look
from pinlight.finders import Place
from pinlight.installers import Installer
from pinlight.installers.basic import basic
from pinlight.installers.inputs import ENV, only
from pinlight.installers.plan import base_name, title
from pinlight.installers.programs import missing, program, release
from pinlight.installers.projects import (
    Project,
    Wanted,
    declarations,
    locked,
    place_of,
    read,
    wanted,
)
from pinlight.installers.pythons import python_of
from pinlight.judge import admits
from pinlight.model import (
    Command,
    Create,
    Fault,
    Install,
    Relock,
    Sync,
    ToolOperation,
    Tools,
    Uninstall,
)
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
    pythons: tuple[tuple[str, str], ...] = ()  # those of the machine: version, path


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


def installer(owner: Owner, rank: int, is_owner: Callable[[Place], bool]) -> Installer:
    """Return the record of a tool that is called as its program, and owns the projects that have
    its file and of whose folder `is_owner` is true."""

    def is_available(tools: Tools) -> bool:
        return bool(tools.programs.get(owner.name))

    def carry_out(
        operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
    ) -> tuple[Command, ...] | str:
        return commands(owner, operation, tools, settings, reader)

    def owns(operation: ToolOperation, reader: Reader) -> bool:
        place = place_of(operation, reader)
        return place is not None and owner.file in place.files and is_owner(place)

    return Installer(owner.name, is_available, carry_out, owns, rank)


def commands(
    owner: Owner, operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    """Return the commands of `owner`, or one sentence on why it cannot do this."""
    if isinstance(operation, Create):
        return basic(operation._replace(then=None), tools, settings, reader)
    project = read(operation, owner.file, reader)
    if project is None:
        return f"there is no `{owner.file}` to change"
    own, others = _split(operation, project, owner.lock_file, reader)
    rest = basic(others, tools, settings, reader) if others else ()
    if isinstance(rest, str) or own is None:
        return rest
    found = _own(owner, own, project, tools, settings, reader)
    return found if isinstance(found, str) else rest + found


def _split(
    operation: ToolOperation, project: Project, lock: str, reader: Reader
) -> tuple[ToolOperation | None, ToolOperation | None]:
    """Return what the tool does, and what uv or pip does before it; None: nothing."""
    match operation:
        case Uninstall(names=names):
            own = tuple(name for name in names if declarations(project, name))
            rest = tuple(name for name in names if name not in own)
            return (
                operation._replace(names=own) if own else None,
                operation._replace(names=rest) if rest else None,
            )
        case Install(reinstall=names) if names:
            if _strays(names, project, lock, reader):
                return None, operation  # As it is: no lock is concerned.
            # The tool takes what is there for good, and knows where its packages come from.
            whole = operation._replace(lines=(), reinstall=())
            return whole, Uninstall(operation.prefix, names)
        case Install(upgrade=names) if names:
            strays = _strays(names, project, lock, reader)
            return _without(operation, strays), _only(operation, strays)
        case _:
            return operation, None


def _strays(names: Iterable[str], project: Project, lock: str, reader: Reader) -> frozenset[str]:
    """Return which of the names neither the project nor its lock knows."""
    known = locked(project, lock, reader)
    return frozenset(it for it in names if it not in known and not declarations(project, it))


def _without(install: Install, names: Collection[str]) -> Install | None:
    gone = only(install, names).lines
    lines = tuple(line for line in install.lines if line not in gone)
    upgrade = tuple(name for name in install.upgrade if name not in names)
    return install._replace(lines=lines, upgrade=upgrade) if upgrade else None


def _only(install: Install, names: Collection[str]) -> Install | None:
    """Return the upgrade of `names` alone, which no file of the project has a say in."""
    lines = only(install, names).lines or tuple(sorted(names))
    upgrade = tuple(name for name in install.upgrade if name in names)
    alone = install._replace(source="", options=(), lines=lines, upgrade=upgrade)
    return alone if names else None


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
    asked = Asked(project, operation.prefix, python, reader, version, tools.pythons)
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
            if not install.upgrade:
                return owner.install(asked, found)
            more = owner.install(asked, found._replace(declared=False)) if found.added else ()
            texts = [pep508.parsed(line) for line in found.added]
            named = {it.name for it in texts if not isinstance(it, Fault)}
            names = tuple(name for name in install.upgrade if name not in named)
            newest = owner.upgrade(asked, found, names) if names else ()
            return newest if isinstance(newest, str) else newest + more
        case _:
            return f"{owner.name} cannot do this"
