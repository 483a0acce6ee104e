"""Which tool carries out what; refusals in one sentence."""

import pytest

from pinlight.installers import plan
from pinlight.model import Create, Install, Plan, Tools, Uninstall
from pinlight.settings import DEFAULT
from tree import Tree, environment_files

PREFIX = "/w/.venv"
PYTHONS = (("3.13.0", "/opt/3.13/bin/python3.13"), ("3.12", "/usr/bin/python3.12"))
BOTH = Tools("/opt/uv", PYTHONS)
NO_UV = BOTH._replace(uv="")


def tree(**files: str) -> Tree:
    return Tree({**environment_files(PREFIX, ["pip 24.0"]), **files})


def first_word(found: Plan | str) -> str:
    assert isinstance(found, Plan), found
    return found.commands[0].argv[0]


@pytest.mark.parametrize(
    ("choice", "tools", "expected"),
    [
        ("auto", BOTH, "/opt/uv"),
        ("auto", NO_UV, "/w/.venv/bin/python"),
        ("pip", BOTH, "/w/.venv/bin/python"),
        ("uv", BOTH, "/opt/uv"),
    ],
)
def test_uv_is_taken_when_it_is_there(choice, tools, expected):
    settings = DEFAULT._replace(installer=choice)
    found = plan(Install(PREFIX, lines=("flask",)), tools, settings, tree())
    assert first_word(found) == expected


def test_the_tool_that_was_asked_for_creates_whatever_the_settings_say():
    settings = DEFAULT._replace(installer="uv")
    files = {"/opt/3.13/lib/python3.13/ensurepip/__init__.py": ""}
    found = plan(Create("/w/.new", tool="pip"), BOTH, settings, tree(**files))
    assert first_word(found) == "/opt/3.13/bin/python3.13"


def test_what_uv_cannot_do_is_done_by_pip_unless_uv_is_wanted():
    install = Install(PREFIX, lines=("flask --config-settings=a=b",))
    assert first_word(plan(install, BOTH, DEFAULT, tree())) == "/w/.venv/bin/python"
    wanted = plan(install, BOTH, DEFAULT._replace(installer="uv"), tree())
    assert wanted == "uv does not know `--config-settings` of a requirement"


@pytest.mark.parametrize(
    ("operation", "files", "expected"),
    [
        (Create("/w/.venv"), {}, "`/w/.venv` already exists"),
        (Create("/w/file"), {"/w/file": ""}, "`/w/file` is a file"),
        (
            Create("/w/src", replaces=True),
            {"/w/src/main.py": ""},
            "`/w/src` is not a virtual environment and is not deleted",
        ),
        (Install(PREFIX), {}, "there is nothing to install"),
    ],
)
def test_what_would_do_harm_or_nothing_is_refused(operation, files, expected):
    assert plan(operation, BOTH, DEFAULT, tree(**files)) == expected


def test_without_uv_and_without_python_the_sentence_says_what_is_needed():
    found = plan(Create("/w/new", requires_python=">=3.14"), NO_UV, DEFAULT, tree())
    assert found == (
        "Python >=3.14 was not found on this machine; install it, "
        "or name one in the setting `python`"
    )
    settings = DEFAULT._replace(installer="uv")
    found = plan(Install("/w/new", lines=("a",)), Tools(), settings, tree())
    assert found == "uv was not found"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Create("/w/.venv-2"), "Create `.venv-2`"),
        (Install(PREFIX, lines=("a",), upgrade=("a",)), "Upgrade `a` in `.venv`"),
        (Create("/w/.venv", replaces=True), "Recreate `.venv`"),
        (
            Create("/w/n", then=Install("/w/n", "/w/requirements.txt")),
            "Create `n` and install `requirements.txt`",
        ),
        (Install(PREFIX, lines=("a", "b")), "Install 2 packages into `.venv`"),
        (
            Install(PREFIX, lines=("a==1 \\\n  --hash=sha256:00 ; x",)),
            "Install `a==1` into `.venv`",
        ),
        (
            Install(PREFIX, lines=("git+https://me:word@host/own/a.git?t=1",)),
            "Install `a.git` into `.venv`",
        ),
        (
            Install(PREFIX, lines=("a @ https://me:word@host/a.whl",)),
            "Install `a` into `.venv`",
        ),
        (Uninstall(PREFIX, ("a",)), "Remove `a` from `.venv`"),
    ],
)
def test_a_plan_says_what_it_does(operation, expected):
    found = plan(operation, BOTH, DEFAULT, tree())
    assert isinstance(found, Plan)
    assert (found.title, found.prefix, found.operation) == (expected, operation.prefix, operation)
