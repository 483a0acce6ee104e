"""`pinlight envs` on a folder with every kind of environment: one clear table, and in an editor
*Why This Environment?* says the same."""

import base64
import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from pinlight.cli.look import look, spelled
from pinlight.world import palette
from pinlight.world.state import Commanded, Say
from tree import conda_files

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the tools' folders are those of POSIX")

PROJECT = '[project]\nname = "demo"\ndependencies = ["flask>=3"]\n'
FILES = {
    "plain/requirements.txt": "flask>=3\n",
    "plain/requirements-dev.txt": "-r requirements.txt\nrich\nclick>=9\n",
    "plain/deep/er/requirements.txt": "flask\n",
    "broken/requirements.txt": "flask\n",
    "broken/.venv/pyvenv.cfg": "home = /opt/gone/bin\nversion = 3.12.1\n",
    "uv/pyproject.toml": PROJECT + '[tool.uv.workspace]\nmembers = ["pkgs/*"]\n',
    "uv/uv.lock": 'version = 1\n[[package]]\nname = "demo"\nsource = { virtual = "." }\n'
    '[package.metadata]\nrequires-dist = [{ name = "flask", specifier = ">=3" }]\n',
    "uv/pkgs/a/pyproject.toml": '[project]\nname = "a"\ndependencies = []\n',
    "poetry/pyproject.toml": '[tool.poetry]\nname = "demo"\n'
    '[tool.poetry.dependencies]\nflask = "^3"\n',
    "pdm/pyproject.toml": PROJECT + '[tool.pdm.dev-dependencies]\ndev = ["flask"]\n',
    "pipenv/Pipfile": '[packages]\nflask = "*"\n',
    "hatch/pyproject.toml": PROJECT + "[tool.hatch.envs.default]\nfeatures = []\n",
    "conda/environment.yml": "name: ml\ndependencies:\n  - numpy>=2\n  - pip:\n    - flask\n",
    "pixi/pixi.toml": '[dependencies]\nnumpy = "*"\n',
    "pyenv/.python-version": "demo\n",
    "pyenv/setup.py": 'from setuptools import setup\nsetup(install_requires=["flask"])\n',
    "wrapper/setup.cfg": "[options]\ninstall_requires =\n    flask\n",
    "pointer/.venv": "../plain/.venv\n",
    "pointer/requirements.txt": "flask\n",
    "mapped/pyproject.toml": '[tool.pinlight.environments]\n"docs/*.txt" = "../plain/.venv-dev"\n',
    "mapped/docs/requirements.txt": "rich\n",
    "tox/tox.ini": "[testenv]\ndeps = flask\n",
    "pep582/requirements.txt": "flask\n",
    "pep582/__pypackages__/3.12/lib/x.py": "",
    "locked/pylock.toml": '[[packages]]\nname = "flask"\nversion = "3.0.2"\n',
    "none/requirements.txt": "flask\n",
}


def code(digest, size):
    return base64.urlsafe_b64encode(digest[:size]).decode()[:8]


@pytest.fixture
def folder(write, monkeypatch, tmp_path):
    """Write it all; central environments are named by the formulas of their tools."""
    home = tmp_path / "home"
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX", "WORKON_HOME", "PYENV_VERSION", "PYENV_ROOT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in (("HOME", home), ("PATH", tmp_path / "usr/bin")):
        monkeypatch.setenv(name, str(value))
    for name in ("CACHE", "DATA", "CONFIG"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)

    def sha(path):
        return hashlib.sha256(str(tmp_path / path).encode()).digest()

    pdm = f"pdm-{code(hashlib.md5(str(tmp_path / 'pdm').encode()).digest(), 16)}-3.12"
    places = {
        "plain/.venv": ["flask 3.0.2"],
        "plain/.venv-dev": ["flask 2.0", "rich 13.0"],
        "uv/.venv": ["flask 3.0.2"],
        f"home/.cache/pypoetry/virtualenvs/demo-{code(sha('poetry'), 32)}-py3.12": ["flask 2.0"],
        f"home/.local/share/pdm/venvs/{pdm}": ["flask 3.0.2"],
        f"home/.local/share/virtualenvs/pipenv-{code(sha('pipenv/Pipfile'), 6)}": ["flask 3.0.2"],
        f"home/.local/share/hatch/env/virtual/demo/{code(sha('hatch'), 32)}/demo": ["flask 3.0.2"],
        "home/.pyenv/versions/demo": ["flask 3.0.2"],
        "home/.virtualenvs/wrapped": ["flask 3.0.2"],
        "tox/.tox/py312": ["flask 3.0.2"],
        "tox/.nox/tests": ["flask 3.0.2"],
        "locked/.venv": ["flask 3.0.2"],
    }
    files = {**FILES, "home/.virtualenvs/wrapped/.project": f"{tmp_path / 'wrapper'}\n"}
    files |= {"usr/bin/python3": "", "usr/lib/python3.11/os.py": ""}
    write({**places, **files})
    for prefix in ("home/miniconda3/envs/ml", "pixi/.pixi/envs/default"):
        made = conda_files(str(tmp_path / prefix), ["numpy 1.26.4 py312_0", "flask 3.0.2"])
        for inner, content in made.items():
            Path(inner).parent.mkdir(parents=True, exist_ok=True)
            Path(inner).write_bytes(content)
    return tmp_path


UP = "nearest environment going up from the file"
NONE = "no environment in this folder or above it"
CENTRAL = "home/.local/share"
# file: environment (a start of it), kind, Python, state, why
SERVED = {
    "broken/requirements.txt": ("broken/.venv", "venv", "3.12.1", "broken", UP),
    "conda/environment.yml": (
        "home/miniconda3/envs/ml", "conda", "3.12.1", "1 problem", "named in `environment.yml`",
    ),
    "hatch/pyproject.toml": (
        f"{CENTRAL}/hatch/env/virtual/demo/", "venv", "3.12.1", "in step",
        "Hatch's environment `default` of this project",
    ),
    "locked/pylock.toml": ("locked/.venv", "venv", "3.12.1", "in step", UP),
    "mapped/docs/requirements.txt": (
        "plain/.venv-dev", "venv", "3.12.1", "in step", "named in `pyproject.toml` (`docs/*.txt`)",
    ),
    "mapped/pyproject.toml": ("-", "-", "-", "-", NONE),
    "none/requirements.txt": ("-", "-", "-", "1 problem", NONE),
    "pdm/pyproject.toml": (
        f"{CENTRAL}/pdm/venvs/pdm-", "venv", "3.12.1", "in step",
        "PDM's environment of this project",
    ),
    "pep582/requirements.txt": ("-", "-", "-", "1 problem", NONE),
    "pipenv/Pipfile": (
        f"{CENTRAL}/virtualenvs/pipenv-", "venv", "3.12.1", "in step",
        "Pipenv's environment of this Pipfile",
    ),
    "pixi/pixi.toml": (
        "pixi/.pixi/envs/default", "conda", "3.12.1", "in step",
        "pixi's environment `default` of this project",
    ),
    "plain/deep/er/requirements.txt": ("plain/.venv", "venv", "3.12.1", "in step", UP),
    "plain/requirements-dev.txt": ("plain/.venv-dev", "venv", "3.12.1", "2 problems", UP),
    "plain/requirements.txt": ("plain/.venv", "venv", "3.12.1", "in step", UP),
    "poetry/pyproject.toml": (
        "home/.cache/pypoetry/virtualenvs/demo-", "venv", "3.12.1", "1 problem",
        "Poetry's environment of this project",
    ),
    "pointer/requirements.txt": (
        "plain/.venv", "venv", "3.12.1", "in step", "named in the file `.venv`",
    ),
    "pyenv/setup.py": (
        "home/.pyenv/versions/demo", "venv", "3.12.1", "in step",
        "pyenv's environment named in `.python-version`",
    ),
    "tox/tox.ini": ("-", "-", "-", "-", NONE),
    "uv/pkgs/a/pyproject.toml": (
        "uv/.venv", "venv", "3.12.1", "in step", "uv's environment of this workspace",
    ),
    "uv/pyproject.toml": (
        "uv/.venv", "venv", "3.12.1", "in step", "uv's environment of this project",
    ),
    "uv/uv.lock": (
        "uv/.venv", "venv", "3.12.1", "in step", "uv's environment of this project",
    ),
    "wrapper/setup.cfg": (
        "home/.virtualenvs/wrapped", "venv", "3.12.1", "in step",
        "virtualenvwrapper's environment of this project",
    ),
}  # fmt: skip
OFFERED = {
    "tox/.nox/tests": ("venv", "3.12.1", "nox's environment `tests`"),
    "tox/.tox/py312": ("venv", "3.12.1", "tox's environment `py312`"),
    "usr": ("global", "3.11", "a Python of this machine"),
}


def cells(line):
    return re.split(r" {2,}", line.strip())


def test_one_table_tells_which_environment_serves_which_file_and_why(folder, run):
    ran = run("envs")
    assert (ran.status, ran.err) == (0, "")
    files, offered = ran.out.split("\n\n")
    heading, *rows = files.splitlines()
    assert cells(heading) == ["FILE", "ENVIRONMENT", "KIND", "PYTHON", "STATE", "WHY"]
    found = {name: tuple(rest) for name, *rest in map(cells, rows)}
    assert found.keys() == SERVED.keys()
    for name, (start, *rest) in SERVED.items():
        assert found[name][0].startswith(start), name
        assert found[name][1:] == tuple(rest), name
    heading, *rows = offered.splitlines()
    assert cells(heading)[0] == "OFFERED, NEVER CHOSEN BY ITSELF"
    found = {name: tuple(rest) for name, *rest in map(cells, rows)}
    assert OFFERED.items() <= found.items()
    assert {"plain/.venv", "uv/.venv"}.isdisjoint(found)


def test_programs_get_the_same(folder, run):
    report = json.loads(run("envs", "--json").out)
    for one in report["files"]:
        start, _, _, state, why = SERVED[one["path"]]
        assert (one["environment"] or "-").startswith(start)
        assert (one["state"], one["reason"]) == (state, why)
    found = {it["prefix"]: (it["kind"], it["python"], it["reason"]) for it in report["offered"]}
    assert OFFERED.items() <= found.items()


def test_an_editor_gives_the_same_sentence(folder, run):
    world = look(["."]).world
    for path in world.problems:
        _, effects = palette.commanded(world, Commanded("pinlight.whyThisEnvironment", path))
        (said,) = effects
        assert isinstance(said, Say)
        assert said.message.endswith(f": {SERVED[spelled(path)][-1]}")


def test_a_script_has_an_environment_of_its_own_where_it_is_named(folder, run):
    (folder / "plain/run.py").write_text('# /// script\n# dependencies = ["flask"]\n# ///\n')
    row = cells(run("envs", "plain/run.py").out.splitlines()[1])
    assert row[:2] == ["plain/run.py", "-"]
    assert row[-1] == "a script has an environment of its own, which its runner makes"
