"""A file without an environment shows exactly one problem."""

from fixture import check


def test_one_problem_stands_on_the_first_requirement():
    check("""
        # what we need
        --index-url https://index.example/simple

        flask>=3
        ^^^^^^^^ no-environment: No environment serves this file: ...
        requests
        click
    """)


def test_it_stands_on_the_include_when_there_is_no_requirement():
    check("""
        -- requirements-dev.txt --
        # what we need
        -r requirements.txt
        ^^^^^^^^^^^^^^^^^^^ no-environment: ...
        -- requirements.txt --
        flask
    """)


def test_a_file_that_another_one_includes_does_not_repeat_it():
    check("""
        flask
        -- requirements-dev.txt --
        -r requirements.txt
        pytest
        ^^^^^^ no-environment: ...
    """)


def test_a_file_that_needs_nothing_needs_no_environment():
    check("""
        # nothing yet
        --index-url https://index.example/simple
        -- pyproject.toml --
        [build-system]
        requires = ["hatchling"]
        [tool.ruff]
        line-length = 100
    """)


def test_constraints_need_no_environment():
    check("""
        -- constraints.txt --
        flask<4
    """)


def test_a_project_shows_it_once():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1.0"
        dependencies = ["flask", "requests"]
                         ^^^^^ no-environment: ...
        [dependency-groups]
        dev = ["pytest"]
    """)


def test_the_environment_of_a_sibling_folder_serves_nobody_else():
    check("""
        -- a/requirements.txt --
        flask
        ^^^^^ no-environment: ...
        -- b/.venv --
        flask 3.0.2
    """)
