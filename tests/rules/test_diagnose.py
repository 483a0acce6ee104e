"""Findings become problems as the settings and the file's own comments allow."""

import pytest

from fixture import check, parse_project
from pinlight.rules import diagnose
from pinlight.settings import DEFAULT

FAULTY = """
requests
^^^^^^^^ missing-package: ...
flask>=3
^^^^^^^^ wrong-version: ...
-- .venv --
flask 2.0.0
"""


def test_problems_stand_in_the_order_of_the_file():
    problems = check(FAULTY).problems()
    assert [problem.code for problem in problems] == ["missing-package", "wrong-version"]
    assert {problem.environment for problem in problems} == {"/w/.venv"}
    assert [problem.about for problem in problems] == ["requests", "flask"]


def test_a_problem_of_the_file_alone_names_no_environment():
    [problem] = check("""
        -r base.txt
        ^^^^^^^^^^^ missing-file: ...
        -- .venv --
    """).problems()
    assert (problem.environment, problem.severity) == ("", "error")


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        ({}, ["missing-package", "wrong-version"]),
        ({"ignore": ["wrong-version"]}, ["missing-package"]),
        ({"select": ["wrong-version"]}, ["wrong-version"]),
        ({"select": ["wrong-version"], "ignore": ["wrong-version"]}, []),
        ({"severity": {"missing-package": "off"}}, ["wrong-version"]),
        ({"severity": {"missing-package": "loud"}}, ["missing-package", "wrong-version"]),
    ],
)
def test_settings_choose_what_is_reported(settings, codes):
    problems = parse_project(FAULTY, settings=settings).problems()
    assert [problem.code for problem in problems] == codes


def test_settings_change_severities():
    problems = parse_project(FAULTY, settings={"severity": {"missing-package": "hint"}}).problems()
    assert [problem.severity for problem in problems] == ["hint", "warning"]


def test_a_comment_silences_its_line():
    check("""
        requests  # pinlight: ignore
        flask>=3  # pinlight: ignore[missing-package]
        ^^^^^^^^ wrong-version: ...
        click>=8  # pinlight: ignore[missing-package, wrong-version]
        attrs>=9  # because  # pinlight: ignore[wrong-version]
        -- .venv --
        flask 2.0.0
        click 7.0
        attrs 8.0
    """)


def test_a_comment_silences_its_line_of_toml():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1"
        dependencies = [
            "requests",  # pinlight: ignore
            "flask",
             ^^^^^ missing-package: ...
        ]
        -- .venv --
    """)


def test_closed_files_show_nothing_until_they_have_an_environment():
    check(
        """
        flask==
        flask
    """,
        open=[],
    )


def test_closed_files_show_what_their_environment_lacks():
    check(
        """
        flask
        ^^^^^ missing-package: ...
        -- .venv --
    """,
        open=[],
    )


def test_prose_with_the_name_of_a_requirements_file_is_left_alone():
    check("""
        -- product-requirements.txt --
        The requirements of this product, as agreed with the customer:

        It shall be possible to install it within one minute.
    """)


def test_a_project_shares_settings_with_all_who_work_on_it():
    check("""
        requests
        flask>=3
        ^^^^^^^^ wrong-version: ...
        -- pyproject.toml --
        [tool.pinlight]
        ignore = ["missing-package"]
        -- .venv --
        flask 2.0.0
    """)


def test_prose_has_no_problems_whatever_was_found_in_it():
    resolution = parse_project(FAULTY).resolution()
    assert diagnose(resolution, DEFAULT)
    prose = resolution._replace(manifest=resolution.manifest._replace(kind="prose"))
    assert diagnose(prose, DEFAULT) == ()
