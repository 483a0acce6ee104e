"""The commands that change an environment, through a real server with real uv."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from package_index import PackageIndex, Release
from real_environment import RealEnvironment
from wire import Wire

PACKAGES = {
    "alpha": ["1.0", "2.0"],
    "beta": [Release("1.0", requires=["gamma"])],
    "gamma": ["1.0"],
    "stray": ["1.0"],
}
NAME = "requirements.txt"


class Agreeing(Wire):
    """A client whose user takes the first button, or the one that `takes` names."""

    takes = ""

    def answer(self, message: dict[str, Any]) -> Any:
        if message["method"] != "window/showMessageRequest":
            return None
        actions = message["params"]["actions"]
        return next((it for it in actions if it["title"].startswith(self.takes)), actions[0])

    def asked(self) -> list[str]:
        found = (it for it in self.notes if it["method"] == "window/showMessageRequest")
        return [it["params"]["message"] for it in found]

    def said(self) -> list[str]:
        found = (it for it in self.notes if it["method"] == "window/showMessage")
        return [it["params"]["message"] for it in found]

    def command(self, name: str, *more: Any) -> None:
        params = {"command": name, "arguments": [self.uri(NAME), *more]}
        assert "error" not in self.request("workspace/executeCommand", params)

    def until(self, text: str) -> str:
        """Wait for a message that holds `text`."""
        while not any(text in it for it in self.said()):
            self.receive()
        return next(it for it in self.said() if text in it)


@pytest.fixture
def project(tmp_path):
    with PackageIndex(PACKAGES) as index, pytest.MonkeyPatch.context() as monkeypatch:
        index.apply(monkeypatch)
        root = tmp_path / "project"
        root.mkdir()
        (root / NAME).write_text("alpha<2\nbeta\n")
        environment = RealEnvironment(root / ".venv")
        environment.bare("alpha==1.0", "beta", "stray")
        variables = index.variables(PYTHONPATH=os.pathsep.join(sys.path))
        with Agreeing(root, env=variables) as wire:
            wire.start(trusted=True)
            wire.open(NAME)
            wire.problems(NAME)
            yield root, environment, wire


def poke(wire: Agreeing) -> None:
    """Have something to receive: what has ended shows only in the environment."""
    wire.command("pinlight.whyThisEnvironment")


def settled(wire: Agreeing, environment: RealEnvironment, expected: dict[str, str]) -> None:
    while environment.packages() != expected:
        poke(wire)


def test_a_package_is_removed_after_its_conflicts_were_told(project):
    _, environment, wire = project
    wire.command("pinlight.uninstallPackage", {"prefix": environment.prefix, "name": "gamma"})
    settled(wire, environment, {"alpha": "1.0", "beta": "1.0", "stray": "1.0"})
    assert wire.asked() == [
        "Removing `gamma` from `.venv`: It removes `gamma` 1.0. Then `beta` 1.0 requires `gamma`, "
        "it is then missing"
    ]


def test_sync_removes_strays_and_undo_brings_them_back(project):
    _, environment, wire = project
    wire.command("pinlight.syncEnvironment")
    settled(wire, environment, {"alpha": "1.0", "beta": "1.0", "gamma": "1.0"})
    wire.command("pinlight.undo")
    settled(wire, environment, {"alpha": "1.0", "beta": "1.0", "gamma": "1.0", "stray": "1.0"})


def test_a_package_is_picked_to_be_upgraded(project):
    _, environment, wire = project
    text = "alpha\nbeta\n"
    change = {"textDocument": {"uri": wire.uri(NAME), "version": 2}}
    wire.notify("textDocument/didChange", {**change, "contentChanges": [{"text": text}]})
    wire.takes = "alpha"
    wire.command("pinlight.upgradePackage")
    settled(wire, environment, {"alpha": "2.0", "beta": "1.0", "gamma": "1.0", "stray": "1.0"})


def test_an_environment_is_made_anew_and_deleted(project):
    root, environment, wire = project
    wire.takes = "Empty"
    wire.command("pinlight.recreateEnvironment")
    settled(wire, environment, {})
    wire.takes = "Delete"
    wire.command("pinlight.deleteEnvironment")
    wire.until("Delete `.venv`: done")
    assert sorted(os.listdir(root)) == [NAME]


def test_what_is_installed_is_written_to_a_file(project):
    root, _, wire = project
    wire.takes = "constraints.txt"
    wire.command("pinlight.freeze")
    wire.until("Freeze to `constraints.txt`: 4 packages")
    assert Path(root, "constraints.txt").read_text().splitlines()[0] == "alpha==1.0"


def test_a_line_is_installed_by_its_position(project):
    _, environment, wire = project
    environment.bare("gamma")
    command = [environment.uv, "pip", "uninstall", "-q", "--python", environment.python, "beta"]
    subprocess.run(command, check=True)
    wire.problems(NAME, "missing-package")
    wire.command("pinlight.installThis", {"line": 1, "character": 2})
    settled(wire, environment, {"alpha": "1.0", "beta": "1.0", "gamma": "1.0", "stray": "1.0"})


def test_what_failed_can_be_read(project):
    _, _, wire = project
    wire.command("pinlight.upgradePackage", {"name": "absent==9", "prefix": ""})
    wire.until("absent")
    wire.command("pinlight.showLog")
    where = wire.until("What the last change printed is in")
    log = Path(where.split("`")[1]).read_text()
    assert "$ " in log
    assert "absent" in log
