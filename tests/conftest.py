"""What all tests share: a defect of ours is raised, and nobody's settings leak in."""

import os
import tempfile
from pathlib import Path

import pytest

os.environ["PINLIGHT_RAISE"] = "1"
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="pinlight-state-")  # Nobody's own.
os.environ["PINLIGHT_CACHE"] = ""  # What one test has read, no other knows.
# What tells tools, and so Pinlight, where environments are; nox sets some of them for itself.
for name in (
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "UV_PROJECT_ENVIRONMENT",
    "PYENV_VERSION",
    "WORKON_HOME",
    *(name for name in os.environ if name.startswith(("HATCH_", "PDM_", "PIPENV_", "POETRY_"))),
):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the judges and the real files; without it the test is skipped by name."""
    folder = Path(os.environ.get("PINLIGHT_SHARED", "../shared")).resolve()
    if not folder.is_dir():
        pytest.skip(f"needs the shared material (PINLIGHT_SHARED={folder})")
    return folder
