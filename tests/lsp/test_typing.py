"""What a client is told of a file that it edits is what it is told of the same text opened anew."""

import gc
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pinlight.lsp.frames import body_of
from pinlight.lsp.front import Front
from pinlight.lsp.session import Session
from pinlight.shell.engine import Engine
from pinlight.world.state import World
from tree import environment_files

PUBLISH = "textDocument/publishDiagnostics"
LINES = (
    *("alpha>=1", "alpha==2.0", "Alpha", "beta==1.0", "beta==2.0  # 😀 why", "gamma", "gamma[x]"),
    *("delta<4; os_name == 'posix'", "lost", "lost==1", "# note é", "", "./there", "beta=="),
    *("rich==13.0 \\\n    --hash=sha256:00", "epsilon", "zeta==1\r", "-r other.txt"),
)
LONG = "# " + "-" * 300  # So that there are many blocks.
INSTALLED = [
    *("alpha 2.0", "  Requires-Dist: beta>=2", "beta 1.0", "gamma 1.0", "  Requires-Dist: absent"),
    *("delta 3.0", "  Requires-Dist: gamma>=9", "rich 13.0", "epsilon 1.0"),
    *("  Requires-Dist: delta<2", "zeta 1.0", "  Requires-Dist: epsilon>=3"),
]


class Nobody:
    """Answers no requests."""

    def start(self, initialize: dict[str, Any]) -> None: ...

    def is_ready(self) -> bool:
        return False

    def submit(self, message: Any, snapshot: Any) -> None: ...


class Editor:
    """Edits one file; the server works in the same thread."""

    def __init__(self, root: Path, encoding: str) -> None:
        self.engine = Engine(World(), lambda effect: self.front.show(effect), lambda event: None)
        begin = lambda *announced: Session(*announced, self.engine, Nobody(), lambda *_: None)  # noqa: E731
        self.told: list[dict[str, Any]] = []
        self.front = Front(self._take, begin)
        self.uri = (root / "requirements.txt").as_uri()
        self.version = 1
        takes = {"relatedInformation": True, "versionSupport": True, "dataSupport": True}
        capabilities = {
            "general": {"positionEncodings": [encoding]},
            "textDocument": {"publishDiagnostics": takes},
        }
        folders = [{"uri": root.as_uri(), "name": "w"}]
        self._say("initialize", {"capabilities": capabilities, "workspaceFolders": folders}, id=1)

    def open(self, text: str) -> Any:
        item = {"uri": self.uri, "languageId": "x", "version": 1, "text": text}
        self._say("textDocument/didOpen", {"textDocument": item})
        return self.diagnostics()

    def change(self, *changes: dict[str, Any]) -> None:
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        params = {"textDocument": document, "contentChanges": list(changes)}
        self._say("textDocument/didChange", params)

    def diagnostics(self) -> Any:
        """Return what was told last of the file, once all is done."""
        self.front.rest()
        self.engine.finish()
        self.front.idle()
        [*_, last] = (it for it in self.told if it["uri"] == self.uri)
        return last["diagnostics"]

    def _take(self, message: Any) -> None:
        if message.get("method") == PUBLISH:
            self.told.append(json.loads(body_of(message))["params"])

    def _say(self, method: str, params: Any, **more: Any) -> None:
        self.front.receive({"jsonrpc": "2.0", "method": method, "params": params, **more})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, content in environment_files(str(tmp_path / ".venv"), INSTALLED).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    (tmp_path / "other.txt").write_text("gamma>=2\nlost\n")
    return tmp_path


def edits(generator: random.Random, size: int, pool: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield a few edits as editors make them: within a line, of whole lines, of several."""
    for _ in range(generator.choice((1, 1, 1, 2, 40))):
        line, column = generator.randrange(size), generator.randrange(8)
        new = generator.choice(("1", "a", " ", "", "=", "#", "é"))
        several = "".join(f"{it}\n" for it in generator.choices((*pool, LONG), k=3))
        start, end, text = generator.choice(
            (
                ((line, column), (line, column), new),
                ((line, column), (line, column + 1), new),
                ((line, 0), (line, 0), several),
                ((line, 0), (line + generator.randint(1, 3), 0), ""),
                ((line, 999), (line + 1, 0), "#"),  # As long as before, a line fewer.
            )
        )
        yield {"range": {"start": place(*start), "end": place(*end)}, "text": text}


def place(line: int, character: int) -> dict[str, int]:
    return {"line": line, "character": character}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("seed", range(2))
def test_edits_lead_to_what_the_text_has_wrong(root: Path, encoding: str, seed: int) -> None:
    generator = random.Random(seed)
    pool = LINES[: len(LINES) - 1 + seed % 2]  # With `-r` it is no file in blocks.
    lines = [line for _ in range(60) for line in (*generator.choices(pool, k=2), LONG)]
    editor = Editor(root, encoding)
    editor.open("\n".join(lines))
    found = 0
    for turn in range(40):
        for edit in edits(generator, len(lines) + 1, pool):
            editor.change(edit)
        told = editor.diagnostics()
        [document] = editor.front.session._texts.documents.values()
        anew = Editor(root, encoding).open(document.lines.text)
        assert told == anew, (seed, turn)
        found += sum(bool(it.get("relatedInformation")) for it in told)
    assert found


def test_a_place_that_is_told_of_moves_with_its_line(root: Path) -> None:
    """Though nothing else about the problem changes: the text is as long as before."""
    editor = Editor(root, "utf-8")
    between = f"{LONG}\n" * 30
    before = editor.open(f"delta\n{between}gamma\n")
    editor.change({"range": {"start": place(9, 999), "end": place(10, 0)}, "text": "#"})
    after = editor.diagnostics()
    rows = [
        [it["location"]["range"]["start"]["line"] for it in told[0]["relatedInformation"]]
        for told in (before, after)
    ]
    assert rows == [[31], [30]]


def test_edits_leave_nothing_behind_that_only_the_collector_finds(root: Path) -> None:
    """It would have to run while somebody types."""
    editor = Editor(root, "utf-8")
    editor.open("alpha\ndelta\ngamma\nlost\nalpha==3\n" * 100)
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        for line in range(20):
            editor.change({"range": {"start": place(line, 3), "end": place(line, 3)}, "text": "a"})
            editor.diagnostics()
        gc.collect()
        found = [it for it in gc.garbage if type(it).__module__.startswith("pinlight.model")]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
    assert not found
