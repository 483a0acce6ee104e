"""The figures that a status bar shows."""

from fixture import check
from pinlight.features.status import status


def test_a_file_in_step():
    project = check("""
        flask>=3
        colorama; sys_platform == "win32"
        -- .venv --
        flask 3.0.2
    """)
    found = status(project.resolution(), project.problems())
    assert (found.name, found.python[:2], found.problems) == (".venv", "3.", 0)
    assert (found.needed, found.satisfied) == (1, 1)
    assert (found.prefix, found.detail) == ("/w/.venv", "")
    assert found.reason


def test_a_file_out_of_step():
    project = check("""
        flask>=3
        requests
        ^^^^^^^^ missing-package: ...
        -- .venv --
        flask 3.0.2
    """)
    found = status(project.resolution(), project.problems())
    assert (found.problems, found.needed, found.satisfied) == (1, 2, 1)


def test_a_file_without_an_environment_names_the_one_to_create():
    project = check("""
        flask
        ^^^^^ no-environment: ...
    """)
    found = status(project.resolution(), project.problems())
    assert (found.prefix, found.name, found.python, found.suggested) == ("", "", "", ".venv")
