"""Finds the tools that change environments by their files; nothing is started.

A shim of pyenv is no program: which one it starts depends on the folder it is started in.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec

from pinlight.finders.conda import ROOTS, SHARED_ROOTS
from pinlight.installers.programs import ENGINE
from pinlight.settings import Settings

OF_PYTHON = ("hatch", "pdm", "pipenv", "poetry", "virtualenv")  # are installed like packages
OF_CONDA = ("conda", "mamba", "micromamba", "pixi")

_BIN = "Scripts" if os.name == "nt" else "bin"
_SUFFIXES = (".exe", ".bat", ".cmd") if os.name == "nt" else ("",)
_USUAL = ("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin", "/opt/local/bin")


def find_programs(settings: Settings, variables: Mapping[str, str]) -> dict[str, str]:
    """Return the absolute path of each tool that is there, by its name, and the folder that holds
    conda's engine.

    A setting that names no executable file finds nothing: no other one takes its place.
    """
    found = {}
    for name in (*OF_PYTHON, *OF_CONDA):
        if name in settings.programs:
            chosen = os.path.expanduser(settings.programs[name])
            path = chosen if os.path.isabs(chosen) and is_executable(chosen) else ""
        else:
            path = _first(name, variables)
        if path:
            found[name] = path
    if engine := _engine():
        found[ENGINE] = engine
    return found


def conda_roots(variables: Mapping[str, str]) -> tuple[str, ...]:
    """Return the folders in which conda is installed."""
    home = home_of(variables)
    told = [variables.get(name, "") for name in ("CONDA_EXE", "_CONDA_EXE", "MAMBA_EXE")]
    found = [os.path.dirname(os.path.dirname(path)) for path in told if path]
    found += [variables.get(name, "") for name in ("CONDA_ROOT", "MAMBA_ROOT_PREFIX")]
    found += [os.path.join(home, name) for name in ROOTS] if home else []
    found += SHARED_ROOTS if os.name != "nt" else ()
    return tuple(dict.fromkeys(it for it in found if os.path.isabs(it) and os.path.isdir(it)))


def search_path(variables: Mapping[str, str]) -> list[str]:
    """Return the folders of PATH, but for relative ones: each working directory has its own."""
    folders = variables.get("PATH", "").split(os.pathsep)
    return [folder for folder in folders if os.path.isabs(folder)]


def home_of(variables: Mapping[str, str]) -> str:
    return variables.get("HOME") or variables.get("USERPROFILE") or ""


def is_executable(path: str) -> bool:
    return os.path.isfile(path) and os.access(path, os.X_OK)


def _first(name: str, variables: Mapping[str, str]) -> str:
    for folder in _folders(name, variables):
        for suffix in _SUFFIXES:
            if is_executable(path := os.path.join(folder, name + suffix)):
                return path
    return ""


def _folders(name: str, variables: Mapping[str, str]) -> Iterator[str]:
    """Yield where a tool may lie: what the user's shell would take comes first."""
    home = home_of(variables)
    if name in OF_CONDA:
        told = (variables.get("CONDA_EXE", ""), variables.get("MAMBA_EXE", ""))
        yield from (os.path.dirname(path) for path in told if _stem(path) == name)
    yield from (it for it in search_path(variables) if os.path.basename(it) != "shims")
    yield os.path.dirname(sys.executable)
    if home:
        yield os.path.join(home, ".local", "bin")
        yield os.path.join(home, ".pixi", "bin")
    yield from _USUAL if os.name != "nt" else ()
    if name in OF_PYTHON:
        yield from _installed(name, variables, home)
    for root in conda_roots(variables) if name in OF_CONDA else ():
        yield from (os.path.join(root, folder) for folder in ("condabin", _BIN, "bin"))


def _installed(name: str, variables: Mapping[str, str], home: str) -> Iterator[str]:
    """Yield the folders of environments that pipx, uv, Poetry's own installer or pyenv made."""
    data = variables.get("XDG_DATA_HOME") or os.path.join(home, ".local", "share")
    roaming = variables.get("APPDATA", "")
    apple = os.path.join(home, "Library", "Application Support")
    pipx = variables.get("PIPX_HOME", "")
    tools = variables.get("UV_TOOL_DIR", "")
    yield variables.get("PIPX_BIN_DIR", "") or os.path.join(home, ".local", "bin")
    for base in (pipx, os.path.join(data, "pipx"), os.path.join(home, ".local", "pipx")):
        yield os.path.join(base, "venvs", name, _BIN) if base else ""
    for base in (tools, os.path.join(data, "uv", "tools"), os.path.join(roaming, "uv", "tools")):
        yield os.path.join(base, name, _BIN) if base else ""
    if name == "poetry":
        yield variables.get("POETRY_HOME", "") and os.path.join(variables["POETRY_HOME"], "bin")
        for base in (data, roaming, apple):
            yield os.path.join(base, "pypoetry", "venv", _BIN)
    pyenv = variables.get("PYENV_ROOT") or os.path.join(home, ".pyenv")
    yield from _pyenv(os.path.join(pyenv, "versions"))


def _pyenv(folder: str) -> Iterator[str]:
    """Yield the programs' folders of pyenv's versions, the newest first."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in sorted(names, key=_numbers, reverse=True):
        yield os.path.join(folder, name, _BIN)


def _numbers(name: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", name)]


def _stem(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def _engine() -> str:
    """Return the folder that holds py-rattler; "" where it is not installed."""
    spec = find_spec("rattler")  # Looks for it and loads nothing.
    place = spec.origin if spec else None
    return os.path.dirname(os.path.dirname(place)) if place else ""
