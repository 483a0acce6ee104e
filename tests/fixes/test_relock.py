"""A lock that was made from other declarations is written anew by its tool."""

import pytest

from pinlight.model import Relock

PROJECT = """
    -- pyproject.toml --
    [project]
    name = "shop"
    dependencies = ["flask>=3", "rich"]
"""
UV = """    -- uv.lock --
    version = 1
    [[package]]
    name = "shop"
    source = { virtual = "." }
    [package.metadata]
    requires-dist = [{ name = "flask", specifier = ">=3" }]
"""
POETRY = """    -- poetry.lock --
    [metadata]
    lock-version = "2.1"
    content-hash = "0123"
"""
PDM = """    -- pdm.lock --
    [metadata]
    content_hash = "sha256:0123"
"""
VENV = "    -- .venv --\n    flask 3.0.2\n    rich 13.0\n"


@pytest.mark.parametrize(
    ("lock", "name", "tool", "at"),
    [
        (UV, "uv.lock", "uv", "requires-dist"),
        (POETRY, "poetry.lock", "poetry", '"0123"'),
        (PDM, "pdm.lock", "pdm", "sha256"),
    ],
)
def test_it_is_offered_on_the_lock_and_for_the_project(offer, lock, name, tool, at):
    title = f"Lock again: write `{name}` from `pyproject.toml`"
    offered = offer(PROJECT + lock + VENV, at, name)
    assert offered.titles == [f"* {title}"]
    expected = Relock("/w/.venv", "/w/pyproject.toml", tool, f"/w/{name}")
    assert offered.operation("Lock again") == expected
    whole = offer(PROJECT + lock + VENV, None, "pyproject.toml")
    assert whole.operation("Lock again") == expected
    assert all(action.is_source for action in whole.actions)


def test_it_needs_no_environment(offer):
    offered = offer(PROJECT + UV, None, "pyproject.toml")
    assert offered.operation("Lock again").prefix == ""


def test_a_pipfile_is_locked_by_pipenv(offer):
    text = """
        -- Pipfile --
        [[source]]
        name = "ours"
        url = "https://index.example/simple"
        [packages]
        flask = "*"
        -- Pipfile.lock --
        {"_meta": {"hash": {"sha256": "0123"}}, "default": {}}
        -- .venv --
        flask 3.0.2
    """
    expected = Relock("/w/.venv", "/w/Pipfile", "pipenv", "/w/Pipfile.lock")
    assert offer(text, '"0123"', "Pipfile.lock").operation("Lock again") == expected
    assert offer(text, None, "Pipfile").operation("Lock again") == expected


def test_a_lock_that_holds_is_left_alone(offer):
    project = PROJECT.replace(', "rich"', "")
    for file in ("pyproject.toml", "uv.lock"):
        assert offer(project + UV + VENV, None, file).titles == []
