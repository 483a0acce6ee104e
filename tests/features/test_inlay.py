"""What stands behind a line in small letters."""

import pytest

from fixture import parse_project
from pinlight.features.inlay import inlay
from pinlight.settings import DEFAULT, merge
from pinlight.text import LineIndex, Span

EVERYTHING = Span(0, 10**9)

PROJECT = """
    -r base.txt
    -c constraints.txt
    flask>=3  # web
    requests==2.31.0
    rich==13.0 --hash=sha256:00
    click>=8
    numpy
    tomli; python_version < "3.11"
    httpx[http2]
    -- base.txt --
    attrs
    -- constraints.txt --
    click>=8
    pandas<3
    -- .venv --
    flask 3.0.2
    requests 2.31.0
    rich 12.0
    click 7.0
    httpx 0.27
      Requires-Dist: h2; extra == "http2"
      Provides-Extra: http2
"""


def shown(text, name="requirements.txt", span=EVERYTHING, **settings):
    """Return the file's text with each hint in its place, in brackets."""
    project = parse_project(text)
    wanted, refused = merge(DEFAULT, settings)
    assert not refused
    resolution = project.resolution(name)
    content = resolution.manifest.text
    for hint in reversed(inlay(resolution, wanted, span)):
        content = f"{content[: hint.offset]}«{hint.label}»{content[hint.offset :]}"
    return content.splitlines()


def test_versions_marks_and_counts_stand_behind_their_lines():
    assert shown(PROJECT) == [
        "-r base.txt«1 requirement, ✗ 1 out of step»",
        "-c constraints.txt«2 constraints, ✗ 1 out of step»",
        "flask>=3«3.0.2»  # web",
        "requests==2.31.0",
        "rich==13.0«✗ 12.0» --hash=sha256:00",
        "click>=8«✗ 7.0»",
        "numpy«✗ not installed»",
        'tomli; python_version < "3.11"',
        "httpx[http2]«✗ extra incomplete»",
    ]


@pytest.mark.parametrize(
    ("setting", "line", "without"),
    [
        ("hintVersions", 2, "flask>=3  # web"),
        ("hintMarks", 5, "click>=8«7.0»"),
        ("hintMarks", 4, "rich==13.0 --hash=sha256:00"),
        ("hintMarks", 6, "numpy"),
        ("hintIncludes", 0, "-r base.txt"),
    ],
)
def test_each_kind_can_be_turned_off(setting, line, without):
    assert shown(PROJECT, **{setting: False})[line] == without


def test_only_the_lines_that_are_seen_get_hints():
    text = parse_project(PROJECT).resolution().manifest.text
    third = LineIndex(text).span(2)
    lines = shown(PROJECT, span=third)
    assert [line for line in lines if "«" in line] == ["flask>=3«3.0.2»  # web"]


def test_in_a_constraints_file_what_is_missing_has_no_mark():
    assert shown(PROJECT, "constraints.txt") == ["click>=8«✗ 7.0»", "pandas<3"]


def test_in_a_pyproject_the_hint_stands_behind_the_quotes():
    text = """
        -- pyproject.toml --
        [project]
        name = "a"
        dependencies = ["flask>=3", "rich==12.0"]
        -- .venv --
        flask 3.0.2
        rich 12.0
    """
    assert shown(text, "pyproject.toml")[-1] == ('dependencies = ["flask>=3"«3.0.2», "rich==12.0"]')


def test_a_wildcard_is_no_exact_pin():
    assert shown("a==1.*\nb===1.0\nc==1,!=2\n-- .venv --\na 1.5\nb 1.0\nc 1\n") == [
        "a==1.*«1.5»",
        "b===1.0",
        "c==1,!=2«1»",
    ]


def test_the_tooltip_says_why():
    project = parse_project("flask>=4\n-- .venv --\nflask 3.0.2\n")
    [hint] = inlay(project.resolution(), DEFAULT, EVERYTHING)
    assert hint.tooltip == "3.0.2 is installed, >=4 is required"


@pytest.mark.parametrize("environment", ["", "-- .venv --\n"])
def test_without_an_environment_there_are_no_hints(environment):
    project = parse_project(f"flask\n{environment}")
    resolution = project.resolution()
    if resolution.environment:
        broken = resolution.environment._replace(state="broken")
        resolution = resolution._replace(environment=broken)
    assert inlay(resolution, DEFAULT, EVERYTHING) == ()
