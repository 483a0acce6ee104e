"""A client and a small engine on both sides of the front, in one thread."""

import importlib.util
import json
import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pinlight.lsp.frames import body_of
from pinlight.lsp.front import Front
from pinlight.lsp.session import Session
from pinlight.lsp.snapshot import Snapshot
from pinlight.model import Choice, Manifest, Problem, Resolution
from pinlight.world.state import Changed, Closed, Effect, Event, FoldersSet, Opened, Publish, World

VERSIONS = ("3.17", "3.18")


@cache
def models() -> tuple[Any, ...]:
    """The judges of every message, or none when the shared material is absent."""
    oracle = Path(os.environ.get("PINLIGHT_SHARED", "../shared")).resolve() / "oracle"
    if not oracle.is_dir():
        return ()
    spec = importlib.util.spec_from_file_location("lsp_schema", oracle / "lsp_schema.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return tuple(module.Model(_json(oracle / f"metaModel-{version}.json")) for version in VERSIONS)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


class StandInEngine:
    """Keeps texts as the engine does, and judges a file when the test says so."""

    def __init__(self) -> None:
        self.world = World()
        self.events: list[Event] = []
        self.has_judged = False  # all that is known to be there
        self.out: Callable[[Effect], None] = lambda effect: None

    def feed(self, event: Event) -> None:
        self.events.append(event)
        match event:
            case Opened(path, text, version) | Changed(path, text, version):
                self._keep(path, text, version)
            case Closed(path):
                opened = {key: value for key, value in self.world.open.items() if key != path}
                self.world = self.world._replace(open=opened)
            case FoldersSet(folders):
                self.world = self.world._replace(folders=folders)

    def is_judged(self) -> bool:
        return self.has_judged

    def _keep(self, path: str, text: str, version: int) -> None:
        world = self.world
        manifests = {**world.manifests, path: Manifest(path, "requirements", text)}
        self.world = world._replace(
            open={**world.open, path: (text, version)},
            manifests=manifests if path.endswith(".txt") else world.manifests,
            stale={**world.stale, path: None},
        )

    def judge(self, path: str, *problems: Problem) -> None:
        """Find these problems in the file, and publish them."""
        world = self.world
        manifest = world.manifests[path]
        resolution = Resolution(manifest, Choice(path, "", "none"), None)
        self.world = world._replace(
            stale={key: None for key in world.stale if key != path},
            resolutions={**world.resolutions, path: resolution},
            problems={**world.problems, path: problems},
        )
        version = world.open[path][1] if path in world.open else None
        self.out(Publish(path, version, problems))


class StandInBehind:
    """Answers nothing; remembers what it was given, and is ready when the test says so."""

    def __init__(self) -> None:
        self.started: dict[str, Any] | None = None
        self.ready = True
        self.taken: list[tuple[dict[str, Any], Snapshot]] = []

    def start(self, initialize: dict[str, Any]) -> None:
        self.started = initialize

    def is_ready(self) -> bool:
        return self.ready

    def submit(self, message: dict[str, Any], snapshot: Snapshot) -> None:
        self.taken.append((message, snapshot))


class Talk:
    """What a client says to the front, and what it hears."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.asked: dict[int, str] = {}
        self.timers: list[Callable[[], None]] = []
        self.engine = StandInEngine()
        self.behind = StandInBehind()
        self.front = Front(
            lambda message: self.heard.append(json.loads(body_of(message))),
            lambda *announced: Session(*announced, self.engine, self.behind, self._later),
        )
        self.engine.out = self.front.show

    def start(self, capabilities: Any = None, **params: Any) -> dict[str, Any]:
        """Initialize; return the result."""
        params = {"processId": None, "rootUri": None, **params}
        answer = self.ask("initialize", {**params, "capabilities": capabilities or {}})
        self.note("initialized", {})
        return answer["result"]

    def _later(self, after_s: float, task: Callable[[], None]) -> None:
        self.timers.append(task)

    def note(self, method: str, params: Any = None) -> None:
        self.front.receive({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method: str, params: Any = None) -> int:
        """Send a request; return its id."""
        number = len(self.asked) + 1
        self.asked[number] = method
        self.front.receive({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        return number

    def ask(self, method: str, params: Any = None) -> dict[str, Any]:
        """Send a request that is answered at once; return the answer."""
        return self.answer_to(self.request(method, params))

    def answer_to(self, number: int) -> dict[str, Any]:
        [answer] = [one for one in self.heard if one.get("id") == number and "method" not in one]
        return answer

    def is_answered(self, number: int) -> bool:
        return any(one.get("id") == number and "method" not in one for one in self.heard)

    def told(self, method: str) -> list[Any]:
        """Return the params of every message with this method that the client heard."""
        return [one.get("params") for one in self.heard if one.get("method") == method]

    def reply(self, method: str, result: Any = None, error: Any = None) -> None:
        """Answer the last request of the server with this method."""
        [*_, asked] = [one for one in self.heard if one.get("method") == method]
        answer = {"jsonrpc": "2.0", "id": asked["id"]}
        self.front.receive({**answer, "error": error} if error else {**answer, "result": result})

    def open(self, uri: str, text: str = "a\n", version: int = 1) -> None:
        item = {"uri": uri, "languageId": "any", "version": version, "text": text}
        self.note("textDocument/didOpen", {"textDocument": item})

    def type(self, uri: str, version: int, *changes: Any) -> None:
        """Send a didChange; a string replaces the whole text."""
        sent = [{"text": change} if isinstance(change, str) else change for change in changes]
        identifier = {"uri": uri, "version": version}
        self.note("textDocument/didChange", {"textDocument": identifier, "contentChanges": sent})

    def events(self, kind: type) -> list[Any]:
        return [event for event in self.engine.events if isinstance(event, kind)]


@pytest.fixture
def talk() -> Iterator[Talk]:
    """A conversation whose every message from the server fits the protocol's own model."""
    talk = Talk()
    yield talk
    for model in models():
        for message in talk.heard:
            if str(message.get("method")).startswith("pinlight/"):
                continue  # Our own, sent only to a client that announced that it takes them.
            assert model.check(message, "server", talk.asked) == [], message
