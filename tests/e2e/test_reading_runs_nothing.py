"""Opening a folder starts no process and no connection, and runs nothing of the folder."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wire import SERVER, Wire

HOSTILE = 'open(__file__ + ".was-run", "w").close()\n'
STANDARD = ("json", "re", "typing", "asyncio", "sitecustomize", "usercustomize", "logging", "queue")


def hostile_folder(root: Path) -> Path:
    """A project whose folder holds modules, an environment and settings that want to be run."""
    root.mkdir()
    (root / "requirements.txt").write_text("flask==2.0\n-e .\nmissing\n")
    (root / "setup.py").write_text(HOSTILE)
    (root / "pyproject.toml").write_text(
        '[project]\nname = "x"\nversion = "1"\n[tool.pinlight]\nuv = "./uv"\npython = "./python"\n'
    )
    for name in (*STANDARD, "pinlight", "pygls", "lsprotocol", "packaging", "cattrs"):
        (root / f"{name}.py").write_text(HOSTILE)
    site = root / ".venv" / "lib" / "python3.12" / "site-packages"
    (site / "flask-1.0.dist-info").mkdir(parents=True)
    (site / "flask-1.0.dist-info" / "METADATA").write_text("Name: flask\nVersion: 1.0\n")
    (site / "evil.pth").write_text(f"import os; {HOSTILE}")
    (site / "sitecustomize.py").write_text(HOSTILE)
    (root / ".venv" / "pyvenv.cfg").write_text(
        f"home = {Path(sys.executable).resolve().parent}\nversion = 3.12.1\n"
    )
    (root / ".venv" / "bin").mkdir()
    for program in ("python", "pip", "uv"):
        for folder in (root, root / ".venv" / "bin"):
            (folder / program).write_text(f"#!/bin/sh\ntouch {folder}/{program}.was-run\n")
            (folder / program).chmod(0o755)
    return root


def ran(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*.was-run"))


def session(root: Path, command: tuple[str, ...]) -> None:
    """Open, change, hover, ask for actions and lenses, end: all that reading is."""
    with Wire(root, command=command, cwd=root) as wire:
        wire.start()
        wire.open("requirements.txt")
        found = wire.problems(
            "requirements.txt", "wrong-version", "missing-package", "missing-package"
        )
        assert "1.0 is installed" in found[0]["message"]
        at = {"textDocument": {"uri": wire.uri("requirements.txt")}}
        place = {"line": 0, "character": 1}
        for method, extra in (
            ("textDocument/hover", {"position": place}),
            ("textDocument/codeLens", {}),
            (
                "textDocument/codeAction",
                {"range": {"start": place, "end": place}, "context": {"diagnostics": []}},
            ),
        ):
            answer = wire.request(method, {**at, **extra})
            assert answer.get("result"), answer
        wire.request("shutdown", None)
        wire.notify("exit", None)
        assert wire.process.wait(30) == 0


def test_nothing_of_the_folder_is_run(tmp_path: Path) -> None:
    root = hostile_folder(tmp_path / "hostile")
    session(root, SERVER)
    assert ran(root) == []


def test_the_script_runs_nothing_of_the_folder(tmp_path: Path) -> None:
    script = shutil.which("pinlight", path=str(Path(sys.executable).parent))
    if script is None:
        pytest.skip("needs Pinlight installed with its script")
    root = hostile_folder(tmp_path / "hostile")
    session(root, (script, "server"))
    assert ran(root) == []


def test_the_traps_of_the_hostile_folder_do_spring(tmp_path: Path) -> None:
    """Without `-P` the folder's own modules would be run: so this test can fail."""
    root = hostile_folder(tmp_path / "hostile")
    subprocess.run([sys.executable, "-c", "import queue"], cwd=root, check=False, timeout=60)
    assert ran(root) != []


def test_no_process_and_no_connection(tmp_path: Path) -> None:
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("needs strace")
    root = hostile_folder(tmp_path / "hostile")
    trace = tmp_path / "trace.txt"
    # Not `sendto`: asyncio wakes itself with it, over a pair of its own sockets.
    calls = "trace=execve,execveat,fork,vfork,clone,clone3,connect,socket,bind"
    session(root, (strace, "-f", "-o", str(trace), "-e", calls, *SERVER))
    lines = trace.read_text().splitlines()
    execs = [line for line in lines if re.search(r"\bexecve(at)?\(", line) and "= 0" in line]
    assert len(execs) == 1, execs  # the server itself
    children = [
        line
        for line in lines
        if re.search(r"\b(fork|vfork|clone3?)\(", line) and "CLONE_THREAD" not in line
    ]
    assert children == []
    outside = [
        line
        for line in lines
        if re.search(r"\b(connect|bind|socket)\(", line)
        and not re.search(r"AF_UNIX|AF_LOCAL|socketpair", line)
    ]
    assert outside == []
