"""Which lock uv writes with which command, to the letter and for real."""

from pathlib import Path

import pytest

from package_index import PackageIndex, Release
from pinlight.installers.uvlock import relock
from pinlight.model import Create, Relock, Tools
from pinlight.settings import DEFAULT
from pinlight.shell.disk import Disk
from real_environment import carry_out
from real_judges import uv_executable
from tree import Tree

TOOLS = Tools("/opt/uv")
PROJECT = "/w/pyproject.toml"
PYLOCK = "--format pylock.toml --output-file"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Relock("", PROJECT), "lock"),
        (Relock("", PROJECT, target="/w/uv.lock"), "lock"),
        (Relock("", PROJECT, target="/w/pylock.toml"), f"export --quiet {PYLOCK} /w/pylock.toml"),
        (
            Relock("", "/w/requirements.in"),
            f"pip compile --quiet {PYLOCK} /w/pylock.toml requirements.in",
        ),
        (
            Relock("/w/.venv", "/w/dev.in", target="/w/pylock.dev.toml"),
            f"pip compile --quiet {PYLOCK} /w/pylock.dev.toml --python /w/.venv/bin/python dev.in",
        ),
    ],
)
def test_commands_to_the_letter(operation, expected):
    [command] = relock(operation, TOOLS, Tree({"/w/uv.lock": "", PROJECT: ""}))
    assert " ".join(command.argv) == f"/opt/uv {expected}"
    assert command.cwd == "/w"
    assert len(command.touches) == 1


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (
            Relock("", PROJECT, target="/v/uv.lock"),
            "uv writes `uv.lock` beside `pyproject.toml` or above it",
        ),
        (
            Relock("", PROJECT, target="/w/poetry.lock"),
            "uv writes no `poetry.lock` from `pyproject.toml`",
        ),
        (Relock("", "/w/Pipfile"), "uv writes no `pylock.toml` from `Pipfile`"),
        (Create("/w/.venv"), "uv cannot do this"),
    ],
)
def test_what_uv_does_not_write_is_said(operation, expected):
    assert relock(operation, TOOLS, Tree()) == expected


def test_the_indexes_of_pips_configuration_hold():
    url = "https://me:word@index.example/simple"
    tree = Tree(
        {"/home/me/.config/pip/pip.conf": f"[global]\nindex-url = {url}\n"},
        variables={"HOME": "/home/me"},
    )
    [command] = relock(Relock("", "/w/requirements.in"), TOOLS, tree)
    assert command.env["UV_DEFAULT_INDEX"] == url
    assert "word" not in " ".join(command.argv)


def test_locks_are_written_for_real(tmp_path, monkeypatch):
    packages = {"alpha": [Release("1.0", ["beta"]), "0.9"], "beta": ["2.0"]}
    project = tmp_path / "pyproject.toml"
    project.write_text(
        '[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.10"\n'
        'dependencies = ["alpha"]\n'
    )
    (tmp_path / "requirements.in").write_text("alpha\n")
    tools = Tools(uv_executable())
    with PackageIndex(packages) as index:
        index.apply(monkeypatch)
        for operation in (
            Relock("", str(project)),
            Relock("", str(project), target=str(tmp_path / "pylock.toml")),
            Relock("", str(tmp_path / "requirements.in"), target=str(tmp_path / "pylock.in.toml")),
        ):
            [command] = relock(operation, tools, Disk())
            ran = carry_out(operation, tools, DEFAULT._replace(installer="uv"))
            assert ran.is_ok, ran.message
            [target] = command.touches
            assert 'name = "beta"' in Path(target).read_text()
