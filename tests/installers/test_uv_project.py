"""Projects of uv: what is ordered, to the letter; `test_with_real_tools` runs it."""

import pytest

from installers_words import PREFIX, PYTHON, planned, words
from pinlight.model import Install, Plan, Relock, Sync, Uninstall

SOURCE = "/w/pyproject.toml"
TEXT = """[project]
name = "demo"
dependencies = ["flask>=3"]
[project.optional-dependencies]
fast = ["speed"]
[dependency-groups]
dev = ["pytest"]
docs = ["sphinx"]
"""
FILES = {SOURCE: TEXT, "/w/uv.lock": ""}
SYNC = f"/opt/uv sync --inexact --python {PYTHON} --group dev"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Install(PREFIX, SOURCE, ("flask>=3",)), [SYNC]),
        (Install(PREFIX, SOURCE, ("sphinx",)), [f"{SYNC} --group docs"]),
        (Install(PREFIX, SOURCE, ("speed",)), [f"{SYNC} --extra fast"]),
        (
            Install(PREFIX, lines=("rich>=13",)),
            [f"/opt/uv add --no-sync --python {PYTHON} rich>=13", SYNC],
        ),
        (
            Install(PREFIX, lines=("-e ../lib",)),
            [f"/opt/uv add --no-sync --editable --python {PYTHON} ../lib", SYNC],
        ),
        (
            Install(PREFIX, SOURCE, upgrade=("flask",)),
            [
                f"/opt/uv sync --inexact --upgrade-package flask --python {PYTHON} --group dev",
            ],
        ),
        (
            Uninstall(PREFIX, ("flask", "sphinx", "speed"), SOURCE),
            [
                f"/opt/uv remove --no-sync --python {PYTHON} flask",
                f"/opt/uv remove --no-sync --python {PYTHON} --group docs sphinx",
                f"/opt/uv remove --no-sync --python {PYTHON} --optional fast speed",
                f"/opt/uv pip uninstall --python {PYTHON} flask sphinx speed",
            ],
        ),
        (Sync(PREFIX, Install(PREFIX, SOURCE)), [f"/opt/uv sync --python {PYTHON} --group dev"]),
        (Relock(PREFIX, SOURCE), ["/opt/uv lock"]),
    ],
)
def test_commands_to_the_letter(operation, expected):
    assert words(operation, FILES) == expected


def test_the_environment_that_is_meant_is_named():
    found = planned(Install("/w/other", SOURCE), FILES)
    assert isinstance(found, Plan)
    assert found.commands[0].env["UV_PROJECT_ENVIRONMENT"] == "/w/other"
    assert found.commands[0].touches == (SOURCE, "/w/uv.lock")


@pytest.mark.parametrize(
    "files", [{SOURCE: TEXT}, {SOURCE: TEXT + "[tool.uv]\nmanaged = false\n", "/w/uv.lock": ""}]
)
def test_what_uv_does_not_manage_is_installed_line_by_line(files):
    (found,) = words(Install(PREFIX, SOURCE, ("flask>=3",)), files)
    assert found.startswith(f"/opt/uv pip install --python {PYTHON}")
