"""pip's configuration as pip reads it; pip itself is the judge of the order."""

import os
import subprocess
import sys

import pytest

from package_index import PackageIndex
from pinlight.installers.pipconfig import read
from pinlight.shell.disk import Disk
from tree import Tree

GLOBAL = "[global]\n"


def config(files, variables=(), options=("index-url",), platform="linux"):
    found = {"HOME": "/home/me", **dict(variables)}
    return read("/w/.venv", options, Tree(files, variables=found), platform)


ORDER = (
    "/etc/xdg/pip/pip.conf",
    "/etc/pip.conf",
    "/home/me/.pip/pip.conf",
    "/home/me/.config/pip/pip.conf",
    "/w/.venv/pip.conf",
)


@pytest.mark.parametrize("last", range(len(ORDER)))
def test_the_later_file_wins(last):
    files = {path: f"{GLOBAL}index-url = {path}\n" for path in ORDER[: last + 1]}
    assert config(files) == {"index-url": ORDER[last]}


def test_a_named_file_wins_over_all_and_hides_that_of_the_user():
    files = dict.fromkeys(ORDER, f"{GLOBAL}timeout = 1\n")
    files["/home/me/.config/pip/pip.conf"] = f"{GLOBAL}retries = 7\n"
    files["/my.conf"] = f"{GLOBAL}timeout = 2\n"
    assert config(files, {"PIP_CONFIG_FILE": "/my.conf"}) == {"timeout": "2"}
    assert config(files, {"PIP_CONFIG_FILE": "/absent"}) == {"timeout": "1", "retries": "7"}


def test_the_null_device_hides_all_files_but_no_variable():
    files = dict.fromkeys(ORDER, f"{GLOBAL}timeout = 1\n")
    variables = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "https://a.example"}
    assert config(files, variables) == {"index-url": "https://a.example"}


def test_the_commands_section_wins_over_the_global_one_of_a_later_file():
    files = {
        "/etc/pip.conf": "[install]\nno_index = yes\n",
        "/w/.venv/pip.conf": "[global]\n--No-Index = no\npre = \n[download]\npre = yes\n",
    }
    assert config(files) == {"no-index": "yes"}


def test_a_variable_wins_over_files_and_an_empty_one_says_nothing():
    files = {"/etc/pip.conf": f"{GLOBAL}index-url = https://a.example\n"}
    assert config(files, {"PIP_INDEX_URL": "https://b.example"}) == {
        "index-url": "https://b.example"
    }
    assert config(files, {"PIP_INDEX_URL": ""}) == {"index-url": "https://a.example"}


@pytest.mark.parametrize("content", [b"no section\n", b"[global]\na = \xff\n", b"[global\n"])
def test_a_file_that_cannot_be_understood_is_named(content):
    expected = "`/etc/pip.conf` is not a valid pip configuration file"
    assert config({"/etc/pip.conf": content}) == expected


def test_windows_and_macos_have_places_of_their_own():
    windows = {"APPDATA": "/roaming", "PROGRAMDATA": "/machine", "USERPROFILE": "/me"}
    for path in ("/machine/pip/pip.ini", "/me/pip/pip.ini", "/roaming/pip/pip.ini"):
        assert config({path: f"{GLOBAL}pre = 1\n"}, windows, platform="win32") == {"pre": "1"}
    native = "/home/me/Library/Application Support/pip/pip.conf"
    files = {"/home/me/.config/pip/pip.conf": f"{GLOBAL}pre = 1\n"}
    assert config(files, platform="darwin") == {"pre": "1"}
    files[native] = f"{GLOBAL}pre = 2\n"
    assert config(files, platform="darwin") == {"pre": "2"}


@pytest.mark.skipif(sys.platform != "linux", reason="the places of Linux")
def test_pip_itself_finds_the_same(tmp_path, monkeypatch):
    """`pip config debug` is not asked but what pip takes: the index that it looks into."""
    with PackageIndex({"flask": ["2.0"]}) as wrong, PackageIndex({"flask": ["3.0"]}) as right:
        right.apply(monkeypatch)
        for name in ("PIP_CONFIG_FILE", "PIP_INDEX_URL"):
            monkeypatch.delenv(name)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "xdg"))
        for folder, index in ((".pip", right), (".config/pip", wrong), ("xdg/pip", wrong)):
            (tmp_path / folder).mkdir(parents=True)
            section = "install" if index is right else "global"
            (tmp_path / folder / "pip.conf").write_text(f"[{section}]\nindex_url={index.url}\n")
        found = read(str(tmp_path / "none"), (), Disk())
        assert isinstance(found, dict)
        assert found["index-url"] == right.url
        done = subprocess.run(
            [sys.executable, "-I", "-m", "pip", "download", "--no-deps", "-d", tmp_path, "flask"],
            capture_output=True,
            check=False,
            text=True,
        )
        assert "Looking in indexes: " + wrong.url in done.stdout  # `download` reads no [install].
        done = subprocess.run(
            [sys.executable, "-I", "-m", "pip", "install", "--dry-run", "--no-deps", "flask==3.0"],
            capture_output=True,
            check=False,
            text=True,
        )
        assert "Looking in indexes: " + right.url in done.stdout
