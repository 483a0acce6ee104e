"""Which files declare for a Python file, and which modules are the project's own."""

import pytest

from pinlight.formats import format_of
from pinlight.identity import Same
from pinlight.imports.providers import around, governing, index, project_folder
from tree import Tree

PYPROJECT = '[project]\nname = "a"\ndependencies = []\n'
FILES = {
    "/w/pyproject.toml": "[tool.black]\nline-length = 100\n",
    "/w/a/requirements.txt": "flask\n-r more/extra.txt\n",
    "/w/a/requirements-dev.txt": "pytest\n",
    "/w/a/pyproject.toml": PYPROJECT,
    "/w/a/constraints.txt": "flask<4\n",
    "/w/a/more/extra.txt": "rich\n",
    "/w/a/requirements/test.in": "tox\n",
    "/w/a/uv.lock": "version = 1\n",
    "/w/b/requirements.txt": "click\n",
}


@pytest.fixture
def files():
    manifests = {}
    for path, text in FILES.items():
        format = format_of(path) or format_of("requirements.txt")
        manifests[path] = format.parse(path, text, {})
    return Same(index(Same(manifests)))


@pytest.mark.parametrize(
    ("folder", "names"),
    [
        (
            "/w/a/src/inner",
            [
                "/w/a/pyproject.toml",
                "/w/a/requirements.txt",
                "/w/a/requirements-dev.txt",
                "/w/a/requirements/test.in",
                "/w/pyproject.toml",
                "/w/a/more/extra.txt",
            ],
        ),
        ("/w/b", ["/w/b/requirements.txt", "/w/pyproject.toml"]),
        ("/w/c", []),  # The tables of a tool declare nothing.
        ("/elsewhere", []),
        ("/", []),
    ],
)
def test_the_nearest_files_come_first(files, folder, names):
    assert [manifest.path for manifest in governing(folder, files)] == names


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/w/requirements.txt", "/w"),
        ("/w/requirements/base.txt", "/w"),
        ("C:\\w\\reqs\\base.txt", "C:\\w"),
        ("/w/a/pyproject.toml", "/w/a"),
    ],
)
def test_a_folder_of_requirements_files_belongs_to_the_project_above(path, folder):
    assert project_folder(path) == folder


def test_modules_of_the_folders_around_a_file_are_its_own():
    tree = Tree(
        {
            "/w/src/core/__init__.py": "",
            "/w/helper.py": "",
            "/w/pkg/deep/inner/mod.py": "",
            "/w/pkg/deep/own.py": "",
            "/w/.hidden/secret.py": "",
            "/w/node_modules/flask.py": "",
            "/w/.venv/pyvenv.cfg": "",
            "/w/env/pyvenv.cfg": "",
            "/w/env/numpy.py": "",
            "/x/outside.py": "",
        }
    )
    found = around("/w/pkg/deep/own.py", "/w", tree)
    assert {"core", "helper", "own", "inner", "mod", "src", "pkg"} <= found
    assert found.isdisjoint({"secret", "flask", "numpy", "outside"})
