"""An environment that is behind a lock file is synced by the tool that reads the lock."""

import pytest

from pinlight.model import Install, Sync

PYLOCK = """
    -- pylock.toml --
    lock-version = "1.0"
    created-by = "pip"
    [[packages]]
    name = "flask"
    version = "3.0.3"
    -- .venv --
    {installed}
"""
LOCKS = {
    "uv.lock": """
    version = 1
    [[package]]
    name = "shop"
    source = { virtual = "." }
    dependencies = [{ name = "flask" }]
    [package.metadata]
    requires-dist = [{ name = "flask" }]
    [[package]]
    name = "flask"
    version = "3.0.3"
    source = { registry = "https://index.example/simple" }
    """,
    "poetry.lock": """
    [[package]]
    name = "flask"
    version = "3.0.3"
    groups = ["main"]
    [metadata]
    lock-version = "2.1"
    """,
    "pdm.lock": """
    [[package]]
    name = "flask"
    version = "3.0.3"
    groups = ["default"]
    """,
}
PROJECT = """
    -- pyproject.toml --
    [project]
    name = "shop"
    dependencies = ["flask", "rich"]
"""


def test_it_is_offered_on_the_lock_file(offer):
    offered = offer(PYLOCK.format(installed="flask 3.0.2"), "lock-version", "pylock.toml")
    assert offered.titles == ["* Sync environment with `pylock.toml`"]
    assert offered.operation("Sync") == Sync("/w/.venv", Install("/w/.venv", "/w/pylock.toml"))
    whole = offer(PYLOCK.format(installed="flask 3.0.2"), None, "pylock.toml")
    assert [action.is_source for action in whole.actions] == [True]


def test_an_environment_that_holds_what_is_locked_is_left_alone(offer):
    assert offer(PYLOCK.format(installed="flask 3.0.3"), None, "pylock.toml").titles == []


@pytest.mark.parametrize("name", LOCKS)
def test_it_is_offered_where_a_locked_project_lacks_something(offer, name):
    text = f"{PROJECT}    -- {name} --{LOCKS[name]}\n    -- .venv --\n    rich 13.0\n"
    offered = offer(text, "flask", "pyproject.toml")
    assert offered.titles == ["* Install `flask`", f"Sync environment with `{name}`"]
    assert offered.operation("Sync").install.source == f"/w/{name}"


def test_a_pipfile_is_synced_with_its_lock(offer):
    offered = offer(
        """
        -- Pipfile --
        [packages]
        flask = "*"
        -- Pipfile.lock --
        {"_meta": {}, "default": {"flask": {"version": "==3.0.3"}}}
        -- .venv --
        """,
        "flask",
        "Pipfile",
    )
    assert "Sync environment with `Pipfile.lock`" in offered.titles


def test_a_project_without_a_lock_has_nothing_to_sync_with(offer):
    offered = offer(f"{PROJECT}    -- .venv --\n    rich 13.0\n", "flask", "pyproject.toml")
    assert offered.titles == ["* Install `flask`"]


def test_a_lock_of_another_folder_is_not_meant(offer):
    text = f"{PROJECT}    -- sub/uv.lock --{LOCKS['uv.lock']}\n    -- .venv --\n    rich 13.0\n"
    assert offer(text, "flask", "pyproject.toml").titles == ["* Install `flask`"]
