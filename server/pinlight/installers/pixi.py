"""pixi: environments inside a project, which follow its manifest and `pixi.lock` alone.

What is declared is installed as a whole: pixi takes away what the manifest does not ask for.
Source: https://pixi.sh/latest/reference/cli/pixi/
"""

from pinlight import pep508
from pinlight.finders import Place
from pinlight.installers import Installer
from pinlight.installers.inputs import ENV as COMMON
from pinlight.installers.plan import base_name, title
from pinlight.installers.programs import missing, program
from pinlight.model import Command, Create, Install, Relock, Sync, ToolOperation, Tools, Uninstall
from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.settings import Settings

ENV = {**COMMON, "PIXI_PROJECT_MANIFEST": "", "PIXI_ENVIRONMENT_NAME": ""}
_MANIFESTS = ("pixi.toml", "pyproject.toml")


def is_available(tools: Tools) -> bool:
    return bool(tools.programs.get("pixi"))


def owns(operation: ToolOperation, reader: Reader) -> bool:
    """Whether the environment is one of pixi's: they all lie in `.pixi/envs` of their project."""
    return bool(_folder(operation.prefix)) and bool(_manifest(operation.prefix, reader))


def commands(
    operation: ToolOperation, tools: Tools, _: Settings, reader: Reader
) -> tuple[Command, ...] | str:
    manifest = _manifest(operation.prefix, reader)
    if isinstance(operation, Relock):
        manifest = manifest or operation.source
    if not manifest:
        return "pixi keeps its environments in `.pixi/envs` of a project with `pixi.toml`"
    if isinstance(operation, Install) and any(it.startswith("-") for it in operation.lines):
        return "pixi adds packages by their names"
    folder = str(rules(manifest).dirname(manifest))
    path = program("pixi", "", tools, reader)
    if not path:
        return missing("pixi", f"`{base_name(folder)}`")
    files = (manifest, str(rules(manifest).join(folder, "pixi.lock")))
    text = title(operation)
    return tuple(
        Command((path, verb, "--manifest-path", manifest, *rest), folder, ENV, (), text, files)
        for verb, *rest in _words(operation)
    )


def _words(operation: ToolOperation) -> tuple[tuple[str, ...], ...]:
    environment = ("--environment", base_name(operation.prefix))
    match operation:
        case Relock():
            return (("lock",),)
        case Uninstall():
            return (("remove", *operation.names),)
        case Install(upgrade=names) if names:
            return (("update", *environment, *names),)
        case Install(source="", lines=lines) if lines:
            pypi = () if operation.tool == "pixi" else ("--pypi",)
            return (("add", *pypi, *map(_joined, lines)),)
        case Create() | Install() | Sync():
            return (("install", *environment),)


def _joined(line: str) -> str:
    """Return a requirement as one word without blanks, as pixi's manual writes them."""
    name, _, rest = line.partition(" ")
    return pep508.normal(name) + rest.replace(" ", "") if rest else line


def _manifest(prefix: str, reader: Reader) -> str:
    """Return the manifest of the project that holds the environment; "" when there is none."""
    folder = _folder(prefix)
    if not folder:
        return ""
    place = Place(folder, reader)
    names = [name for name in _MANIFESTS if name in place.files]
    own = (name for name in names if name == "pixi.toml" or "pixi" in place.table(name, "tool"))
    return next(map(place.at, own), "")


def _folder(prefix: str) -> str:
    """Return the project of `PROJECT/.pixi/envs/NAME`; "" for any other prefix."""
    module = rules(prefix)
    envs = module.dirname(prefix)
    inner = module.dirname(envs)
    is_pixi = (module.basename(inner), module.basename(envs)) == (".pixi", "envs")
    return str(module.dirname(inner)) if is_pixi else ""


INSTALLER = Installer("pixi", is_available, commands, owns, rank=3)
