"""PDM: what is ordered, to the letter; `test_with_real_tools` runs it."""

import pytest

from installers_words import PREFIX, PYTHON, planned, words
from pinlight.locks import fingerprints
from pinlight.model import Install, Plan, Relock, Sync, Uninstall

SOURCE = "/w/pyproject.toml"
TEXT = """[project]
name = "demo"
dependencies = ["flask>=3"]
[project.optional-dependencies]
fast = ["speed"]
[dependency-groups]
dev = ["pytest"]
[tool.pdm]
distribution = false
"""
FRESH = f"""[metadata]
content_hash = "{fingerprints.pdm(TEXT)[0]}"
[[package]]
name = "click"
version = "8.1.7"
groups = ["default"]
"""
FILES = {SOURCE: TEXT, "/w/pdm.lock": FRESH}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Install(PREFIX, SOURCE, ("flask>=3",)), ["/opt/pdm install --group dev"]),
        (Install(PREFIX, SOURCE, ("speed",)), ["/opt/pdm install --group dev --group fast"]),
        (Install(PREFIX, lines=("rich>=13",)), ["/opt/pdm add rich>=13"]),
        (Install(PREFIX, lines=("-e ../lib",)), ["/opt/pdm add --dev -e ../lib"]),
        (
            Install(PREFIX, SOURCE, upgrade=("flask", "pytest")),
            ["/opt/pdm update flask", "/opt/pdm update --dev --group dev pytest"],
        ),
        (
            Install(PREFIX, SOURCE, upgrade=("click",)),
            ["PDM upgrades what the project names, and `click` is not among it"],
        ),
        (
            Uninstall(PREFIX, ("flask", "speed", "stray"), SOURCE),
            [
                f"/opt/uv pip uninstall --python {PYTHON} stray",
                "/opt/pdm remove flask",
                "/opt/pdm remove --group fast speed",
            ],
        ),
        (Sync(PREFIX, Install(PREFIX, SOURCE)), ["/opt/pdm sync --clean --group dev"]),
        (Relock(PREFIX, SOURCE), ["/opt/pdm lock --update-reuse"]),
    ],
)
def test_commands_to_the_letter(operation, expected):
    assert words(operation, FILES) == expected


def test_nothing_is_synced_with_a_lock_that_is_absent():
    assert words(Sync(PREFIX, Install(PREFIX, SOURCE)), {SOURCE: TEXT}) == [
        "/opt/pdm lock --update-reuse",
        "/opt/pdm sync --clean --group dev",
    ]


def test_the_environment_that_is_meant_is_named_whatever_pdm_remembers():
    found = planned(Install(PREFIX, SOURCE), {**FILES, "/w/.pdm-python": "/elsewhere/bin/python"})
    assert isinstance(found, Plan)
    command = found.commands[0]
    assert command.env["VIRTUAL_ENV"] == PREFIX
    assert command.env["PDM_IGNORE_SAVED_PYTHON"] == "1"
    assert command.touches == (SOURCE, "/w/pdm.lock")


def test_an_environment_of_another_python_is_left_alone():
    files = {
        **FILES,
        SOURCE: TEXT.replace("dependencies =", 'requires-python = ">=3.13"\ndependencies =', 1),
    }
    assert words(Install(PREFIX, SOURCE), files) == [
        "`.venv` has Python 3.12.1, >=3.13 is required: recreate it"
    ]


def test_packages_without_an_environment_are_those_of_the_python_that_names_them():
    local = "/w/__pypackages__/3.11"
    found = planned(Install(local, SOURCE), {**FILES, f"{local}/lib/x.py": ""})
    assert isinstance(found, Plan), found
    env = found.commands[0].env
    assert (env["PDM_USE_VENV"], env["PDM_PYTHON"], env["VIRTUAL_ENV"]) == ("0", "/p11", "")
    assert env["PDM_IGNORE_SAVED_PYTHON"] == ""
