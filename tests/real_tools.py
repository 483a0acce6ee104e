"""Real Poetry, PDM, Pipenv, Hatch and the like, each installed into an environment of its own.

Their versions are those of the dependency group `tools` in pyproject.toml. Only with
PINLIGHT_REAL_TOOLS=1, as `nox -s tools` sets it; PINLIGHT_TOOLS names a folder that keeps them.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pinlight import toml
from real_judges import uv_executable

ROOT = Path(__file__).parent.parent

needs_real_tools = pytest.mark.skipif(
    os.environ.get("PINLIGHT_REAL_TOOLS") != "1" or sys.platform != "linux",
    reason="asks real tools only with PINLIGHT_REAL_TOOLS=1, on Linux",
)

Installs = Callable[[str], Path]


def pinned(name: str) -> str:
    """Return the requirement of a tool, as the group `tools` pins it."""
    document = toml.plain(toml.parse((ROOT / "pyproject.toml").read_text("utf-8")).root)
    found = document["dependency-groups"]["tools"]
    return next(line for line in found if re.match(r"[\w-]+", line)[0] == name)


def installer_of_tools(folder: Path) -> Installs:
    """Return a function that installs a tool once and returns the folder of its programs."""
    folder = Path(os.environ.get("PINLIGHT_TOOLS") or folder)
    variables = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}

    def install(name: str) -> Path:
        prefix = folder / re.sub(r"\[.*\]|=", "", pinned(name))
        if not (prefix / "bin").is_dir():
            uv, python = uv_executable(), str(prefix / "bin/python")
            for command in (
                [uv, "venv", "--quiet", "--python", sys.executable, str(prefix)],
                [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python]
                + [pinned(name)],
            ):
                ran = subprocess.run(
                    command, capture_output=True, text=True, check=False, env=variables
                )
                if ran.returncode:
                    pytest.skip(f"{name} cannot be had: {ran.stderr[-200:]}")
        return prefix / "bin"

    return install
