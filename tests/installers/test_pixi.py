"""pixi: what is ordered, to the letter; pixi itself is on no index."""

import pytest

from installers_words import planned, words
from pinlight.model import Create, Install, Plan, Relock, Sync, Tools, Uninstall
from tree import conda_files

PREFIX, SOURCE = "/w/.pixi/envs/default", "/w/pixi.toml"
FILES = {SOURCE: "[dependencies]\nnumpy = '*'\n", **conda_files(PREFIX)}
TOOLS = Tools("/opt/uv", (), {"pixi": "/opt/pixi", "conda": "/opt/conda"})
WHERE = f"--manifest-path {SOURCE}"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Create("/w/.pixi/envs/test"), f"install {WHERE} --environment test"),
        (
            Install(PREFIX, SOURCE, ("numpy *",), tool="pixi"),
            f"install {WHERE} --environment default",
        ),
        (
            Install(PREFIX, SOURCE, tool="pixi", upgrade=("numpy",)),
            f"update {WHERE} --environment default numpy",
        ),
        (Install(PREFIX, lines=("scipy >= 1",), tool="pixi"), f"add {WHERE} scipy>=1"),
        (Install(PREFIX, lines=("flask>=3",)), f"add {WHERE} --pypi flask>=3"),
        (Uninstall(PREFIX, ("numpy",)), f"remove {WHERE} numpy"),
        (Sync(PREFIX, Install(PREFIX, SOURCE)), f"install {WHERE} --environment default"),
        (Relock(PREFIX, SOURCE), f"lock {WHERE}"),
        (Relock("", SOURCE, "pixi"), f"lock {WHERE}"),
    ],
)
def test_commands_to_the_letter(operation, expected):
    assert words(operation, FILES, tools=TOOLS) == [f"/opt/pixi {expected}"]


def test_the_manifest_may_be_a_pyproject():
    files = {"/w/pyproject.toml": "[tool.pixi.workspace]\n", **conda_files(PREFIX)}
    found = planned(Uninstall(PREFIX, ("numpy",)), files, tools=TOOLS)
    assert isinstance(found, Plan)
    assert "/w/pyproject.toml" in found.commands[0].argv
    assert found.commands[0].touches == ("/w/pyproject.toml", "/w/pixi.lock")


def test_elsewhere_pixi_makes_no_environment():
    assert words(Create("/w/.venv", tool="pixi"), tools=TOOLS) == ["`/w/.venv` already exists"]
    said = "pixi keeps its environments in `.pixi/envs` of a project with `pixi.toml`"
    assert words(Create("/w/new", tool="pixi"), tools=TOOLS) == [said]


def test_no_line_becomes_an_option():
    found = words(Install(PREFIX, lines=("-e ../lib",)), FILES, tools=TOOLS)
    assert found == ["pixi adds packages by their names"]


def test_without_pixi_one_sentence_says_what_to_do():
    tools = Tools("/opt/uv", (), {"conda": "/opt/conda"})
    said = words(Install(PREFIX, SOURCE, ("numpy",), tool="pixi"), FILES, tools=tools)
    assert said == ["`w` belongs to pixi, which was not found: see https://pixi.sh"]
