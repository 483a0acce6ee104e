"""Dry runs: recorded output of Poetry 2.5, PDM 2.29 and uv 0.13; conda's as its manual shows it."""

import json

import pytest

from pinlight.installers import dry_tools
from pinlight.installers.dry import Told
from pinlight.model import Command

POETRY = """Updating dependencies
Resolving dependencies...

Package operations: 1 install, 2 updates, 1 removal, 1 skipped

  - Removing Beta.x (1.0)
  - Downgrading alpha (2.0 -> 1.0)
  - Updating epsilon (1.0 -> 2.0 abc1234)
  - Installing delta (1.0): Skipped for the following reason: Already installed
  - Installing gamma (1.0)

"""
PDM = """Updating packages: alpha.
  0:00:00 \U0001f512 Lock successful.
Packages to add:
  - gamma 1.0
Packages to update:
  - alpha 2.0 -> 1.0
  - epsilon 1.0 -> 2.0
Packages to remove:
  - Beta.x 1.0
"""
UV = {
    "schema": {"version": "preview"},
    "sync": {
        "changes": [
            {"name": "alpha", "version": "2.0", "action": "uninstalled"},
            {"name": "alpha", "version": "1.0", "action": "installed"},
            {"name": "beta-x", "version": "1.0", "action": "uninstalled"},
            {"name": "epsilon", "version": "2.0", "action": "installed"},
            {"name": "gamma", "version": "1.0", "action": "installed"},
        ]
    },
}
CONDA = {
    "actions": {
        "FETCH": [],
        "LINK": [
            {"name": "alpha", "version": "1.0", "channel": "c"},
            {"name": "epsilon", "version": "2.0"},
            {"name": "gamma", "version": "1.0"},
        ],
        "PREFIX": "/c/env",
        "UNLINK": [{"name": "alpha", "version": "2.0"}, {"name": "beta-x", "version": "1.0"}],
    },
    "dry_run": True,
    "success": True,
}
ENGINE = {
    "changes": [
        {"name": "alpha", "old": "2.0", "new": "1.0"},
        {"name": "beta-x", "old": "1.0", "new": ""},
        {"name": "epsilon", "old": "", "new": "2.0"},
        {"name": "gamma", "old": "", "new": "1.0"},
    ]
}
ORDER = (("order.json", '{"prefix": "/c/env"}'),)
ENGINE_ARGV = "/p -I /x/conda_worker.py /site {input}/order.json"
CASES = [
    ("/opt/poetry update -- alpha", "/opt/poetry update --dry-run -- alpha", POETRY),
    ("/opt/pdm update alpha", "/opt/pdm update --dry-run alpha", PDM),
    (
        "/opt/uv sync --inexact",
        "/opt/uv sync --dry-run --output-format json --inexact",
        json.dumps(UV),
    ),
    (
        "/opt/conda install --yes alpha",
        "/opt/conda install --dry-run --json --yes alpha",
        json.dumps(CONDA),
    ),
    (
        "C:\\x\\mamba.EXE remove a",
        "C:\\x\\mamba.EXE remove --dry-run --json a",
        f"DryRunExit: Dry run. Exiting.\n\n{json.dumps(CONDA)}\n{json.dumps(CONDA)}",
    ),
    (
        "/opt/conda update a",
        "/opt/conda update --dry-run --json a",
        json.dumps({**CONDA, "actions": [CONDA["actions"]]}),
    ),
    (ENGINE_ARGV, ENGINE_ARGV, f"Resolving packages\n{json.dumps(ENGINE)}\n"),
]


def command(line: str) -> Command:
    return Command(tuple(line.split()), "/w", inputs=ORDER, touches=("/w/pyproject.toml",))


@pytest.mark.parametrize(("line", "expected", "output"), CASES)
def test_the_tool_is_asked_and_understood(line, expected, output):
    assert dry_tools.is_known(command(line))
    asking = dry_tools.dry(command(line))
    assert " ".join(asking.argv) == expected
    told = dry_tools.read(asking, output)
    found = sorted((one.name, one.version) for one in told.installed)
    assert found == [("alpha", "1.0"), ("epsilon", "2.0"), ("gamma", "1.0")]
    assert told.removed == ("beta-x",)


def test_the_engine_is_told_by_its_order():
    asking = dry_tools.dry(command(ENGINE_ARGV))
    assert json.loads(asking.inputs[0][1]) == {"prefix": "/c/env", "dry_run": True}


@pytest.mark.parametrize(("line", "output"), [(line, "oops") for line, _, _ in CASES])
def test_what_is_not_understood_is_said_to_be_so(line, output):
    assert dry_tools.read(dry_tools.dry(command(line)), output) is None


@pytest.mark.parametrize(
    ("line", "output"),
    [
        ("/opt/poetry install", "Installing\n\nNo dependencies to install or update\n"),
        ("/opt/pdm sync", "All packages are synced to date, nothing to do.\n"),
        ("/opt/uv sync", '{"sync": {"changes": []}}'),
        ("/opt/conda install a", '{"message": "All are already installed.", "success": true}'),
    ],
)
def test_nothing_to_do_is_an_answer_too(line, output):
    assert dry_tools.read(dry_tools.dry(command(line)), output) == Told()


@pytest.mark.parametrize(
    "line", ["/opt/poetry lock", "/opt/uv add x", "/opt/pipenv install", "/opt/uv pip install x"]
)
def test_who_cannot_be_asked_is_not_known(line):
    assert not dry_tools.is_known(command(line))


def test_uv_does_not_tell_the_version_of_what_it_builds():
    changes = [{"name": "shop", "action": "installed"}]
    told = dry_tools.read(command("/opt/uv sync"), json.dumps({"sync": {"changes": changes}}))
    assert [(one.name, one.version) for one in told.installed] == [("shop", "")]
