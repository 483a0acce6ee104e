"""pygls behind the front: it answers what was announced, in order, and says nothing unasked."""

import io
import json
from typing import Any

import pytest

from pinlight.lsp.capabilities import capabilities
from pinlight.lsp.client import Client, announced
from pinlight.lsp.documents import Document
from pinlight.lsp.frames import read
from pinlight.lsp.requests import Requests
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.table import REQUESTS
from pinlight.model import Choice, Manifest, Problem, Resolution
from pinlight.text import LineIndex, Span
from pinlight.world.state import Chosen, Commanded, World

R = "file:///w/requirements.txt"
PATH = "/w/requirements.txt"
INITIALIZE = {"processId": None, "rootUri": None, "capabilities": {}}
AT = {"line": 0, "character": 0}
ANYTHING = {
    "textDocument": {"uri": R},
    "position": AT,
    "range": {"start": AT, "end": {"line": 9, "character": 0}},
    "context": {"diagnostics": [], "triggerKind": 1, "includeDeclaration": True},
    "positions": [AT],
    "newName": "x",
    "query": "x",
    "item": {
        "name": "x",
        "kind": 4,
        "uri": R,
        "range": {"start": AT, "end": AT},
        "selectionRange": {"start": AT, "end": AT},
    },
    "options": {"tabSize": 4, "insertSpaces": True},
    "command": "pinlight.refresh",
}
SNAPSHOT = Snapshot(World(), {}, Client())


class Pygls:
    """The requests, and what they answered."""

    def __init__(self, initialize: Any = INITIALIZE) -> None:
        self.stream = io.BytesIO()
        self.events: list[Any] = []
        self.requests = Requests(self.stream.write, self.events.append, initialize)

    def ask(self, method: str, params: Any = ANYTHING, snapshot: Snapshot = SNAPSHOT) -> Any:
        self.stream.truncate(0)
        self.stream.seek(0)
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        self.requests.handle(message, snapshot)
        [answer] = read(io.BytesIO(self.stream.getvalue()))
        assert answer["id"] == 1
        return answer


@pytest.fixture(scope="module")
def pygls() -> Pygls:
    return Pygls()


def test_its_own_initialize_is_not_answered_to_the_client():
    assert Pygls().stream.getvalue() == b""


@pytest.mark.parametrize("initialize", [{}, {"capabilities": 3}, {"processId": "x"}])
def test_an_initialize_that_pygls_cannot_read_does_no_harm(initialize):
    pygls = Pygls(initialize)
    assert pygls.ask("textDocument/hover")["result"] is None


def test_the_table_announces_what_pygls_would_announce(pygls):
    """Without the front's own: text sync, folders, diagnostics, encodings."""
    server = pygls.requests.server
    theirs = json.loads(
        json.dumps(server.server_capabilities, default=server.protocol._serialize_message)
    )
    theirs["semanticTokensProvider"].pop("documentSelector")  # Only a registration has one.
    providers = {name: value for name, value in theirs.items() if name.endswith("Provider")}
    assert providers == {
        request.provider: request.options for request in REQUESTS if request.provider
    }
    ours = capabilities(announced(INITIALIZE))
    assert ours.items() >= providers.items()
    assert ours["workspace"]["workspaceFolders"] == theirs["workspace"]["workspaceFolders"]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda request: request.method)
def test_every_request_of_the_table_is_answered(pygls, request_):
    params = {"title": "x"} if request_.method == "codeAction/resolve" else ANYTHING
    assert "result" in pygls.ask(request_.method, params)


OFFICIAL = [request for request in REQUESTS if not request.method.startswith("pinlight/")]


@pytest.mark.parametrize("request_", OFFICIAL, ids=lambda request: request.method)
@pytest.mark.parametrize("params", [None, [], {}, {"textDocument": 3, "range": 4}])
def test_malformed_params_are_refused(pygls, request_, params):
    assert pygls.ask(request_.method, params)["error"]["code"] == -32602


@pytest.mark.parametrize("line", [0, 999, 2**31 - 1])
@pytest.mark.parametrize("uri", [R, "file:///nowhere.txt", "untitled:x", "", "::::"])
def test_any_file_and_any_position_gets_an_answer(pygls, line, uri):
    position = {"line": line, "character": line}
    params = {**ANYTHING, "textDocument": {"uri": uri}, "position": position}
    params["range"] = {"start": position, "end": AT}
    for method in ("textDocument/hover", "textDocument/codeAction", "textDocument/codeLens"):
        assert "result" in pygls.ask(method, params, judged())


def judged(text: str = "flask\n", now: str | None = None) -> Snapshot:
    """A moment in which `text` was judged, and the editor holds `now`."""
    manifest = Manifest(PATH, "requirements", text)
    resolution = Resolution(manifest, Choice(PATH, "", "there is none"), None)
    problem = Problem(PATH, Span(0, 5), "no-environment", "warning", "No environment")
    world = World(
        manifests={PATH: manifest}, resolutions={PATH: resolution}, problems={PATH: (problem,)}
    )
    document = Document(R, 1, LineIndex(text if now is None else now))
    return Snapshot(world, {PATH: document}, Client(takes_code_actions=True))


def test_nothing_is_said_about_a_text_that_was_not_judged():
    assert judged("a\n").file(R).lines.text == "a\n"
    assert judged("a\n", now="b\n").file(R) is None


@pytest.mark.parametrize(
    "action",
    [
        {"title": "x", "command": {"title": "x", "command": "pinlight.apply", "arguments": [R]}},
        {"title": "x", "kind": "quickfix", "data": {"any": [1]}, "isPreferred": True},
    ],
)
def test_an_action_is_resolved_to_itself(pygls, action):
    assert pygls.ask("codeAction/resolve", action)["result"] == action


@pytest.mark.parametrize(
    ("command", "arguments", "event"),
    [
        ("pinlight.apply", [R, "some id"], Chosen(PATH, "some id")),
        ("pinlight.refresh", None, Commanded("pinlight.refresh", "")),
        ("pinlight.refresh", [R, 3], Commanded("pinlight.refresh", PATH)),
        ("pinlight.refresh", [{"x": 1}], Commanded("pinlight.refresh", "")),
    ],
)
def test_a_command_tells_the_world(command, arguments, event):
    pygls = Pygls()
    params = {"command": command} | ({} if arguments is None else {"arguments": arguments})
    assert pygls.ask("workspace/executeCommand", params)["result"] is None
    assert pygls.events == [event]


@pytest.mark.parametrize(
    ("command", "arguments"), [("pinlight.apply", [R]), ("pinlight.nonsense", []), ("", [])]
)
def test_a_command_that_makes_no_sense_is_refused(command, arguments):
    pygls = Pygls()
    params = {"command": command, "arguments": arguments}
    assert pygls.ask("workspace/executeCommand", params)["error"]["code"] == -32602
    assert pygls.events == []


def test_a_defect_is_one_line_for_the_client_and_logged_without_the_message(caplog):
    pygls = Pygls()
    broken = Snapshot(World(), None, Client())  # type: ignore[arg-type]
    secret = "file:///w/secret-name.txt"
    params = {**ANYTHING, "textDocument": {"uri": secret}}
    broken = broken._replace(world=None)  # type: ignore[arg-type]
    error = pygls.ask("textDocument/hover", params, broken)["error"]
    assert error == {
        "code": -32603,
        "message": "A defect of Pinlight in textDocument/hover: see the log",
    }
    assert "defect in textDocument/hover" in caplog.text
    assert "secret-name" not in caplog.text
    assert "pygls" not in {record.name.partition(".")[0] for record in caplog.records}
