"""The schema of `pinlight check --format json` in the manual, held to what is printed."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from pinlight.model import Kind, Severity, State
from pinlight.typed import get_args

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/check.schema.json").read_bytes())
VALIDATOR = Draft202012Validator(SCHEMA)

PROJECTS = {
    "nothing": {},
    "problems": {
        "requirements.txt": "-r base.txt\nflask>=3\nrich\nrich\n-c missing.txt\n",
        "base.txt": "requests==2.31.0\n!\n",
        ".venv": ["flask 2.0", "requests 2.30.0", "stray 1.0", "  Requires-Dist: nobody"],
    },
    "no environment": {"requirements.txt": "flask\n"},
    "broken environment": {"requirements.txt": "flask\n", ".venv/pyvenv.cfg": "home = /nowhere\n"},
    "prose": {"product-requirements.txt": "We need a product.\nIt shall be good.\nAnd cheap.\n"},
    "python": {
        "requirements.txt": "requests\ndotenv\n",
        "app.py": "import requests, urllib3\nimport dotenv\n",
        ".venv": ["requests 2.30.0", "urllib3 2.0"],
    },
    "project": {
        "pyproject.toml": '[project]\nname = "a"\ndependencies = ["flask>=3"]\n',
        "Pipfile": '[packages]\nflask = "*"\n',
        "setup.cfg": "[options]\ninstall_requires = flask\n",
        "environment.yml": "dependencies:\n  - pip:\n    - flask\n",
        "tox.ini": "[testenv]\ndeps = flask\n",
        "pixi.toml": '[workspace]\nname = "a"\n[pypi-dependencies]\nflask = "*"\n',
        "uv.lock": 'version = 1\n[[package]]\nname = "flask"\nversion = "3.0"\n',
        ".venv": ["flask 2.0"],
    },
}


def test_the_schema_is_one():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", PROJECTS)
def test_every_output_is_valid_for_it(write, run, name):
    write(PROJECTS[name])
    ran = run("check", "--format", "json", "--imports")
    assert [*VALIDATOR.iter_errors(json.loads(ran.out))] == []


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"more": True},
        {"files": [{"path": "a"}]},
        {"skipped": [{"path": "a", "reason": None}]},
    ],
)
def test_anything_else_is_not(write, run, change):
    write({})
    report = json.loads(run("check", "--format", "json").out)
    assert [*VALIDATOR.iter_errors({**report, **change})] != []


def test_it_knows_every_kind_severity_and_state():
    kinds = SCHEMA["$defs"]["file"]["properties"]["kind"]["enum"]
    assert {*kinds} == {*get_args(Kind)} - {"prose"}
    assert SCHEMA["$defs"]["severity"]["enum"] == [*get_args(Severity)]
    assert SCHEMA["$defs"]["environment"]["properties"]["state"]["enum"] == [*get_args(State)]
