"""The dependency tree, one step at a time."""

import pytest

from fixture import parse_project
from pinlight.features.hierarchy import hierarchy, incoming, outgoing

PROJECT = """
flask[async]>=3
-c constraints.txt
click>=8; os_name == "nt"
rich
-- constraints.txt --
click<9
-- api/requirements.txt --
click==7.0
-- pyproject.toml --
[project]
name = "shop"
dependencies = ["click>=8"]
-- .venv --
flask 3.0.2
  Requires-Dist: click>=8
  Requires-Dist: werkzeug
  Requires-Dist: asgiref>=3; extra == "async"
  Requires-Dist: dotenv; extra == "dotenv"
  Provides-Extra: async
  Provides-Extra: dotenv
click 7.0
asgiref 3.7
  Requires-Dist: click; extra == "tests"
  Provides-Extra: tests
"""


def told(calls):
    return [f"{call.node.title} | {call.node.detail}" for call in calls]


@pytest.mark.parametrize(
    ("before", "title", "detail"),
    [
        ("fl", "flask[async]>=3", ">=3 · 3.0.2 is installed"),
        ("ri", "rich", "any version · ✗ not installed"),
        ("click==", "click==7.0", "==7.0 · 7.0 is installed"),
        ('["cli', "click>=8", ">=8 · ✗ 7.0 is installed, >=8 is required"),
        ("-c con", None, None),
        ("[pro", None, None),
    ],
)
def test_it_begins_at_a_requirement(before, title, detail):
    project = parse_project(PROJECT.replace(before, f"{before}<cursor>", 1))
    path, offset = project.cursor
    node = hierarchy(project.seen.resolutions[path], offset)
    assert (node.title, node.detail) == (title, detail) if title else node is None


def test_outgoing_is_what_it_requires_with_its_extras():
    environment = parse_project(PROJECT).resolution().environment
    assert told(outgoing(environment, "flask", ("async",))) == [
        "click | >=8 · ✗ 7.0 is installed",
        "werkzeug | any version · ✗ not installed",
        "asgiref | >=3 · extra async · 3.7",
    ]
    assert outgoing(environment, "werkzeug", ()) == ()


def test_incoming_goes_down_to_the_lines_that_are_needed():
    project = parse_project(PROJECT)
    resolutions = project.seen.resolutions.values()
    calls = incoming(project.resolution().environment, "click", resolutions)
    assert told(calls) == [
        "click==7.0 | ==7.0 · 7.0 is installed",
        "click>=8 | >=8 · ✗ 7.0 is installed, >=8 is required",
        "flask 3.0.2 | asks for >=8 · ✗ 7.0 is installed",
        "asgiref 3.7 | asks for any version with extra tests",
    ]
    lines = [project.files[it.node.path][slice(*it.node.name_span)] for it in calls[:2]]
    assert lines == ["click", "click"]


def test_lines_of_other_environments_do_not_count():
    text = "flask\n-- .venv --\nflask 1\n-- b/requirements.txt --\nflask\n-- b/.venv --\nflask 2\n"
    project = parse_project(text)
    calls = incoming(project.resolution().environment, "flask", project.seen.resolutions.values())
    assert [call.node.path for call in calls] == ["/w/requirements.txt"]


def test_a_file_that_two_others_include_is_told_once():
    text = "-r b.txt\n-- requirements-b.txt --\n-r b.txt\n-- b.txt --\nflask\n"
    text += "-- .venv --\nflask 1\n"
    project = parse_project(text)
    calls = incoming(project.resolution().environment, "flask", project.seen.resolutions.values())
    assert [call.node.path for call in calls] == ["/w/b.txt"]
