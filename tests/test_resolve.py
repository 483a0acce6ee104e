"""What a file installs together: its includes, its groups, where each part is shown."""

import pytest

from fixture import parse_project
from pinlight.resolve import selected_groups
from pinlight.settings import DEFAULT


def shown(entries):
    return [
        (entry.manifest.path.removeprefix("/w/"), entry.dependency.name, entry.verdict.kind)
        for entry in entries
    ]


def test_the_closure_of_a_file_is_read_once_per_role():
    resolution = parse_project("""
        -r a.txt
        -c b.txt
        flask
        -- a.txt --
        -r b.txt
        click
        -- b.txt --
        -r a.txt
        jinja2<3
        -- .venv --
        flask 3.0.2
        jinja2 3.1.0
    """).resolution()
    assert shown(resolution.entries) == [
        ("requirements.txt", "flask", "satisfied"),
        ("a.txt", "click", "missing"),
        ("b.txt", "jinja2", "wrong-version"),
    ]
    assert shown(resolution.constraints) == [
        ("b.txt", "jinja2", "wrong-version"),
        ("a.txt", "click", "missing"),  # What constraints include constrains, too.
    ]
    assert all(entry.is_constraint for entry in resolution.constraints)
    assert resolution.cycles == ()


def test_cycles_are_the_includes_of_the_root_that_lead_back():
    resolution = parse_project("""
        -r a.txt
        -r b.txt
        -r requirements.txt
        -- a.txt --
        -c c.txt
        -- b.txt --
        -- c.txt --
        -r requirements.txt
    """).resolution()
    assert [include.target for include in resolution.cycles] == ["requirements.txt", "a.txt"]


def test_an_included_file_of_another_environment_is_shown_on_the_include():
    text = """
        -r base/requirements.txt
        -- base/requirements.txt --
        flask
        -- .venv --
        -- base/.venv --
    """
    [entry] = parse_project(text).resolution().entries
    assert entry.span == (0, 24)
    [entry] = parse_project(text.replace("-- base/.venv --", "")).resolution().entries
    assert entry.span is None


def test_without_an_environment_nothing_is_known():
    resolution = parse_project('flask; sys_platform == "win32"\nclick\n').resolution()
    assert {entry.verdict.kind for entry in resolution.entries} == {"unknown"}
    assert resolution.environment is None


def test_a_constraints_file_alone_constrains():
    resolution = parse_project("-- constraints.txt --\nflask<3\n").resolution("constraints.txt")
    assert (resolution.entries, len(resolution.constraints)) == ((), 1)


def test_a_file_knows_whether_another_includes_it():
    project = parse_project("-r base-requirements.txt\n-- base-requirements.txt --\nflask\n")
    assert project.resolution().is_included is False
    assert project.resolution("base-requirements.txt").is_included is True


GROUPS = """
-- pyproject.toml --
[build-system]
requires = ["hatchling"]
[project]
name = "shop"
version = "1.0"
dependencies = ["flask", "shop"]
[project.optional-dependencies]
cli = ["click"]
all = ["shop[cli]", "rich"]
[dependency-groups]
test = ["pytest", {include-group = "cov"}]
cov = ["coverage"]
dev = ["ruff", {include-group = "test"}, "shop[all]"]
loop = [{include-group = "loop"}]
"""


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({}, {"flask", "pytest", "coverage", "ruff", "click", "rich"}),
        ({"groups": []}, {"flask"}),
        ({"groups": ["cov", "unheard-of"]}, {"flask", "coverage"}),
        ({"groups": ["loop"], "extras": ["all"]}, {"flask", "rich", "click"}),
        ({"groups": ["cli"]}, {"flask"}),
    ],
)
def test_groups_and_extras_count_when_they_are_selected(settings, names):
    resolution = parse_project(GROUPS, settings=settings).resolution("pyproject.toml")
    assert {entry.dependency.name for entry in resolution.entries} == names


def test_selected_groups_hold_those_that_they_include():
    manifest = parse_project(GROUPS).resolution("pyproject.toml").manifest
    assert selected_groups(manifest, DEFAULT) == (
        ("dev", False),
        ("test", False),
        ("all", True),
        ("cov", False),
        ("cli", True),
    )


def test_lines_that_read_alike_are_judged_once_in_each_environment():
    project = parse_project("""
        flask>=3
        -- other-requirements.txt --
        flask>=3
        -- sub/requirements.txt --
        flask>=3
        -- sub/.venv --
        flask 2.0
        -- .venv --
        flask 3.0.2
    """)
    names = ("requirements.txt", "other-requirements.txt", "sub/requirements.txt")
    one, other, elsewhere = (project.resolution(name).entries[0].verdict for name in names)
    assert one is other
    assert (one.kind, elsewhere.kind) == ("satisfied", "wrong-version")
