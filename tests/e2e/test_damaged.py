"""A package that a killed uv left half there, through a real server: told and mended."""

import shutil
import signal
import subprocess
import time

import pytest

from package_index import PackageIndex, Release
from real_environment import RealEnvironment
from wire import Wire

NAME = "requirements.txt"
FILES = {f"big/sub{number % 9}/part{number}.py": "x = 1\n" for number in range(4000)}
PACKAGES = {"big": [Release("1.0", files={"big/__init__.py": "", **FILES})], "small": ["1.0"]}
TRIES = 30


@pytest.fixture
def project(tmp_path):
    with PackageIndex(PACKAGES) as index, pytest.MonkeyPatch.context() as monkeypatch:
        index.apply(monkeypatch)
        root = tmp_path / "project"
        root.mkdir()
        (root / NAME).write_text("small\nbig==1.0\n")
        yield root


def half_installed(root):
    """Install for real, and kill uv as soon as it puts files there, until some are missing."""
    environment = RealEnvironment(root / ".venv")
    environment.bare("small", "big")  # Fills uv's cache, and says what shall be there.
    command = [environment.uv, "pip", "install", "--quiet", "--python", environment.python, "big"]
    for _ in range(TRIES):
        for path in environment.site.glob("big*"):
            shutil.rmtree(path)
        started = subprocess.Popen(command)
        until = time.monotonic() + 30
        while not list(environment.site.glob("big/*/*9*")) and time.monotonic() < until:
            pass
        started.send_signal(signal.SIGKILL)
        started.wait()
        faults = environment.faults()
        if faults and all(it.endswith(" is missing") for it in faults):
            return environment, len(faults)
    return pytest.skip("uv is too fast here to be killed in the middle")


def test_what_a_killed_uv_left_is_told_after_a_pause_and_mended_by_the_quick_fix(project):
    environment, count = half_installed(project)
    with Wire(project) as wire:
        wire.start(trusted=True)
        wire.open(NAME)
        assert wire.problems(NAME) == []
        [problem] = wire.problems(NAME, "damaged-package")
        assert problem["message"].startswith(f"`big` is damaged: {count} of its 4001 files are")
        assert problem["range"]["start"] == {"line": 1, "character": 0}
        where = {"textDocument": {"uri": wire.uri(NAME)}, "range": problem["range"]}
        asked = {**where, "context": {"diagnostics": []}}
        actions = wire.request("textDocument/codeAction", asked)["result"]
        [fix] = [it for it in actions if it["title"].startswith("Repair `.venv`: install `big`")]
        params = {"command": fix["command"], "arguments": fix["arguments"]}
        wire.request("workspace/executeCommand", params)
        assert wire.problems(NAME) == []
    assert environment.faults() == []
