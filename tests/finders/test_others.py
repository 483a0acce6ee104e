"""Finders whose answer is a place inside the project, or written down in a file."""

import pytest

from finders_places import chosen, machine
from pinlight.choose import Situation, choose, of_machine, offered
from pinlight.choose.views import Views

NEAREST = "nearest environment going up from the file"
BY_FILE = "named in the file `.venv`"
BY_WRAPPER = "virtualenvwrapper's environment of this project"
BY_PYENV = "pyenv's environment named in `.python-version`"
PYENV = "/home/u/.pyenv/versions"


def offers(tree):
    """Return what is offered for files in `/w`."""
    return offered(("/w",), Views(lambda: tree))


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("../e\n", "/e"),
        ("~/e", "/home/u/e"),
        ("/e", "/e"),
        ("demo", "/home/u/.virtualenvs/demo"),
        ("demo", "/home/u/.local/share/virtualenvs/demo"),
        ("\n  demo  \nmore", "/home/u/.venvs/demo"),
        ("sub", "/w/sub"),
    ],
)
def test_a_file_called_venv_names_it(text, prefix):
    tree = machine([prefix], {"/w/.venv": text})
    assert chosen("/w/a/requirements.txt", tree) == (prefix, BY_FILE if text != "sub" else NEAREST)
    assert chosen("/w/requirements.txt", tree) == (prefix, BY_FILE)


@pytest.mark.parametrize("text", ["", "\0", "/gone", "gone", "x" * 5000])
def test_a_file_called_venv_that_names_nothing(text):
    assert chosen("/w/requirements.txt", machine(["/w/env"], {"/w/.venv": text}))[1] == NEAREST


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({}, "/home/u/.virtualenvs"),
        ({"WORKON_HOME": "/v"}, "/v"),
        ({"WORKON_HOME": "v"}, "/home/u/v"),
    ],
)
def test_virtualenvwrapper_remembers_the_project(variables, folder):
    files = {f"{folder}/one/.project": "/w\n", f"{folder}/two/.project": "/else\n"}
    tree = machine([f"{folder}/one", f"{folder}/two", f"{folder}/three"], files, variables)
    assert chosen("/w/a/requirements.txt", tree) == (f"{folder}/one", BY_WRAPPER)
    prefixes = [it.prefix for it in of_machine(tree) if it.is_offered_only]
    assert prefixes == [f"{folder}/{name}" for name in ("one", "three", "two")]


@pytest.mark.parametrize(
    ("text", "variables", "prefix"),
    [
        ("demo\n", {}, f"{PYENV}/demo"),
        ("# mine\n3.12.1\ndemo\n", {}, f"{PYENV}/demo"),
        ("3.12.1/envs/demo\n", {}, f"{PYENV}/3.12.1/envs/demo"),
        ("größe", {"PYENV_ROOT": "/r"}, "/r/versions/größe"),
        ("3.12.1\n", {}, ""),
        ("../../x\n", {}, ""),
    ],
)
def test_pyenv(text, variables, prefix):
    files = {"/w/.python-version": text, f"{PYENV}/3.12.1/bin/python": ""}
    tree = machine([prefix] if prefix else ["/home/u/x"], files, variables)
    assert chosen("/w/requirements.txt", tree)[0] == prefix
    assert not prefix or chosen("/w/requirements.txt", tree)[1] == BY_PYENV


def test_an_environment_in_the_folder_wins_for_what_is_not_the_tools_own():
    tree = machine(["/w/venv", f"{PYENV}/demo"], {"/w/.python-version": "demo"})
    assert chosen("/w/requirements.txt", tree) == ("/w/venv", NEAREST)


def test_the_pythons_of_pyenv_are_global():
    tree = machine([f"{PYENV}/demo"], {f"{PYENV}/3.12.1/bin/python": ""})
    kinds = {it.prefix: it.kind for it in of_machine(tree)}
    assert kinds == {f"{PYENV}/demo": "venv", f"{PYENV}/3.12.1": "global"}


def test_tox_and_nox_are_offered_and_never_chosen():
    tree = machine(["/w/.tox/py312", "/w/.nox/tests-3-12"], {"/w/.tox/.pkg/x": ""})
    assert chosen("/w/requirements.txt", tree)[0] == ""
    assert [(it.prefix, it.reason) for it in offers(tree)] == [
        ("/w/.nox/tests-3-12", "nox's environment `tests-3-12`"),
        ("/w/.tox/py312", "tox's environment `py312`"),
    ]


@pytest.mark.parametrize(
    ("files", "variables", "folder"),
    [
        ({"tox.ini": "[tox]\ntoxworkdir = {toxinidir}/build/tox dir\n"}, {}, "/w/build/tox dir"),
        ({"tox.ini": "[tox]\r\nwork_dir=../else\r\n"}, {}, "/else"),
        ({"tox.toml": 'work_dir = "{tox_root}/w"\n'}, {}, "/w/w"),
        ({"pyproject.toml": '[tool.tox]\nwork_dir = "/abs"\n'}, {}, "/abs"),
        ({"tox.ini": "[tox]\nwork_dir = {env:X}/y\n"}, {}, "/w/.tox"),
        ({"tox.ini": "[tox]\nwork_dir = own\n"}, {"TOX_WORK_DIR": "/t"}, "/w/own"),
        ({"tox.ini": "[tox]\n"}, {"TOX_WORK_DIR": "/t"}, "/t"),
        ({"tox.toml": "work_dir = 3\n"}, {}, "/w/.tox"),
    ],
)
def test_toxs_own_folder_may_lie_elsewhere(files, variables, folder):
    texts = {f"/w/{name}": text for name, text in files.items()}
    tree = machine([f"{folder}/py", "/w/.tox/py"], texts, variables)
    found = [it.prefix for it in offers(tree) if "tox" in it.reason]
    assert found == [f"{folder}/py"]


@pytest.mark.parametrize(
    ("line", "folder"),
    [
        ("nox.options.envdir = '.cache/nox'", "/w/.cache/nox"),
        ('nox.options.envdir="/abs"  # elsewhere', "/abs"),
        ("nox.options.envdir = cache / 'nox'", "/w/.nox"),
        ("nox.options.envdir = '.a' + name", "/w/.nox"),
        ("# nox.options.envdir = '.a'", "/w/.nox"),
    ],
)
def test_noxs_own_folder_may_lie_elsewhere(line, folder):
    text = f"import nox\n\n{line}\nnox.options.sessions = ['tests']\n"
    tree = machine([f"{folder}/tests", "/w/.nox/tests"], {"/w/noxfile.py": text})
    found = [it.prefix for it in offers(tree) if "nox" in it.reason]
    assert found == [f"{folder}/tests"]


def test_pixi_uses_default():
    files = {f"/w/.pixi/envs/{name}/conda-meta/history": "" for name in ("a", "default")}
    tree = machine([], {**files, "/w/pixi.toml": ""})
    expected = ("/w/.pixi/envs/default", "pixi's environment `default` of this project")
    assert chosen("/w/pixi.toml", tree) == expected
    assert [it.prefix for it in offers(tree)] == [expected[0], "/w/.pixi/envs/a"]


@pytest.mark.parametrize(
    ("file", "text", "suggested"),
    [
        ("pixi.toml", "", "/w/.pixi/envs/default"),
        ("pyproject.toml", "[tool.pixi.workspace]\n", "/w/.pixi/envs/default"),
        ("pyproject.toml", "[project]\nname = 'pixi'\n", "/w/.venv"),
        ("pyproject.toml", "[tool.hatch.envs.default]\npath = '.h'\n", "/w/.h"),
        ("pyproject.toml", "[tool.hatch.build]\n", "/w/.venv"),
    ],
)
def test_a_new_environment_lies_where_its_tool_looks(file, text, suggested):
    path = f"/w/{file}"
    assert choose(path, machine([], {path: text}), Situation(("/w",))).suggested == suggested


def test_packages_without_an_environment_are_offered_for_any_project():
    tree = machine([], {"/w/__pypackages__/3.9/lib/x": "", "/w/__pypackages__/3.12/lib/x": ""})
    assert chosen("/w/requirements.txt", tree)[0] == ""
    found = [it.prefix for it in offers(tree)]
    assert found == ["/w/__pypackages__/3.12", "/w/__pypackages__/3.9"]


@pytest.mark.parametrize(
    ("wanted", "environment", "expected"),
    [
        ("", [], "/w/__pypackages__/3.12"),
        ("<3.12", [], "/w/__pypackages__/3.9"),
        (">=3.13", [], ""),
        ("", ["/w/.venv"], "/w/.venv"),
    ],
)
def test_pdm_uses_them_where_it_has_no_environment(wanted, environment, expected):
    text = f'[project]\nrequires-python = "{wanted}"\n[tool.pdm]\n'
    files = {f"/w/__pypackages__/{it}/lib/x": "" for it in ("3.9", "3.12", "odd")}
    files |= {f"{it}/bin/python": "" for it in environment}
    tree = machine(environment, {**files, "/w/pyproject.toml": text})
    prefix, reason = chosen("/w/pyproject.toml", tree)
    assert prefix == expected
    assert ("__pypackages__" in reason) == ("__pypackages__" in expected)
    assert {it.prefix for it in offers(tree) if "odd" in it.prefix} == set()


def test_another_name_of_a_folder_is_no_other_python():
    tree = machine(
        (), {"/usr/bin/python3": ""}, {"PATH": "/bin:/usr/bin"}, links={"/bin": "/usr/bin"}
    )
    found = [it.prefix for it in of_machine(tree) if it.kind == "global"]
    assert found == ["/usr"]


def test_global_pythons_are_offered_and_never_chosen():
    variables = {"PATH": "/home/u/.pyenv/shims:/opt/py/bin:/usr/bin:/bin:/v/bin:relative"}
    files = {
        "/home/u/.pyenv/shims/python": "",
        "/opt/py/bin/python3": "",
        "/v/bin/python": "",
        "/v/pyvenv.cfg": "",
        "/usr/bin/python": "",
    }
    tree = machine([], files, variables, links={"/bin": "/usr/bin"})
    found = [(it.prefix, it.kind) for it in of_machine(tree)]
    assert found[:2] == [("/opt/py", "global"), ("/usr", "global")]
    assert chosen("/w/requirements.txt", tree)[0] == ""
