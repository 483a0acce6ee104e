"""The executables of tools that own projects: where they are, and how old."""

import re

from pinlight.model import Tools
from pinlight.paths import rules
from pinlight.reader import Reader

ENGINE = "rattler"  # conda's, as a library: the folder that holds it, in `Tools.programs`

# What a user types to get a tool. Source: each tool's own page on its installation.
_INSTALLS = {
    "conda": "install Miniforge, or `pip install 'pinlight[conda]'` for the engine built in",
    "hatch": "`uv tool install hatch` or `pipx install hatch`",
    "pdm": "`uv tool install pdm` or `pipx install pdm`",
    "pipenv": "`uv tool install pipenv` or `pipx install pipenv`",
    "pixi": "see https://pixi.sh",
    "poetry": "`uv tool install poetry` or `pipx install poetry`",
    "uv": "`pip install uv` or see https://docs.astral.sh/uv",
    "virtualenv": "`uv tool install virtualenv` or `pipx install virtualenv`",
}
TITLES = {"pdm": "PDM", "uv": "uv", "pixi": "pixi", "conda": "conda", "virtualenv": "virtualenv"}


def program(name: str, prefix: str, tools: Tools, reader: Reader) -> str:
    """Return the absolute path of a tool: as found on the machine, else from the environment
    itself; "" when there is none."""
    if name == "uv" and tools.uv:
        return tools.uv
    if found := tools.programs.get(name):
        return found
    join = rules(prefix).join
    places = (join(prefix, "bin", name), join(prefix, "Scripts", f"{name}.exe"))
    return next(filter(reader.exists, places), "") if prefix else ""


def missing(name: str, what: str) -> str:
    """Return the sentence for a tool that is needed for `what` and was not found."""
    title = TITLES.get(name, name.capitalize())
    return f"{what} belongs to {title}, which was not found: {_INSTALLS[name]}"


def release(name: str, path: str, reader: Reader) -> tuple[int, ...]:
    """Return the version of the Python tool at `path`, as the environment that it lies in tells;
    () when nothing tells."""
    module = rules(path)
    root = module.dirname(module.dirname(reader.real(path)))
    for lib in ("lib", "Lib"):
        folder = module.join(root, lib)
        found = [one.name for one in reader.folder(folder) if one.name.startswith("python3")]
        sites = [module.join(folder, one, "site-packages") for one in found]
        for site in (*sites, module.join(folder, "site-packages")):
            for one in reader.folder(site):
                if match := re.fullmatch(rf"{name}-(\d[\d.]*)\.dist-info", one.name):
                    return tuple(map(int, match[1].split(".")))
    return ()
