"""Three fixed scenarios in one thread, whose instructions are counted: `scenarios.py NAME FOLDER`.

`open`: a file of 1,000 lines, against 1,000 distributions, to its diagnostics. `type`: the same
and twenty keystrokes. `check`: `pinlight check` on 100 files of 30 pins. `make` makes what they
read.
"""

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Nobody:
    """Stands behind the front and never answers: no pygls, no thread."""

    def start(self, initialize: dict[str, Any]) -> None: ...

    def is_ready(self) -> bool:
        return False

    def submit(self, message: Any, snapshot: Any) -> None: ...


def session(folder: Path) -> Callable[[str, Any], None]:
    """Return what gives one message to a server without threads and lets it work to the end."""
    from pinlight.lsp import frames
    from pinlight.lsp.front import Front
    from pinlight.lsp.session import Session
    from pinlight.shell.engine import Engine
    from pinlight.world.state import World

    sent: list[bytes] = []
    front: Front
    engine = Engine(
        World(variables=dict(os.environ)), lambda effect: front.show(effect), lambda event: None
    )
    front = Front(
        lambda message: sent.append(frames.encoded(message)),
        lambda *announced: Session(*announced, engine, Nobody(), lambda *_: None),
    )

    def give(method: str, params: Any) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if method == "initialize":
            message["id"] = 1
        front.receive(message)
        if method in ("initialize", "initialized"):
            return  # An editor sends these and the first document at once.
        front.rest()
        engine.finish()
        front.idle()

    folders = [{"uri": folder.as_uri(), "name": "root"}]
    give("initialize", {"capabilities": {}, "workspaceFolders": folders})
    give("initialized", {})
    return give


def opened(folder: Path) -> Callable[[str, Any], None]:
    path = folder / "open" / "requirements.txt"
    give = session(folder / "open")
    item = {"uri": path.as_uri(), "languageId": "x", "version": 1, "text": path.read_text()}
    give("textDocument/didOpen", {"textDocument": item})
    return give


def typed(folder: Path, count: int = 20) -> None:
    give = opened(folder)
    path = folder / "open" / "requirements.txt"
    for version in range(2, count + 2):
        line = version * 17
        place = {"line": line, "character": 0}
        change = {"range": {"start": place, "end": place}, "text": "a"}
        document = {"uri": path.as_uri(), "version": version}
        give("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})


def checked(folder: Path) -> None:
    from pinlight.__main__ import main

    os.chdir(folder / "check")  # Without `.git` the search for an environment ends here.
    main(["check", "--exit-zero", str(folder / "check" / "files")])


def make(folder: Path) -> None:
    import material

    made = material.packages(1000)
    (folder / "open").mkdir()
    material.environment(folder / "open" / ".venv", made)
    (folder / "open" / "requirements.txt").write_text(material.requirements(made, 1000))
    (folder / "check").mkdir()
    material.environment(folder / "check" / ".venv", made[:300])
    material.many_files(folder / "check" / "files", made[:300], 100)


SCENARIOS = {"open": opened, "type": typed, "check": checked, "make": make}

if __name__ == "__main__":
    from pinlight.cli.server import COLLECTED_AFTER
    from pinlight.shell import engine

    engine.SLICE_S = engine.LONG_SLICE_S = (
        1e9  # How much is done at once must not depend on how fast that is.
    )
    gc.set_threshold(COLLECTED_AFTER, 20, 50)
    SCENARIOS[sys.argv[1]](Path(sys.argv[2]))
