"""Requirements that nothing imports."""

import pytest

from fixture import parse_project
from pinlight.rules import severity
from pinlight.rules.unused_requirement import RULE
from pinlight.settings import DEFAULT

ON = {"severity": {"unused-requirement": "hint"}}

PROJECT = """
flask
pyyaml
tabulate
gunicorn
types-requests
black; os_name == 'nt'
not-there
-- app.py --
{text}
-- .venv --
flask 3.0.2
pyyaml 6.0
  modules: yaml
tabulate 0.9.0
gunicorn 20.0
  entry_points: [console_scripts]
types-requests 2.0
black 24.0
"""


def unused(text, settings=ON, project=PROJECT, name="requirements.txt"):
    found = parse_project(project.format(text=text), settings=settings)
    return [it.about for it in found.problems(name) if it.code == "unused-requirement"]


def test_the_rule_is_off_unless_it_is_asked_for():
    assert severity(RULE, DEFAULT) is None
    assert severity(RULE, DEFAULT._replace(select=("unused-requirement",))) == "hint"
    assert severity(RULE, DEFAULT._replace(severity={"unused-requirement": "error"})) == "error"
    assert unused("", settings={}) == []
    assert unused("", settings={"severity": {"unused-requirement": "off"}}) == []
    assert unused("", settings={"select": ["unused-requirement"]}) == [
        "flask",
        "pyyaml",
        "tabulate",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["flask", "pyyaml", "tabulate"]),
        ("import flask.views, yaml", ["tabulate"]),
        ("if TYPE_CHECKING:\n    from tabulate import x", ["flask", "pyyaml"]),
        ("try:\n    import yaml\nexcept ImportError:\n    pass", ["flask", "tabulate"]),
        ("importlib.import_module('flask')", ["pyyaml", "tabulate"]),
        ("# import flask", ["flask", "pyyaml", "tabulate"]),
    ],
)
def test_each_import_in_any_file_is_a_use(text, expected):
    assert unused(text) == expected


def test_files_for_developers_and_groups_are_left_alone():
    project = """
-- requirements-dev.txt --
flask
-- pyproject.toml --
[project]
name = "a"
dependencies = ["flask"]
[dependency-groups]
dev = ["tabulate"]
[project.optional-dependencies]
x = ["pyyaml"]
-- .venv --
flask 3.0.2
pyyaml 6.0
tabulate 0.9
"""
    settings = {**ON, "extras": ["x"]}
    assert unused("", settings, project, "requirements-dev.txt") == []
    assert unused("", settings, project, "pyproject.toml") == ["flask", "pyyaml"]


def test_a_line_can_be_silenced():
    project = PROJECT.replace("tabulate\n", "tabulate  # pinlight: ignore[unused-requirement]\n", 1)
    assert unused("", project=project) == ["flask", "pyyaml"]
