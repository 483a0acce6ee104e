"""Machines made of empty files: nothing could be started even by mistake."""

import os
import sys
from pathlib import Path

import pytest

from pinlight.settings import DEFAULT
from pinlight.shell.tools import find, find_pythons, find_uv

pytestmark = pytest.mark.skipif(os.name == "nt", reason="makes POSIX executables")


@pytest.fixture
def home(tmp_path) -> Path:
    return tmp_path / "home"


def variables(home: Path, *path: Path) -> dict[str, str]:
    return {"HOME": str(home), "PATH": os.pathsep.join(map(str, path))}


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/false\n")
    path.chmod(0o755)
    return path


def found(tmp_path: Path, given: dict[str, str]) -> list[tuple[str, str]]:
    """The Pythons below `tmp_path`: the real ones of this machine are there too."""
    return [
        (version, Path(path).relative_to(tmp_path).as_posix())
        for version, path in find_pythons(given)
        if path.startswith(str(tmp_path))
    ]


def test_pythons_come_newest_first_each_once(tmp_path, home):
    versions = home / ".pyenv/versions"
    for version in ("3.9.18", "3.12.1", "3.10.13", "2.7.18", "3.7.16", "3.14.0rc1"):
        executable(versions / version / "bin" / f"python{'.'.join(version.split('.')[:2])}")
        (versions / version / "bin/python").symlink_to(f"python{'.'.join(version.split('.')[:2])}")
    assert found(tmp_path, variables(home)) == [
        ("3.14.0rc1", "home/.pyenv/versions/3.14.0rc1/bin/python3.14"),
        ("3.12.1", "home/.pyenv/versions/3.12.1/bin/python3.12"),
        ("3.10.13", "home/.pyenv/versions/3.10.13/bin/python3.10"),
        ("3.9.18", "home/.pyenv/versions/3.9.18/bin/python3.9"),
    ]


def test_what_uv_manages_is_found(tmp_path, home):
    folder = "cpython-3.13.2-linux-x86_64-gnu"
    executable(home / f".local/share/uv/python/{folder}/bin/python3.13")
    assert found(tmp_path, variables(home)) == [
        ("3.13.2", f"home/.local/share/uv/python/{folder}/bin/python3.13")
    ]


def test_the_path_is_searched_but_no_shims_environments_or_relative_folders(
    tmp_path, home, monkeypatch
):
    executable(tmp_path / "bin/python3.11")
    executable(home / ".pyenv/shims/python3.12")
    executable(tmp_path / ".venv/bin/python3.10")
    (tmp_path / ".venv/pyvenv.cfg").write_text("home = /usr/bin\n")
    executable(tmp_path / "here/python3.9")
    monkeypatch.chdir(tmp_path)
    given = variables(
        home, home / ".pyenv/shims", Path("here"), tmp_path / ".venv/bin", tmp_path / "bin"
    )
    assert found(tmp_path, given) == [("3.11", "bin/python3.11")]


def test_condas_base_is_found_but_no_folder_that_only_has_its_name(tmp_path, home):
    for root in ("miniforge3", "miniconda3"):
        executable(home / root / "bin/python3.12")
    (home / "miniforge3/conda-meta").mkdir()
    assert found(tmp_path, variables(home)) == [("3.12", "home/miniforge3/bin/python3.12")]


def test_the_header_tells_the_patch_level(tmp_path, home):
    executable(tmp_path / "usr/bin/python3.11")
    header = tmp_path / "usr/include/python3.11/patchlevel.h"
    header.parent.mkdir(parents=True)
    header.write_text('#define PY_VERSION              "3.11.2"\n')
    assert found(tmp_path, variables(home, tmp_path / "usr/bin")) == [
        ("3.11.2", "usr/bin/python3.11")
    ]


def test_a_bare_name_is_known_by_the_library_beside_it(tmp_path, home):
    executable(tmp_path / "usr/bin/python")
    library = tmp_path / "usr/lib/python3.12/os.py"
    library.parent.mkdir(parents=True)
    library.touch()
    given = variables(home, tmp_path / "usr/bin")
    assert found(tmp_path, given) == [("3.12", "usr/bin/python")]


def test_tools_named_like_a_python_are_none(tmp_path, home):
    for name in ("python3.12-config", "python-argcomplete", "pythonw", "python3.12m"):
        executable(tmp_path / "bin" / name)
    (tmp_path / "bin/python3.10").write_text("not executable")
    (tmp_path / "bin/python3.9").mkdir()
    assert found(tmp_path, variables(home, tmp_path / "bin")) == []


def test_the_servers_own_python_is_always_there():
    own = f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}"
    assert any(version.startswith(own) for version, _ in find_pythons({}))


def test_uv_is_taken_from_the_setting_then_the_path_then_the_usual_places(tmp_path, home):
    chosen = executable(tmp_path / "chosen/uv")
    on_path = executable(tmp_path / "bin/uv")
    local = executable(home / ".local/bin/uv")
    given = variables(home, tmp_path / "empty", tmp_path / "bin")
    assert find_uv(DEFAULT._replace(uv=str(chosen)), given) == str(chosen)
    assert find_uv(DEFAULT, given) == str(on_path)
    own = Path(sys.executable).with_name("uv")
    assert find_uv(DEFAULT, variables(home)) == str(own if own.exists() else local)


def test_a_setting_that_names_no_uv_finds_none(tmp_path, home):
    executable(tmp_path / "bin/uv")
    given = variables(home, tmp_path / "bin")
    for wrong in (str(tmp_path / "nothing"), "bin/uv"):
        assert find(DEFAULT._replace(uv=wrong), given).uv == ""
