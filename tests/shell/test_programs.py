"""Machines made of empty files: nothing could be started even by mistake."""

import os
import sys
from pathlib import Path

import pytest

from pinlight.settings import DEFAULT
from pinlight.shell.programs import conda_roots, find_programs

pytestmark = pytest.mark.skipif(os.name == "nt", reason="makes POSIX executables")


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/false\n")
    path.chmod(0o755)
    return path


def found(tmp_path: Path, variables=(), programs=()) -> dict[str, str]:
    """The tools below `tmp_path`: real ones of this machine may be there too."""
    given = {"HOME": str(tmp_path / "home"), **dict(variables)}
    settings = DEFAULT._replace(programs=dict(programs))
    return {
        name: Path(path).relative_to(tmp_path).as_posix()
        for name, path in find_programs(settings, given).items()
        if path.startswith(str(tmp_path))
    }


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("home/.local/bin/poetry", "poetry"),
        ("home/.local/share/pipx/venvs/pdm/bin/pdm", "pdm"),
        ("home/.local/pipx/venvs/hatch/bin/hatch", "hatch"),
        ("home/.local/share/uv/tools/pipenv/bin/pipenv", "pipenv"),
        ("home/.local/share/pypoetry/venv/bin/poetry", "poetry"),
        ("home/.pyenv/versions/3.12.1/bin/pdm", "pdm"),
        ("home/.pixi/bin/pixi", "pixi"),
        ("home/miniforge3/condabin/conda", "conda"),
        ("home/miniforge3/bin/mamba", "mamba"),
        ("home/micromamba/bin/micromamba", "micromamba"),
    ],
)
def test_a_tool_is_found_where_it_is_usually_put(tmp_path, place, name):
    executable(tmp_path / place)
    assert found(tmp_path) == {name: place}


def test_the_path_comes_first_but_shims_and_relative_folders_are_left_out(tmp_path, monkeypatch):
    executable(tmp_path / "bin/poetry")
    executable(tmp_path / "home/.local/bin/poetry")
    executable(tmp_path / "home/.pyenv/shims/pdm")
    executable(tmp_path / "here/hatch")
    monkeypatch.chdir(tmp_path)
    path = os.pathsep.join((str(tmp_path / "home/.pyenv/shims"), "here", str(tmp_path / "bin")))
    assert found(tmp_path, {"PATH": path}) == {"poetry": "bin/poetry"}


def test_of_pyenvs_versions_the_newest_that_has_the_tool_is_taken(tmp_path):
    for version in ("3.9.18", "3.10.13"):
        executable(tmp_path / f"home/.pyenv/versions/{version}/bin/pdm")
    (tmp_path / "home/.pyenv/versions/3.13.0/bin").mkdir(parents=True)
    assert found(tmp_path) == {"pdm": "home/.pyenv/versions/3.10.13/bin/pdm"}


def test_variables_tell_where_tools_and_conda_are(tmp_path):
    executable(tmp_path / "tools/poetry/bin/poetry")
    executable(tmp_path / "odd/condabin/conda")
    variables = {
        "UV_TOOL_DIR": str(tmp_path / "tools"),
        "CONDA_EXE": str(tmp_path / "odd/condabin/conda"),
    }
    assert found(tmp_path, variables) == {
        "poetry": "tools/poetry/bin/poetry",
        "conda": "odd/condabin/conda",
    }
    given = {"CONDA_EXE": str(tmp_path / "odd/bin/conda"), "MAMBA_ROOT_PREFIX": "relative"}
    assert str(tmp_path / "odd") in conda_roots(given)
    assert "relative" not in conda_roots(given)


def test_a_setting_wins_and_one_that_names_no_program_finds_none(tmp_path):
    chosen = executable(tmp_path / "chosen/poetry")
    executable(tmp_path / "home/.local/bin/poetry")
    executable(tmp_path / "home/.local/bin/pdm")
    programs = {"poetry": str(chosen), "pdm": str(tmp_path / "nothing")}
    assert found(tmp_path, programs=programs) == {"poetry": "chosen/poetry"}


def test_condas_engine_is_found_without_being_loaded(tmp_path, monkeypatch):
    (tmp_path / "site/rattler").mkdir(parents=True)
    (tmp_path / "site/rattler/__init__.py").write_text("raise SystemExit\n")
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.delitem(sys.modules, "rattler", raising=False)
    assert found(tmp_path) == {"rattler": "site"}
