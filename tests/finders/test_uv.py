"""Where uv keeps environments: of projects, of workspaces, and of scripts, as uv itself said."""

import pytest

from finders_places import chosen, machine
from pinlight.choose import Situation, choose
from pinlight.finders.seahash import digest_of_path, seahash

PROJECT = "[project]\nname = 'p'\n"
WORKSPACE = "[tool.uv.workspace]\nmembers = ['pkgs/*', 'deep/**/b']\nexclude = ['pkgs/x']\n"
FILES = {
    "/w/pyproject.toml": PROJECT + WORKSPACE,
    "/w/uv.lock": "",
    **{
        f"/w/{member}/pyproject.toml": PROJECT
        for member in ("pkgs/a", "pkgs/x", "pkgs/a/inner", "deep/a/b", "deep/b", "other")
    },
}
OF_PROJECT, OF_WORKSPACE = "uv's environment of this project", "uv's environment of this workspace"


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("pyproject.toml", ("/w/.venv", OF_PROJECT)),
        ("uv.lock", ("/w/.venv", OF_PROJECT)),
        ("pkgs/a/pyproject.toml", ("/w/.venv", OF_WORKSPACE)),
        ("deep/a/b/pyproject.toml", ("/w/.venv", OF_WORKSPACE)),
        ("deep/b/pyproject.toml", ("/w/.venv", OF_WORKSPACE)),
    ],
)
def test_members_share_the_environment_of_the_root(file, expected):
    tree = machine(["/w/.venv", "/w/pkgs/a/.venv", "/w/deep/a/b/.venv"], FILES)
    assert chosen(f"/w/{file}", tree) == expected


@pytest.mark.parametrize("member", ["pkgs/x", "other", "pkgs/a/inner"])
def test_what_is_no_member_has_its_own(member):
    tree = machine(["/w/.venv", f"/w/{member}/.venv"], FILES)
    assert chosen(f"/w/{member}/pyproject.toml", tree)[0] == f"/w/{member}/.venv"


@pytest.mark.parametrize(
    ("variable", "file", "expected"),
    [
        ("alt", "/w/pyproject.toml", "/w/alt"),
        ("alt", "/w/pkgs/a/pyproject.toml", "/w/alt"),
        ("../alt", "/w/pyproject.toml", "/alt"),
        ("/else", "/w/other/pyproject.toml", "/else"),
        ("alt", "/w/other/pyproject.toml", "/w/other/alt"),
    ],
)
def test_a_variable_moves_the_environment(variable, file, expected):
    tree = machine([expected, "/w/.venv"], FILES, {"UV_PROJECT_ENVIRONMENT": variable})
    prefix, reason = chosen(file, tree)
    assert prefix == expected
    assert reason.endswith("(UV_PROJECT_ENVIRONMENT)")


def test_a_project_that_uv_does_not_manage():
    text = PROJECT + "[tool.uv]\nmanaged = false\n"
    tree = machine(["/w/.venv"], {"/w/pyproject.toml": text})
    assert chosen("/w/pyproject.toml", tree)[1] == "nearest environment going up from the file"


def test_one_is_suggested_where_uv_makes_it():
    found = choose("/w/pkgs/a/pyproject.toml", machine([], FILES), Situation(("/w",)))
    assert found.suggested == "/w/.venv"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/tmp/pinlight/script.py", "script-9f34099f33335705"),
        ("/tmp/pinlight/b c.py", "b-c-e63eef2c0afe1850"),
        ("/tmp/pinlight/Größe.v1.py", "gr-e-v1-e05d60039db6a634"),
    ],
)
def test_a_script_has_an_environment_in_the_cache(path, name):
    prefix = f"/home/u/.cache/uv/environments-v2/{name}"
    tree = machine([prefix, "/tmp/pinlight/.venv"], {path: "# /// script\n# ///\n"})
    assert chosen(path, tree, ("/tmp/pinlight",)) == (prefix, "uv's environment of this script")
    assert name.endswith(digest_of_path(path))


def test_a_script_of_another_path_has_none():
    tree = machine(
        ["/home/u/.cache/uv/environments-v2/script-9f34099f33335705"], {"/w/script.py": ""}
    )
    assert chosen("/w/script.py", tree)[0] == ""


def test_the_hash_is_that_of_its_specification():
    assert seahash(b"to be or not to be") == 1988685042348123509
