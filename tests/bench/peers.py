"""Who is compared: each server's command and what it is given to check."""

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import material
from client import Client

HERE = Path(__file__).parent

# What no command of Python's goes below: the interpreter alone.
FLOOR = "python -c pass"
PASSING = (sys.executable, "-c", "pass")

PINLIGHT = (sys.executable, "-P", "-m", "pinlight")


class Peer(NamedTuple):
    """A server and its document; `command` is () when it is not on this machine."""

    name: str
    command: tuple[str, ...]
    path: Path
    text: str
    start: Callable[[Client], float] = Client.initialize

    def client(self) -> Client:
        return Client(self.command, self.path.parent)


def program(name: str) -> str:
    """Return the path of a program beside this Python or on PATH; "" when there is none."""
    return shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name) or ""


def _command(name: str, *arguments: str) -> tuple[str, ...]:
    found = program(name)
    return (found, *arguments) if found else ()


def ask_index_nothing() -> tuple[str, ...]:
    """Return the start of a command that runs without any network; () when that cannot be."""
    start = (program("unshare"), "--net", "--map-root-user")
    can = start[0] and subprocess.run((*start, "true"), capture_output=True).returncode == 0
    return start if can else ()


def peers(folder: Path, site: Path, made: list[material.Package], lines: int) -> list[Peer]:
    """Return the servers, each with a document of so many lines in `folder`."""
    folder.mkdir(exist_ok=True)
    pins = folder / "requirements.txt"
    pins.write_text(material.requirements(made, lines))
    source = material.write(folder / "module.py", lambda: material.python_source(lines))
    table = material.write(folder / "table.toml", lambda: material.toml_source(lines))
    naive = (sys.executable, str(HERE / "naive_server.py"), str(site))
    alone, other = ask_index_nothing(), _command("requirements-language-server")
    return [
        Peer("pinlight", (*PINLIGHT, "server"), pins, pins.read_text()),
        Peer("naive pygls", naive, pins, pins.read_text()),
        Peer("ruff", _command("ruff", "server"), source, source.read_text()),
        Peer("tombi", _command("tombi", "lsp", "--offline"), table, table.read_text()),
        Peer(
            "requirements-language-server",
            (*alone, *other) if alone and other else (),
            pins,
            pins.read_text(),
        ),
    ]
