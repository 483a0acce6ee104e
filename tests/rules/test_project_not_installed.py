"""A project that is a package belongs into its own environment."""

import pytest

from fixture import parse_project

PROJECT = """
-- pyproject.toml --
{build}
[project]
name = "shop"
version = "1.0"
-- .venv --
{installed}
"""
BUILD = '[build-system]\nrequires = ["hatchling"]'


@pytest.mark.parametrize(
    ("build", "installed", "codes"),
    [
        (BUILD, "", ["project-not-installed"]),
        ('build-system = {requires = ["hatchling"]}', "", ["project-not-installed"]),
        ("[build-system]\nrequires = []", "", ["project-not-installed"]),
        (BUILD, "Shop 1.0", []),
        ("# [build-system]", "", []),
        (f"{BUILD}\n[tool.poetry]\npackage-mode = false", "", []),
        (f"{BUILD}\n[tool.uv]\npackage = false", "", []),
    ],
)
def test_packages_and_others(build, installed, codes):
    project = parse_project(PROJECT.format(build=build, installed=installed))
    problems = project.problems("pyproject.toml")
    assert [problem.code for problem in problems] == codes
    assert all(problem.severity == "hint" for problem in problems)


def test_without_an_environment_there_is_nothing_to_install_into():
    text = PROJECT.format(build=BUILD, installed="").partition("-- .venv --")[0]
    assert parse_project(text).problems("pyproject.toml") == ()
