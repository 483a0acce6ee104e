"""What the figures were measured on, and beside which versions."""

import os
import platform
import re
import subprocess
from importlib import metadata

from peers import program

PROGRAMS = (("ruff",), ("tombi",), ("uv",), ("fd", "fdfind"))  # each by all its names

# Asked of their metadata: that starts nothing, and the last must never meet a network.
DISTRIBUTIONS = ("pip", "pygls", "requirements-language-server")


def load() -> float:
    """Return how many processes wanted a processor, on average over the last minute."""
    return os.getloadavg()[0]


def described(load_before: float) -> str:
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    loads = f"load {load_before:.1f} at the start and {load():.1f} at the end"
    return f"{system}, {os.cpu_count()} processors, {loads}"


def versions() -> str:
    """Return the rivals that are on this machine, with their versions."""
    told = [f"{names[0]} {version}" for names in PROGRAMS if (version := _of_program(names))]
    found = [next(iter(metadata.distributions(name=name)), None) for name in DISTRIBUTIONS]
    return ", ".join((*told, *(f"{it.name} {it.version}" for it in found if it)))


def _of_program(names: tuple[str, ...]) -> str:
    path = next(filter(None, map(program, names)), "")
    if not path:
        return ""
    said = subprocess.run((path, "--version"), capture_output=True, text=True).stdout
    found = re.search(r"\d+(\.\d+)+", said)
    return found[0] if found else ""
