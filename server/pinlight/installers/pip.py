"""venv and pip: what every Python brings along, and what pip alone can do.

The environment's own pip is used, or another one with `--python`: environments made by uv hold
none. `-I` keeps the modules of the working directory from being run as `pip` or `venv`.
Source: https://pip.pypa.io/en/stable/cli/pip_install/
"""

import re

from pinlight.installers import Installer
from pinlight.installers.inputs import ENV as COMMON
from pinlight.installers.inputs import existing, inputs, only
from pinlight.installers.plan import base_name, title, what
from pinlight.installers.pythons import choose, python_of
from pinlight.installers.recompile import PIP_COMPILE, pip_compile, recompile
from pinlight.model import Command, Create, Install, Sync, ToolOperation, Tools, Uninstall
from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.settings import Settings

ENV = {
    **COMMON,
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INPUT": "1",
    "PIP_PROGRESS_BAR": "off",
    "PIP_USER": "0",  # A user's `user = true` makes pip refuse to install into an environment.
}
_IGNORE_ALL = "import sys; open(sys.argv[1], 'w').write('*\\n')"


def is_available(tools: Tools) -> bool:
    return bool(tools.pythons)


def commands(
    operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    if isinstance(operation, Create):
        return _create(operation, tools, settings, reader)
    pip = find_pip(operation.prefix, tools, reader)
    if isinstance(pip, str):
        return pip
    match operation:
        case Uninstall():
            return _uninstall(operation, pip)
        case Install():
            return _recompiled(operation, pip, reader)
        case Sync(prefix, install, strays):
            is_asking = install.lines or not strays
            installing = _recompiled(install, pip, reader) if is_asking else ()
            if isinstance(installing, str) or not strays:
                return installing
            return installing + _uninstall(Uninstall(prefix, strays), pip)
        case _:
            return "pip writes no lock"


def _uninstall(operation: Uninstall, pip: tuple[str, ...]) -> tuple[Command, ...]:
    argv = (*pip, "uninstall", "-y", *operation.names)
    cwd = rules(operation.prefix).dirname(operation.prefix)
    return (Command(argv, cwd, ENV, (), title(operation)),)


def _recompiled(
    operation: Install, pip: tuple[str, ...], reader: Reader
) -> tuple[Command, ...] | str:
    installing = _install(operation, pip, reader)
    if not operation.recompile:
        return installing
    compiling = _recompile(operation, reader)
    return compiling if isinstance(compiling, str) else (compiling, *installing)


def _create(
    create: Create, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    able = tuple(one for one in tools.pythons if has_ensurepip(one, reader))
    version, path = choose(create, tools._replace(pythons=able), settings)
    if not path:
        return _no_python(create, tools, settings)
    prompt = ("--prompt", create.prompt) if create.prompt else ()
    cwd = existing(create.prefix, reader)
    title = f"Creating `{base_name(create.prefix)}`"
    made = [Command((path, "-I", "-m", "venv", *prompt, create.prefix), cwd, ENV, (), title)]
    python = python_of(create.prefix, reader)
    if _minor(version) < (3, 13):  # Later ones write it themselves.
        ignore = rules(create.prefix).join(create.prefix, ".gitignore")
        made.append(Command((python, "-I", "-c", _IGNORE_ALL, ignore), cwd, ENV, (), title))
    if create.then is not None:
        made += _install(create.then, (python, "-I", "-m", "pip"), reader)
    return tuple(made)


def _no_python(create: Create, tools: Tools, settings: Settings) -> str:
    version, path = choose(create, tools, settings)
    if path:
        package = f"python{'.'.join(version.split('.')[:2])}-venv"
        return (
            f"`{path}` cannot make environments with pip: install its `ensurepip` "
            f"(`sudo apt install {package}` on Debian and Ubuntu)"
        )
    wanted = f"Python {version}" if version else "Python"
    return (
        f"{wanted} was not found on this machine; install it, or name one in the setting `python`"
    )


def _install(install: Install, pip: tuple[str, ...], reader: Reader) -> tuple[Command, ...]:
    given = inputs(install, install.options, reader)
    title = f"Installing {what(install)}"
    newest = only(install, install.upgrade)
    is_all = bool(install.upgrade) and newest.lines == install.lines
    upgrade = ("--upgrade",) if is_all else ()
    made = [Command((*pip, "install", *upgrade, *given.argv), given.cwd, ENV, given.files, title)]
    if newest.lines and not is_all:  # pip would bring every line to its newest version.
        given = inputs(newest, install.options, reader)
        argv = (*pip, "install", "--upgrade", *given.argv)
        made.append(Command(argv, given.cwd, ENV, given.files, title))
    if install.reinstall and (rest := only(install, (*install.reinstall, ""))).lines:
        # pip takes an equal version for enough, wherever it came from. What it needs is there.
        given = inputs(rest, install.options, reader)
        argv = (*pip, "install", "--force-reinstall", "--no-deps", *given.argv)
        made.append(Command(argv, given.cwd, ENV, given.files, title))
    return tuple(made)


def _recompile(install: Install, reader: Reader) -> Command | str:
    compiling = recompile(install)
    if isinstance(compiling, str):
        return compiling
    program = pip_compile(install.prefix, reader)
    if compiling.program != PIP_COMPILE or not reader.exists(program):
        return f"`{compiling.program}` is needed to recompile the file and was not found"
    title = f"Recompiling `{base_name(install.source)}`"
    return Command((program, *compiling.arguments), compiling.cwd, ENV, (), title)


def find_pip(prefix: str, tools: Tools, reader: Reader) -> tuple[str, ...] | str:
    """Return how to run a pip that serves `prefix`: its own, or that of another Python.

    pip runs itself under the Python of `prefix`, so that its own Requires-Python must allow it.
    """
    python = python_of(prefix, reader)
    version, release, _ = _pip_in(prefix, reader)
    if release:
        return (python, "-I", "-m", "pip")
    others = sorted(tools.pythons, key=lambda one: _minor(one[0]) != _minor(version))
    for _, path in others:
        _, release, requires_python = _pip_in(_root(path, reader), reader)
        if release >= (22, 3) and (not version or _minor(version) >= requires_python):
            return (path, "-I", "-m", "pip", "--python", python)
    return (
        f"`{base_name(prefix)}` has no pip and no other pip was found; "
        f"install uv, or run `{python} -m ensurepip`"
    )


def _pip_in(prefix: str, reader: Reader) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Return (version of the Python, of its pip, lowest Python of that pip); empty: unknown."""
    join = rules(prefix).join
    libraries = [item.name for item in reader.folder(join(prefix, "lib"))]
    found = ""
    for library in sorted(libraries, key=_minor, reverse=True):
        if not re.fullmatch(r"python3(\.\d+)?t?", library):
            continue
        found = found or library.removeprefix("python").rstrip("t")
        for name in ("site-packages", "dist-packages"):
            site = join(prefix, "lib", library, name)
            if (release := _release(site, reader)) is not None:
                return found, *release
    release = _release(join(prefix, "Lib", "site-packages"), reader)
    return (found, *release) if release else (found, (), ())


def _release(site: str, reader: Reader) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
    for item in reader.folder(site):
        if match := re.fullmatch(r"pip-(\d[\d.]*)\.(dist|egg)-info", item.name):
            metadata = reader.file(rules(site).join(site, item.name, "METADATA")) or b""
            lowest = re.search(rb"^Requires-Python: *>= *([\d.]+)", metadata, re.M)
            return _numbers(match[1]), _numbers(lowest[1].decode() if lowest else "")
    return None


def has_ensurepip(python: tuple[str, str], reader: Reader) -> bool:
    """Whether a Python brings ensurepip, as far as its files tell: Debian leaves it out."""
    version, path = python
    root = _root(reader.real(path), reader)
    short = ".".join(version.split(".")[:2])
    library = rules(path).join(root, "lib", f"python{short}")
    if not reader.exists(rules(path).join(library, "os.py")):
        return True
    return reader.is_folder(rules(path).join(library, "ensurepip"))


def _root(path: str, reader: Reader) -> str:
    """Return the prefix that a Python belongs to: its own environment, else where it is linked."""
    parent = rules(path).dirname
    if reader.exists(rules(path).join(parent(parent(path)), "pyvenv.cfg")):
        return str(parent(parent(path)))
    return str(parent(parent(reader.real(path))))


def _minor(text: str) -> tuple[int, ...]:
    return _numbers(text)[:2]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


INSTALLER = Installer("pip", is_available, commands)
