"""Hatch: what its environments should hold, it installs itself, as the project declares.

It has no commands for single packages: what nothing declares comes and goes by uv or pip, which
also bring what is declared but what Hatch leaves out: the project itself in an environment that it
did not make, and all that the project needs where `skip-install` is set. Hatch looks for what is
missing only where its own notes say that declarations changed, so it gets a folder without notes.
Source: https://hatch.pypa.io/latest/environment/
Source: https://hatch.pypa.io/latest/plugins/environment/virtual/
"""

import re
from collections.abc import Iterator

from pinlight.environments.layout import look
from pinlight.finders import Place
from pinlight.finders.hatch import is_set, locations
from pinlight.installers import Installer
from pinlight.installers.basic import basic
from pinlight.installers.inputs import ENV
from pinlight.installers.plan import base_name, title
from pinlight.installers.programs import missing, program
from pinlight.installers.projects import Project, place_of, read, wanted
from pinlight.model import Command, Install, Relock, Sync, ToolOperation, Tools, Uninstall
from pinlight.paths import same
from pinlight.reader import Reader
from pinlight.settings import Settings

_PLAIN = ("--no-color", "--no-interactive")


def is_available(tools: Tools) -> bool:
    return bool(tools.programs.get("hatch"))


def owns(operation: ToolOperation, reader: Reader) -> bool:
    """Whether the environment is, or would be, one of Hatch's own: it looks nowhere else."""
    place = place_of(operation, reader)
    return place is not None and bool(_name(operation.prefix, place))


def commands(
    operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    place = place_of(operation, reader)
    project = read(operation, "pyproject.toml", reader)
    if place is None or project is None:
        return "there is no `pyproject.toml` to change"
    install = operation.install if isinstance(operation, Sync) else operation
    if isinstance(install, Install):
        found = wanted(install, project, settings)
        if isinstance(found, str):
            return found
        is_other = found.added or found.editable or install.reinstall or install.upgrade
        if is_other or not found.declared:
            return basic(operation, tools, settings, reader)
    elif not isinstance(operation, Relock):
        return basic(operation, tools, settings, reader)
    path = program("hatch", operation.prefix, tools, reader)
    if not path:
        return missing("hatch", f"`{base_name(place.folder)}`")
    name = _name(operation.prefix, place) or "default"
    own: tuple[Command, ...] = (_command(operation, path, name, place, tools),)
    for one in _rest(operation, name, project, place, reader):
        more = basic(one, tools, settings, reader)
        if isinstance(more, str):
            return more
        own += more
    return own


def _rest(
    operation: ToolOperation, name: str, project: Project, place: Place, reader: Reader
) -> Iterator[ToolOperation]:
    """Yield what Hatch does not do itself."""
    install = operation.install if isinstance(operation, Sync) else operation
    if isinstance(install, Install):
        lines = install.lines
        is_left_out = "-e ." in lines or is_set(place, name, "skip-install")
        if project.manifest.project and not is_left_out:
            is_there = _is_installed(project.manifest.project, install.prefix, reader)
            lines += () if is_there else ("-e .",)
        if lines:
            yield install._replace(lines=lines)
    if isinstance(operation, Sync) and operation.strays:
        yield Uninstall(operation.prefix, operation.strays)


def _is_installed(project: str, prefix: str, reader: Reader) -> bool:
    start = re.compile(rf"{re.escape(project).replace('-', '[-_.]+')}-[^-]+\.dist-info", re.I)
    folders = look(prefix, reader).site_packages
    return any(start.search(one.name) for folder in folders for one in reader.folder(folder))


def _command(operation: ToolOperation, path: str, name: str, place: Place, tools: Tools) -> Command:
    env = {**ENV, "HATCH_ENV_TYPE_VIRTUAL_PATH": operation.prefix}
    if tools.uv:  # An environment made by uv holds no pip for Hatch to run.
        env["HATCH_ENV_TYPE_VIRTUAL_UV_PATH"] = tools.uv
    lock = "pylock.toml" if name == "default" else f"pylock.{name.replace('.', '-')}.toml"
    if isinstance(operation, Relock):
        words: tuple[str, ...] = ("dep", "lock")
    else:  # Whatever it runs, it first installs what is missing.
        words = ("run", "python", "--version")
    argv = (path, *_PLAIN, "--data-dir", "{input}", "--env", name, *words)
    return Command(argv, place.folder, env, (), title(operation), (place.at(lock),))


def _name(prefix: str, place: Place) -> str:
    """Return which of Hatch's environments lies, or would lie, at `prefix`; "" for none."""
    found = locations(place).items() if prefix else ()
    return next((name for name, where in found if where and same(where) == same(prefix)), "")


INSTALLER = Installer("hatch", is_available, commands, owns, rank=60)
