"""Random hours at an editor: whatever was typed and installed is judged as a check judges it.

`nox -s soak` runs PINLIGHT_SOAK_ROUNDS (default 12) rounds from PINLIGHT_SOAK_SEED. After each
all texts are saved, and `pinlight check`, which knows nothing of what was before, is the judge.
"""

import json
import os
import queue
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tree import environment_files
from wire import Wire

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the environment is one of POSIX")

ROUNDS = int(os.environ.get("PINLIGHT_SOAK_ROUNDS", "12"))
SEED = os.environ.get("PINLIGHT_SOAK_SEED", "1")
STEPS = 25  # of one round

OPEN = ("requirements.txt", "requirements-dev.txt", "pyproject.toml")
NAMES = [f"name{number}" for number in range(24)]
VERSIONS = ("1.0", "1.5", "2.0", "3.0rc1")
PIECES = (
    *NAMES,
    *(f"{name}>=1.5\n" for name in NAMES[:9]),
    *(f"{name}==2.0  # \U0001f600 pinned\n" for name in NAMES[4:12]),
    "\n",
    "\r\n",
    "# only words, ünï and 😀\n",
    "-r base.txt\n",
    "-c constraints.txt\n",
    "-e ./lib\n",
    "--hash=sha256:00",
    " \\\n",
    "; python_version < '3.9'",
    "[extra]",
    "=",
    "==1.0",
    "<2,>=1",
    "~=1",
    " @ https://host/x-1.0.zip\n",
    "'",
    '"name3>=2",\n',
    "]\n",
    "dependencies = [\n",
    "",
)
PYPROJECT = """\
[project]
name = "own"
version = "1.0"
requires-python = ">=3.9"
dependencies = [
    "name1>=2",
    "name2[extra]",
]

[dependency-groups]
dev = ["name3<2", {include-group = "more"}]
more = ["name4"]
"""


class Editor:
    """The texts as an editor has them, a server, and the folder."""

    def __init__(self, root: Path, wire: Wire, chance: random.Random) -> None:
        self.root = root
        self.wire = wire
        self.chance = chance
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.shown: dict[str, list[tuple[int, str, str]]] = {}

    def open(self, name: str) -> None:
        self.texts[name] = (self.root / name).read_bytes().decode()
        self.versions[name] = 1
        self.wire.open(name, self.texts[name])

    def type(self) -> None:
        """Change a text in one place or several, in one message or many."""
        name = self.chance.choice(OPEN)
        for _ in range(self.chance.choice((1, 1, 1, 2, 12))):
            edits = [self._edit(name) for _ in range(self.chance.choice((1, 1, 3)))]
            self.versions[name] += 1
            self.wire.notify(
                "textDocument/didChange",
                {
                    "textDocument": {
                        "uri": self.wire.uri(name),
                        "version": self.versions[name],
                    },
                    "contentChanges": edits,
                },
            )

    def _edit(self, name: str) -> dict[str, Any]:
        text = self.texts[name]
        start = self.chance.randint(0, len(text))
        end = min(len(text), start + self.chance.choice((0, 0, 0, 1, 4, 30)))
        # A place between the two halves of a line's end is none.
        start, end = (at - (text[at - 1 : at + 1] == "\r\n") for at in (start, end))
        piece = self.chance.choice(PIECES)
        places = [_position(text, at) for at in (start, end)]
        self.texts[name] = text[:start] + piece + text[end:]
        return {"range": {"start": places[0], "end": places[1]}, "text": piece}

    def reopen(self) -> None:
        name = self.chance.choice(OPEN)
        self.save()
        document = {"textDocument": {"uri": self.wire.uri(name)}}
        self.wire.notify("textDocument/didClose", document)
        self.open(name)

    def install(self) -> None:
        """Put a distribution there, or take it away, or another version into its place."""
        site = self.root / ".venv/lib/python3.12/site-packages"
        name, version = self.chance.choice(NAMES), self.chance.choice(VERSIONS)
        for old in site.glob(f"{name}-*.dist-info"):
            shutil.rmtree(old)
        if self.chance.random() < 0.6:
            needed = self.chance.choice(NAMES)
            lines = [f"{name} {version}", f"  Requires-Dist: {needed}>=1.5"]
            _write(environment_files(str(self.root / ".venv"), lines), without=("pyvenv.cfg",))

    def disk(self) -> None:
        """Change a file that is not open."""
        name = self.chance.choice(("base.txt", "constraints.txt", "lib/pyproject.toml"))
        path = self.root / name
        if path.exists() and self.chance.random() < 0.3:
            path.unlink()
            return
        path.parent.mkdir(exist_ok=True)
        lines = self.chance.sample(NAMES, 3)
        path.write_text("".join(f"{it}{self.chance.choice(('', '>=2', '<2'))}\n" for it in lines))

    def save(self) -> None:
        for name, text in self.texts.items():
            (self.root / name).write_bytes(text.encode())
            self.wire.notify("textDocument/didSave", {"textDocument": {"uri": self.wire.uri(name)}})

    def wait_for(self, expected: dict[str, list[tuple[int, str, str]]]) -> None:
        """Return as soon as this is shown; what is never shown ends in the wire's patience."""
        while self.shown != expected:
            try:
                message = self.wire.receive()
            except queue.Empty:
                assert self.shown == expected
                raise
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                name = params["uri"].removeprefix(self.root.as_uri() + "/")
                if name in OPEN:
                    self.shown[name] = sorted(
                        (it["range"]["start"]["line"] + 1, it["code"], it["message"])
                        for it in params["diagnostics"]
                    )


def _position(text: str, at: int) -> dict[str, int]:
    lines = text[:at].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {"line": len(lines) - 1, "character": len(lines[-1].encode("utf-16-le")) // 2}


def _write(files: dict[str, bytes], without: tuple[str, ...] = ()) -> None:
    for path, content in files.items():
        if not path.endswith(without):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(content)


def _checked(root: Path) -> dict[str, list[tuple[int, str, str]]]:
    """Return what a check finds in the saved files: line, code, message."""
    command = (sys.executable, "-P", "-m", "pinlight", "check", "--format", "json", *OPEN)
    ran = subprocess.run(command, cwd=root, capture_output=True, check=False)
    assert ran.returncode in (0, 1), ran.stderr.decode()
    files = json.loads(ran.stdout)["files"]
    found = {
        file["path"]: sorted(
            (it["start"]["line"], it["code"], it["message"]) for it in file["problems"]
        )
        for file in files
    }
    return {name: found.get(name, []) for name in OPEN}


@pytest.mark.parametrize("seed", [SEED])
def test_what_is_shown_is_what_a_check_finds(tmp_path, monkeypatch, seed):
    monkeypatch.setenv("PINLIGHT_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "w"
    chance = random.Random(seed)
    home = os.path.dirname(os.path.realpath(sys.executable))
    held = [f"{name} {chance.choice(VERSIONS)}" for name in NAMES[::2]]
    _write(environment_files(str(root / ".venv"), held, home=home))
    (root / ".git").mkdir()
    (root / "requirements.txt").write_text("".join(f"{name}>=1\n" for name in NAMES))
    (root / "requirements-dev.txt").write_text("-r requirements.txt\nname3==2.0\n")
    (root / "pyproject.toml").write_text(PYPROJECT)
    with Wire(root) as wire:
        wire.start()
        editor = Editor(root, wire, chance)
        for name in OPEN:
            editor.open(name)
        ways: list[Callable[[], None]] = [
            *[editor.type] * 8,
            *[editor.install] * 3,
            editor.disk,
            editor.reopen,
        ]
        for _ in range(ROUNDS):
            for _ in range(STEPS):
                chance.choice(ways)()
            editor.save()
            editor.wait_for(_checked(root))
