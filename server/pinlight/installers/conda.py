"""conda: a prefix of its own is changed by conda, mamba or micromamba, else by its engine alone.

The engine is py-rattler, of the extra `conda`, in a process of its own. What only pip has comes
from pip, and never in the place of what conda has put there.
Source: https://docs.conda.io/projects/conda/en/stable/commands/index.html
Source: https://mamba.readthedocs.io/en/latest/user_guide/micromamba.html
"""

import json
import re
import sys
from collections.abc import Container, Iterator, Mapping

from pinlight import pep508
from pinlight.finders.central import home
from pinlight.formats import format_of, yaml_lines
from pinlight.installers import Installer
from pinlight.installers.basic import basic
from pinlight.installers.conda_prefix import is_conda, kept, owned, packages, record, refusal
from pinlight.installers.inputs import ENV as COMMON
from pinlight.installers.inputs import existing
from pinlight.installers.plan import title
from pinlight.installers.programs import ENGINE, missing
from pinlight.installers.projects import source_of
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
from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.settings import Settings

PROGRAMS = ("conda", "mamba", "micromamba")  # in the order in which they are taken
ORDER = "order.json"
ENV = {**COMMON, "CONDA_DEFAULT_ENV": "", "CONDA_SHLVL": "", "CONDA_PROMPT_MODIFIER": ""}

_USUAL = ("conda-forge",)
_MAKE_PREFIX = (
    "import pathlib, sys; folder = pathlib.Path(sys.argv[1], 'conda-meta'); "
    "folder.mkdir(parents=True, exist_ok=True); (folder / 'history').touch()"
)


def is_available(tools: Tools) -> bool:
    return any(tools.programs.get(name) for name in (*PROGRAMS, ENGINE))


def owns(operation: ToolOperation, reader: Reader) -> bool:
    """Whether the prefix is conda's, or the file says what conda is to install."""
    if isinstance(operation, Create):
        return source_of(operation).endswith((".yml", ".yaml"))
    return is_conda(operation.prefix, reader)


def commands(
    operation: ToolOperation, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    match operation:
        case Create():
            return _create(operation, tools, settings, reader)
        case Install():
            return _install(operation, tools, settings, reader)
        case Uninstall():
            return _uninstall(operation, tools, settings, reader)
        case Sync(prefix, install, strays):
            filled = _install(install, tools, settings, reader)
            if isinstance(filled, str) or not strays:
                return filled
            gone = _uninstall(Uninstall(prefix, strays), tools, settings, reader)
            return gone if isinstance(gone, str) else filled + gone
        case Relock():
            return "conda writes no lock"


def _create(
    create: Create, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    then = create.then
    specs: tuple[str, ...] = (_python(create),)
    if then is None or then.tool != "conda":
        made = _change(create, "create", specs, tools, reader)
        if isinstance(made, str) or then is None:
            return made
        filled = basic(then, tools, settings, reader)
        return filled if isinstance(filled, str) else made + filled
    own, for_pip = _parts(then, reader)
    specs = own if any(_name(spec) == "python" for spec in own) else (*specs, *own)
    made = _change(create, "create", specs, tools, reader)
    return _with_pip(made, then, for_pip, tools, settings, reader)


def _python(create: Create) -> str:
    """Return the MatchSpec of the Python: conda takes it from its channels, not from a path."""
    if re.fullmatch(r"\d+(\.\d+)*", create.python):
        return f"python={create.python}"
    return f"python {create.requires_python}".strip()


def _install(
    install: Install, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    if install.tool == "conda" and install.upgrade:
        return _change(install, "update", install.upgrade, tools, reader)
    if install.tool == "conda":
        own, for_pip = _parts(install, reader)
        made = _change(install, "install", own, tools, reader) if own else ()
        return _with_pip(made, install, for_pip, tools, settings, reader)
    of_conda = _packages(install.upgrade, install.prefix, reader)
    newest = _upgrade(install, of_conda, tools, reader) if of_conda else ()
    install = _without(install, of_conda)
    if isinstance(newest, str) or (of_conda and not install.lines):
        return newest
    if said := refusal(install, install.prefix, reader):
        return said
    filled = basic(install, tools, settings, reader)
    return filled if isinstance(filled, str) else newest + kept(filled, install.prefix, reader)


def _upgrade(
    install: Install, own: Mapping[str, str], tools: Tools, reader: Reader
) -> tuple[Command, ...] | str:
    """Bring conda's packages to their newest version, or to the one that a line names."""
    exact = []
    for line in install.lines:
        found = pep508.parsed(line)
        if not isinstance(found, Fault) and found.name in own and found.specifier[:2] == "==":
            exact.append((found.name, f"{own[found.name]}{found.specifier}"))
    named = {name for name, _ in exact}
    rest = tuple(package for name, package in own.items() if name not in named)
    newest = _change(install, "update", rest, tools, reader) if rest else ()
    pinned = tuple(spec for _, spec in exact)
    made = _change(install, "install", pinned, tools, reader) if pinned else ()
    if isinstance(newest, str) or isinstance(made, str):
        return newest if isinstance(newest, str) else made
    return newest + made


def _without(install: Install, names: Container[str]) -> Install:
    """Return what is left for uv or pip."""

    def is_left(line: str) -> bool:
        found = pep508.parsed(line.split(" --")[0].strip())
        return isinstance(found, Fault) or found.name not in names

    upgrade = tuple(name for name in install.upgrade if name not in names)
    return install._replace(lines=tuple(filter(is_left, install.lines)), upgrade=upgrade)


def _packages(names: tuple[str, ...], prefix: str, reader: Reader) -> dict[str, str]:
    """Return which of the names conda owns, with its packages: of distributions, or conda's own."""
    if not names:
        return {}
    known, there = packages(prefix, reader), owned(prefix, reader)
    own = {name: there[name].package if name in there else name for name in names}
    return {name: package for name, package in own.items() if package in known}


def _parts(install: Install, reader: Reader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the MatchSpecs and the lines for pip: those of the operation, else of its file."""
    form = format_of(install.source) if install.source and not install.lines else None
    if form is None:
        return install.lines, ()
    text = (reader.file(install.source) or b"").decode("utf-8-sig", "replace")
    found = form.parse(install.source, text, {}).dependencies
    lines = [(one.is_of_conda, text[one.span.start : one.span.end]) for one in found]
    own = tuple(line for is_own, line in lines if is_own)
    return own, tuple(line for is_own, line in lines if not is_own)


def _with_pip(
    made: tuple[Command, ...] | str,
    install: Install,
    lines: tuple[str, ...],
    tools: Tools,
    settings: Settings,
    reader: Reader,
) -> tuple[Command, ...] | str:
    """Return what conda does, then what pip does with `lines`."""
    if isinstance(made, str) or not lines:
        return made
    rest = install._replace(tool="", lines=lines)
    filled = _install(rest, tools, settings, reader)
    return filled if isinstance(filled, str) else made + filled


def _uninstall(
    operation: Uninstall, tools: Tools, settings: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    """What conda has put there goes by conda, the rest by uv or pip."""
    own = _packages(operation.names, operation.prefix, reader)
    others = tuple(name for name in operation.names if name not in own)
    done: tuple[Command, ...] | str = ()
    if others:
        done = basic(operation._replace(names=others), tools, settings, reader)
    if isinstance(done, str) or not own:
        return done
    gone = _change(operation, "remove", tuple(own.values()), tools, reader)
    return gone if isinstance(gone, str) else done + gone


def _change(
    operation: ToolOperation, verb: str, what: tuple[str, ...], tools: Tools, reader: Reader
) -> tuple[Command, ...] | str:
    """Return the commands of the program, or of the engine, that is there."""
    prefix = operation.prefix
    for word in (*what, *_channels(source_of(operation), reader)):
        if word.startswith("-"):
            return f"`{word}` would be taken for an option of conda"
    found = [(name, tools.programs[name]) for name in PROGRAMS if tools.programs.get(name)]
    channels = tuple(_channels(source_of(operation), reader))
    cwd = existing(prefix, reader)
    text = title(operation)
    if not found:
        if not tools.programs.get(ENGINE):
            return missing("conda", f"`{rules(prefix).basename(prefix)}`")
        return (_by_engine(operation, verb, what, channels, tools, reader),)
    name, path = found[0]
    before: tuple[Command, ...] = ()
    if name == "micromamba" and verb == "create":  # It makes none where a folder is.
        making = (sys.executable, "-I", "-c", _MAKE_PREFIX, prefix)
        before, verb = (Command(making, cwd, ENV, (), text),), "install"
    asked = (word for channel in channels for word in ("--channel", channel))
    options = () if verb == "remove" else tuple(asked)
    argv = (path, verb, "--yes", "--prefix", prefix, *options, *what)
    return (*before, Command(argv, cwd, ENV, (), text))


def _by_engine(
    operation: ToolOperation,
    verb: str,
    what: tuple[str, ...],
    channels: tuple[str, ...],
    tools: Tools,
    reader: Reader,
) -> Command:
    prefix = operation.prefix
    order = {
        "prefix": prefix,
        "channels": channels or (*_recorded(prefix, reader),) or _configured(reader) or _USUAL,
        {"create": "install"}.get(verb, verb): what,
    }
    argv = (sys.executable, "-I", worker(), tools.programs[ENGINE], f"{{input}}/{ORDER}")
    inputs = ((ORDER, json.dumps(order, indent=1)),)
    return Command(argv, existing(prefix, reader), ENV, inputs, title(operation))


def worker() -> str:
    """Return the program that runs the engine: it lies beside this room."""
    module = rules(__file__)
    folder = module.dirname(module.dirname(module.abspath(__file__)))
    return str(module.join(folder, "conda_worker.py"))


def _channels(source: str, reader: Reader) -> Iterator[str]:
    """Yield the channels that an environment file names; `nodefaults` is no channel."""
    if source.endswith((".yml", ".yaml")):
        yield from _listed((reader.file(source) or b"").decode("utf-8-sig", "replace"))


def _listed(text: str) -> Iterator[str]:
    is_inside = False
    for line in yaml_lines.lines(text):
        if line.key and line.dash == 0 and not line.is_item:
            is_inside = line.key == "channels"
            spans = [*yaml_lines.items(text, line.value)] if is_inside else []
        else:
            spans = [line.value] if is_inside and line.is_item else []
        values = (text[span.start : span.end] for span in spans)
        yield from (value for value in values if value and value != "nodefaults")


def _recorded(prefix: str, reader: Reader) -> Iterator[str]:
    """Yield the channels that the packages of a prefix came from."""
    told = (record(path, reader).get("channel") for path in packages(prefix, reader).values())
    subdir = re.compile(r"/(noarch|[a-z]+-[a-z0-9_]+)$")
    found = (subdir.sub("", one.rstrip("/")) for one in told if isinstance(one, str))
    yield from dict.fromkeys(filter(None, found))


def _configured(reader: Reader) -> tuple[str, ...]:
    own = home(reader)
    files = (reader.variable("CONDARC"), own and rules(own).join(own, ".condarc"))
    for path in filter(None, files):
        if found := tuple(_listed((reader.file(path) or b"").decode("utf-8-sig", "replace"))):
            return found
    return ()


def _name(spec: str) -> str:
    match = re.match(r"(?:[^\s\[\]]*::)?([A-Za-z0-9_.-]+)", spec)
    return pep508.normal(match[1]) if match else ""


INSTALLER = Installer("conda", is_available, commands, owns, rank=5)
