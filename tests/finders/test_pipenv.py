"""Where Pipenv keeps environments, as Pipenv itself said for these folders."""

import pytest

from finders_places import BRACKETS, ODD, chosen, machine

REASON = "Pipenv's environment of this Pipfile"
DATA = "/home/u/.local/share/virtualenvs"
OWN = f"{DATA}/w-k5AzWDnS"
NAMES = dict(
    zip(
        (*ODD, BRACKETS),
        (
            "w-k5AzWDnS",
            "my_project-lkapTSuc",
            "größe_プロジェクト-x85uF4_i",
            "a.b_C-mYdXPb9C",
            f"{'x' * 42}-75xsLLXh",
            "br_ack_et____HOME-VfLIhZ7s",
        ),
        strict=True,
    )
)


@pytest.mark.parametrize(("folder", "name"), NAMES.items())
def test_the_name_tells_the_folder(folder, name):
    tree = machine([f"{DATA}/{name}"], {f"{folder}/Pipfile": ""})
    assert chosen(f"{folder}/Pipfile", tree) == (f"{DATA}/{name}", REASON)


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("", {"WORKON_HOME": "/v"}, "/v/w-k5AzWDnS"),
        ("", {"WORKON_HOME": "$X/v", "X": "/x"}, "/x/v/w-k5AzWDnS"),
        ("", {"XDG_DATA_HOME": "/x"}, "/x/virtualenvs/w-k5AzWDnS"),
        ("", {"PIPENV_CUSTOM_VENV_NAME": "mine"}, f"{DATA}/mine"),
        ("", {"PIPENV_PYTHON": "3.12"}, f"{OWN}-3.12"),
        ("", {"PIPENV_PYTHON": "/py/bin/python3.9"}, f"{OWN}-python3.9"),
        ("", {"PIPENV_VENV_IN_PROJECT": "1"}, "/w/.venv"),
        ("", {"PIPENV_NO_VENV_IN_PROJECT": "0"}, "/w/.venv"),
        ("[pipenv]\nvenv_in_project = true\n", {}, "/w/.venv"),
        ("[pipenv]\nvenv_in_project = true\n", {"PIPENV_VENV_IN_PROJECT": "false"}, OWN),
        ("", {}, OWN),
    ],
)
def test_what_moves_the_environment(text, variables, expected):
    prefixes = {expected, OWN, "/w/.venv"}
    assert chosen("/w/Pipfile", machine(prefixes, {"/w/Pipfile": text}, variables))[0] == expected


def test_one_in_the_project_serves_where_there_is_no_other():
    assert chosen("/w/Pipfile", machine(["/w/.venv"], {"/w/Pipfile": ""})) == ("/w/.venv", REASON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("mine\n", f"{DATA}/mine"), ("../e", "/e"), ("./sub/e", "/w/sub/e"), ("", OWN)],
)
def test_a_file_names_it(text, expected):
    files = {"/w/Pipfile": "", "/w/.venv": text}
    assert chosen("/w/Pipfile", machine([expected], files))[0] == expected


def test_one_is_suggested_where_pipenv_looks_for_it():
    from pinlight.choose import Situation, choose

    tree = machine([], {"/w/Pipfile": ""})
    assert choose("/w/Pipfile", tree, Situation(("/w",))).suggested == OWN


SET = "WORKON_HOME=/v\nPIPENV_CUSTOM_VENV_NAME=mine\n"


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        (SET, {}, "/v/mine"),
        (SET, {"PIPENV_CUSTOM_VENV_NAME": "other", "WORKON_HOME": "/x"}, "/v/mine"),
        ("PIPENV_VENV_IN_PROJECT=1\n", {}, "/w/.venv"),
        (SET + "PIPENV_VENV_IN_PROJECT=0\n", {"PIPENV_VENV_IN_PROJECT": "1"}, "/v/mine"),
        (SET, {"PIPENV_DONT_LOAD_ENV": "1"}, OWN),
        (SET, {"PIPENV_DONT_LOAD_ENV": "0"}, "/v/mine"),
        (SET + "PIPENV_DONT_LOAD_ENV=1\n", {}, "/v/mine"),
        ("", {"PIPENV_DOTENV_LOCATION": "other.env"}, "/o/mine"),
        (SET, {"PIPENV_DOTENV_LOCATION": "/gone"}, OWN),
        ("", {}, OWN),
    ],
)
def test_pipenv_reads_the_projects_dotenv_file_first(text, variables, expected):
    files = {"/w/Pipfile": "", "/w/other.env": "WORKON_HOME=/o\nPIPENV_CUSTOM_VENV_NAME=mine\n"}
    files |= {"/w/.env": text} if text else {}
    prefixes = {expected, OWN, "/x/other", "/v/other"}
    tree = machine(prefixes, files, variables)
    assert chosen("/w/Pipfile", tree)[0] == expected
    assert not text or "/w/.env" in tree.consulted or "PIPENV" in str(variables)


def test_a_folder_called_pipfile_is_none():
    assert chosen("/w/requirements.txt", machine([OWN], {"/w/Pipfile/x": ""}))[0] == ""
