"""Where Poetry keeps environments, as Poetry itself said for these names and folders."""

import pytest

from finders_places import BRACKETS, ODD, chosen, machine

REASON = "Poetry's environment of this project"
CACHE = "/home/u/.cache/pypoetry/virtualenvs"
HASHES = dict(
    zip(
        (*ODD, BRACKETS),
        ("0buMo1Rn", "zy46r-D1", "D8080iXn", "2UHX8BqZ", "r4Zyc8k5", "aOOHDzpz"),
        strict=True,
    )
)
TEXT = '[project]\nname = "{}"\n[tool.poetry]\n'


@pytest.mark.parametrize(("folder", "told"), HASHES.items())
def test_the_name_tells_the_folder(folder, told):
    prefix = f"{CACHE}/demo-{told}-py3.12"
    tree = machine([prefix], {f"{folder}/pyproject.toml": TEXT.format("demo")})
    assert chosen(f"{folder}/pyproject.toml", tree) == (prefix, REASON)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("My_Project.Name", "my-project-name"),
        ("größe", "größe"),
        ("a" * 60, "a" * 42),
        ("x y", "x_y"),
        ("", "non-package-mode"),
    ],
)
def test_the_name_of_the_project(name, slug):
    prefix = f"{CACHE}/{slug}-0buMo1Rn-py3.12"
    text = TEXT.format(name) if name else "[tool.poetry]\npackage-mode = false\n"
    tree = machine([prefix], {"/w/pyproject.toml": text})
    assert chosen("/w/poetry.lock", tree)[0] == prefix


def test_the_older_table_names_the_project():
    prefix = f"{CACHE}/demo-0buMo1Rn-py3.12"
    tree = machine([prefix], {"/w/pyproject.toml": "[tool.poetry]\nname = 'demo'\n"})
    assert chosen("/w/pyproject.toml", tree)[0] == prefix


@pytest.mark.parametrize(
    ("settings", "variables", "files", "folder"),
    [
        ("", {"POETRY_VIRTUALENVS_PATH": "/v"}, {}, "/v"),
        ("", {"POETRY_VIRTUALENVS_PATH": "~/v"}, {}, "/home/u/v"),
        ("", {"POETRY_CACHE_DIR": "/c"}, {}, "/c/virtualenvs"),
        ("", {"XDG_CACHE_HOME": "/x"}, {}, "/x/pypoetry/virtualenvs"),
        ("cache-dir = '/c'\n", {}, {}, "/c/virtualenvs"),
        ("[virtualenvs]\npath = '{cache-dir}/v'\n", {}, {}, "/home/u/.cache/pypoetry/v"),
        ("[virtualenvs]\npath = 'v'\n", {}, {}, "/w/v"),
        ("[virtualenvs]\npath = '/p'\n", {"POETRY_VIRTUALENVS_PATH": "/v"}, {}, "/v"),
        ("", {}, {"/home/u/.config/pypoetry/config.toml": "cache-dir = '/c'"}, "/c/virtualenvs"),
        ("", {"POETRY_CONFIG_DIR": "/d"}, {"/d/config.toml": "cache-dir = '/c'"}, "/c/virtualenvs"),
    ],
)
def test_the_folder_of_all_environments(settings, variables, files, folder):
    prefix = f"{folder}/demo-0buMo1Rn-py3.12"
    own = {"/w/pyproject.toml": TEXT.format("demo"), "/w/poetry.toml": settings}
    tree = machine([prefix], own | files, variables)
    assert chosen("/w/pyproject.toml", tree)[0] == prefix


@pytest.mark.parametrize(
    ("settings", "variables", "expected"),
    [
        ("", {}, "/w/.venv"),
        ("[virtualenvs]\nin-project = true\n", {}, "/w/.venv"),
        ("[virtualenvs]\nin-project = false\n", {}, f"{CACHE}/demo-0buMo1Rn-py3.12"),
        (
            "[virtualenvs]\nin-project = true\n",
            {"POETRY_VIRTUALENVS_IN_PROJECT": "0"},
            f"{CACHE}/demo-0buMo1Rn-py3.12",
        ),
    ],
)
def test_an_environment_in_the_project(settings, variables, expected):
    prefixes = ["/w/.venv", f"{CACHE}/demo-0buMo1Rn-py3.12"]
    files = {"/w/pyproject.toml": TEXT.format("demo"), "/w/poetry.toml": settings}
    assert chosen("/w/pyproject.toml", machine(prefixes, files, variables)) == (expected, REASON)


@pytest.mark.parametrize(
    ("files", "variables", "expected"),
    [
        ({}, {}, "3.13"),
        ({f"{CACHE}/envs.toml": '["demo-0buMo1Rn"]\nminor = "3.9"\n'}, {}, "3.9"),
        ({f"{CACHE}/envs.toml": '["demo-0buMo1Rn"]\nminor = "3.8"\n'}, {}, "3.13"),
        ({"/py/python3.12": ""}, {"PATH": "/none:/py"}, "3.12"),
        ({"/home/u/.pyenv/shims/python": ""}, {"PYENV_VERSION": "3.9.1"}, "3.9"),
        ({"/.python-version": "3.12.4\n"}, {}, "3.12"),
        ({"/home/u/.pyenv/version": "dev\n", "/home/u/.pyenv/versions/dev/pyvenv.cfg":
          "version = 3.9.2"}, {}, "3.9"),
    ],
)  # fmt: skip
def test_of_several_the_one_that_poetry_would_use(files, variables, expected):
    prefixes = [f"{CACHE}/demo-0buMo1Rn-py{version}" for version in ("3.9", "3.12", "3.13")]
    files = {"/w/pyproject.toml": TEXT.format("demo"), "/home/u/.pyenv/shims/python": "", **files}
    path = {"PATH": "/home/u/.pyenv/shims"}
    tree = machine(prefixes, files, path | variables, links={"/py/python": "python3.12"})
    assert chosen("/w/pyproject.toml", tree)[0] == f"{CACHE}/demo-0buMo1Rn-py{expected}"


@pytest.mark.parametrize("text", ["[project]\nname = 'demo'\n# poetry", "[tool", "poetry = 1", ""])
def test_a_project_of_another_tool_has_none(text):
    tree = machine([f"{CACHE}/demo-0buMo1Rn-py3.12"], {"/w/pyproject.toml": text})
    assert chosen("/w/pyproject.toml", tree)[0] == ""


def test_a_link_to_the_project_is_the_project():
    prefix = f"{CACHE}/demo-0buMo1Rn-py3.12"
    files = {"/w/pyproject.toml": TEXT.format("demo")}
    tree = machine([prefix], files, links={"/l": "/w"})
    assert chosen("/l/pyproject.toml", tree, ("/l",))[0] == prefix
