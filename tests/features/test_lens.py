"""The line over a file: its environment, its state, and the main action."""

import pytest

from fixture import parse_project
from pinlight.features.lens import lens
from pinlight.model import Create, Install, Tools

TOOLS = Tools(uv="/usr/bin/uv", pythons=(("3.12.1", "/usr/bin/python3"),))


def lenses(text):
    project = parse_project(text)
    return lens(project.resolution(), project.problems(), TOOLS)


@pytest.mark.parametrize(
    ("installed", "title"),
    [
        ("flask 3.0.2\nrequests 2.31.0", ".venv · Python 3.12 · 2 of 2 satisfied"),
        ("flask 3.0.2\nrequests 2.30.0", ".venv · Python 3.12 · 1 of 2 satisfied"),
        ("python 3.9.1\nflask 2.0", ".venv · Python 3.9 · 0 of 2 satisfied"),
    ],
)
def test_the_first_lens_counts_what_is_satisfied(installed, title):
    first, *_ = lenses(f"flask>=3\nrequests==2.31.0\n-- .venv --\n{installed}\n")
    assert (first.title, first.action, first.span) == (title, None, (0, 0))


def test_what_is_not_needed_here_is_not_counted():
    [only] = lenses("flask\npywin32; sys_platform == 'win32'\n-- .venv --\nflask 3.0.2\n")
    assert only.title == ".venv · Python 3.12 · 1 of 1 satisfied"


def test_the_second_lens_puts_right_what_is_out_of_step():
    _, second = lenses("flask>=3\nrich\n-- .venv --\nflask 2.0\n")
    assert second.action is not None
    assert isinstance(second.action.do, Install)
    assert second.title == second.action.title


def test_without_an_environment_the_second_lens_creates_one():
    first, second = lenses("flask>=3\n")
    assert first.title == "No environment"
    assert second.action is not None
    assert isinstance(second.action.do, Create)


def test_a_broken_environment_says_why():
    project = parse_project("flask>=3\n-- .venv --\nflask 3.0.2\n")
    resolution = project.resolution()
    environment = resolution.environment._replace(state="broken", detail="its Python is gone")
    broken = resolution._replace(environment=environment)
    first, *_ = lens(broken, project.problems(), TOOLS)
    assert first.title == ".venv · broken: its Python is gone"


def test_an_environment_that_was_not_read_yet_is_only_named():
    project = parse_project("flask>=3\n-- .venv --\nflask 3.0.2\n")
    first, *_ = lens(project.resolution()._replace(environment=None), (), TOOLS)
    assert first.title == ".venv"


def test_a_file_that_requires_nothing_has_no_lens():
    assert lenses("# nothing yet\n-- .venv --\nflask 3.0.2\n") == ()


LOCK = """
    -- pylock.toml --
    lock-version = "1.0"
    [[packages]]
    name = "flask"
    version = "3.0.3"
    [[packages]]
    name = "click"
    version = "8.1.7"
    -- .venv --
    flask 3.0.2
    click 8.1.7
"""


def test_a_lock_file_shows_how_much_is_installed_as_it_fixes():
    project = parse_project(LOCK)
    found = lens(project.resolution("pylock.toml"), project.problems("pylock.toml"), TOOLS)
    assert [it.title for it in found] == [
        ".venv · Python 3.12 · 1 of 2 as locked",
        "Sync environment with `pylock.toml`",
    ]


def test_a_lock_file_without_an_environment_has_no_lens():
    project = parse_project(LOCK.split("    -- .venv")[0])
    assert lens(project.resolution("pylock.toml"), (), TOOLS) == ()
