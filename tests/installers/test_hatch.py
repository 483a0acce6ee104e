"""Hatch: what is ordered, to the letter; `test_with_real_tools` runs it."""

import pytest

from installers_words import TOOLS, planned, words
from pinlight.model import Create, Install, Plan, Relock, Sync, Uninstall
from tree import environment_files

SOURCE, OWN, DOCS = "/w/pyproject.toml", "/w/.hatch", "/w/.docs"
TEXT = """[project]
name = "demo"
dependencies = ["flask>=3"]
[tool.hatch.envs.default]
skip-install = true
path = ".hatch"
[tool.hatch.envs.docs]
path = ".docs"
"""
FILES = {SOURCE: TEXT, **environment_files(OWN), **environment_files(DOCS)}
RUN = "/opt/hatch --no-color --no-interactive --data-dir {input} --env"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (
            Install(OWN, SOURCE, ("flask>=3",)),
            [
                f"{RUN} default run python --version",
                f"/opt/uv pip install --python {OWN}/bin/python -r {{input}}/requirements.txt",
            ],
        ),
        (Install(DOCS, SOURCE), [f"{RUN} docs run python --version"]),
        (
            Sync(OWN, Install(OWN, SOURCE), ("stray",)),
            [
                f"{RUN} default run python --version",
                f"/opt/uv pip uninstall --python {OWN}/bin/python stray",
            ],
        ),
        (Relock(OWN, SOURCE), [f"{RUN} default dep lock"]),
        (
            Uninstall(OWN, ("flask",), SOURCE),
            [f"/opt/uv pip uninstall --python {OWN}/bin/python flask"],
        ),
        (
            Install(OWN, lines=("rich",), cwd="/w"),
            [f"/opt/uv pip install --python {OWN}/bin/python -r {{input}}/requirements.txt"],
        ),
        (
            Create("/w/.new", source=SOURCE),
            ["/opt/uv venv --no-project --allow-existing --python /p13 /w/.new"],
        ),
    ],
)
def test_commands_to_the_letter(operation, expected):
    assert words(operation, FILES) == expected


def test_the_project_itself_is_installed_where_it_is_not_and_should_be():
    files = {**FILES, SOURCE: TEXT.replace("true", "false")}
    own, (_, filled) = f"{RUN} default run python --version", words(Install(OWN, SOURCE), files)
    assert filled.startswith("/opt/uv pip install")
    there = environment_files(OWN, ["demo 1.0"])
    assert words(Install(OWN, SOURCE), {**files, **there}) == [own]


def test_an_environment_that_is_not_hatchs_is_no_matter_of_hatchs():
    files = {**FILES, **environment_files("/w/.venv")}
    (found,) = words(Install("/w/.venv", SOURCE, ("flask>=3",)), files)
    assert found.startswith("/opt/uv pip install")


def test_the_environment_and_the_uv_that_are_meant_are_named():
    found = planned(Install(DOCS, SOURCE), FILES)
    assert isinstance(found, Plan)
    command = found.commands[0]
    assert command.env["HATCH_ENV_TYPE_VIRTUAL_PATH"] == DOCS
    assert command.env["HATCH_ENV_TYPE_VIRTUAL_UV_PATH"] == "/opt/uv"
    assert command.touches == ("/w/pylock.docs.toml",)
    found = planned(Install(OWN, SOURCE), FILES, tools=TOOLS._replace(uv=""))
    assert isinstance(found, Plan)
    assert "HATCH_ENV_TYPE_VIRTUAL_UV_PATH" not in found.commands[0].env
