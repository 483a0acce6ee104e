"""An environment whose Python the project does not support."""

from pinlight.model import Create, Tools

PROJECT = """
    -- pyproject.toml --
    [project]
    name = "shop"
    version = "1"
    requires-python = ">=3.12"
    dependencies = []
    -- .venv --
    python 3.10.2
    """


def test_it_can_be_made_anew_but_never_by_a_single_key(offer):
    offered = offer(PROJECT, ">=3.12", "pyproject.toml")
    assert offered.titles == ["Recreate `.venv` with Python 3.12.1"]
    assert offered.actions[0].do == Create("/w/.venv", "3.12.1", ">=3.12", replaces=True)


def test_uv_may_find_a_python_that_is_not_known(offer):
    offered = offer(PROJECT, ">=3.12", "pyproject.toml", Tools("/opt/uv"))
    assert offered.titles == ["Recreate `.venv` with a Python >=3.12"]
    assert offer(PROJECT, ">=3.12", "pyproject.toml", Tools()).titles == []
