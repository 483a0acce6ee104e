"""Running the recorded command of a compiled file again."""

import sys

import pytest

from package_index import PackageIndex
from pinlight.environments import read
from pinlight.installers import plan
from pinlight.installers.recompile import recompile
from pinlight.model import Create, Install, Plan, Tools
from pinlight.settings import DEFAULT
from pinlight.shell.disk import Disk
from pinlight.shell.runner import run
from pinlight.shell.tools import find_uv
from tree import Tree, environment_files

SOURCE = "/w/app/requirements.txt"
PREFIX = "/w/.venv"
TOOLS = Tools("/opt/uv", (("3.12.1", "/p12"),))


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (
            "uv pip compile requirements.in -o requirements.txt",
            ("uv", "requirements.in -o requirements.txt", "/w/app"),
        ),
        (
            "uv pip compile app/a.in --output-file=app/requirements.txt",
            ("uv", "app/a.in --output-file=app/requirements.txt", "/w"),
        ),
        (
            "pip-compile --generate-hashes requirements.in",
            (
                "pip-compile",
                "--generate-hashes requirements.in --output-file requirements.txt",
                "/w/app",
            ),
        ),
        (
            "uv pip compile a.in -o other.txt",
            "the recorded command writes `other.txt`, not this file",
        ),
        (
            "uv pip compile a.in -o ../app/requirements.txt",
            "the recorded command writes `../app/requirements.txt`, not this file",
        ),
        ("rm -rf /", "`rm` is not run: only uv and pip-compile write requirements files"),
        ("uv run evil.py", "`uv` is not run: only uv and pip-compile write requirements files"),
    ],
)
def test_only_known_tools_write_and_only_this_file(command, expected):
    found = recompile(Install(PREFIX, SOURCE, recompile=tuple(command.split())))
    if isinstance(found, tuple):
        assert (found.program, " ".join(found.arguments), found.cwd) == expected
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("command", "has_pip_compile", "expected"),
    [
        ("uv pip compile r.in", False, "/opt/uv pip compile r.in"),
        ("pip-compile r.in", False, "/opt/uv pip compile r.in"),
        ("pip-compile r.in", True, "/w/.venv/bin/pip-compile r.in"),
    ],
)
def test_the_tool_that_wrote_it_is_taken_when_it_is_there(command, has_pip_compile, expected):
    files = environment_files(PREFIX, ["pip 24.0"])
    if has_pip_compile:
        files["/w/.venv/bin/pip-compile"] = b""
    install = Install(PREFIX, SOURCE, recompile=tuple(command.split()))
    found = plan(install, TOOLS, DEFAULT, Tree(files))
    assert isinstance(found, Plan)
    assert " ".join(found.commands[0].argv).startswith(expected + " --output-file")
    assert " ".join(found.commands[1].argv).endswith(f"-r {SOURCE}")
    assert found.title == "Install the recompiled `requirements.txt` into `.venv`"


def test_without_the_tool_it_is_said():
    install = Install(PREFIX, SOURCE, recompile=("uv", "pip", "compile", "r.in"))
    found = plan(install, Tools(), DEFAULT, Tree(environment_files(PREFIX, ["pip 24.0"])))
    assert found == "`uv` is needed to recompile the file and was not found"


def test_for_real_with_uv(tmp_path, monkeypatch):
    """The file takes over the version that is asked for, and the environment follows."""
    uv = find_uv(DEFAULT, {})
    if not uv:
        pytest.skip("needs uv beside the Python that runs the tests")
    prefix, source = str(tmp_path / ".venv"), tmp_path / "requirements.txt"
    (tmp_path / "requirements.in").write_text("flask\n")
    source.write_text("flask==3.0\n")
    command = ("uv", "pip", "compile", "requirements.in", "-o", "requirements.txt")
    install = Install(prefix, str(source), recompile=(*command, "--upgrade-package", "flask==2.0"))
    tools = Tools(uv, ((".".join(map(str, sys.version_info[:3])), sys.executable),))
    with PackageIndex({"flask": ["2.0", "3.0"]}) as index:
        index.apply(monkeypatch)
        for operation in (Create(prefix), install):
            found = plan(operation, tools, DEFAULT, Disk())
            assert isinstance(found, Plan)
            result = run(found, lambda *_: None, lambda: False)
            assert result.is_ok, result.message
    assert "flask==2.0\n" in source.read_text()
    assert read(prefix, Disk()).distributions["flask"].version == "2.0"
