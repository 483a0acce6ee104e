"""Installing the project itself."""

from pinlight.model import Install

PROJECT = """
    -- pyproject.toml --
    [build-system]
    requires = ["hatchling"]
    [project]
    name = "Shop"
    version = "1"
    dependencies = ["aaa"]
    -- .venv --
    aaa 1.0
    """


def test_the_project_is_installed_as_editable(offer):
    offered = offer(PROJECT, "Shop", "pyproject.toml")
    assert offered.titles == ["* Install `shop` itself as editable (`-e .`)"]
    assert offered.actions[0].do == Install("/w/.venv", "/w/pyproject.toml", ("-e .",))


def test_it_is_nothing_that_is_missing(offer):
    assert offer(PROJECT, None, "pyproject.toml").titles == []
