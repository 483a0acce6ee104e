"""The life cycle, and the answer to every kind of message at every moment of it."""

import pytest

from pinlight.lsp.frames import Broken

HOVER = {"textDocument": {"uri": "file:///r.txt"}, "position": {"line": 0, "character": 0}}
INITIALIZE = {"processId": None, "rootUri": None, "capabilities": {}}


def code(answer):
    return answer["error"]["code"]


def test_before_initialize_requests_are_refused_and_notifications_dropped(talk):
    assert code(talk.ask("textDocument/hover", HOVER)) == -32002
    assert code(talk.ask("shutdown")) == -32002
    talk.open("file:///r.txt")
    assert talk.engine.events == []
    assert "capabilities" in talk.ask("initialize", INITIALIZE)["result"]


def test_a_second_initialize_is_refused(talk):
    talk.start()
    assert code(talk.ask("initialize", INITIALIZE)) == -32600


@pytest.mark.parametrize("params", [None, [], 3])
def test_initialize_without_params_is_refused_and_may_be_sent_again(talk, params):
    assert code(talk.ask("initialize", params)) == -32602
    assert "capabilities" in talk.ask("initialize", INITIALIZE)["result"]


@pytest.mark.parametrize(
    "params",
    [
        {"processId": "x", "rootUri": 3, "capabilities": [], "workspaceFolders": 7},
        {"capabilities": {"general": {"positionEncodings": "utf-8"}, "textDocument": 1}},
        {"initializationOptions": [1], "workspaceFolders": [None, {"uri": 3}]},
    ],
)
def test_malformed_params_of_initialize_count_as_absent(talk, params):
    assert "capabilities" in talk.ask("initialize", params)["result"]
    talk.note("initialized", {})
    talk.open("file:///r.txt")
    assert talk.front.exit_code is None


def test_shutdown_answers_null_and_then_every_request_is_refused(talk):
    talk.start()
    assert talk.ask("shutdown")["result"] is None
    for method in ("shutdown", "textDocument/hover", "initialize", "foo/bar"):
        assert code(talk.ask(method, HOVER)) == -32600
    talk.open("file:///r.txt")
    assert talk.engine.world.open == {}


@pytest.mark.parametrize(
    ("messages", "status"),
    [((), 1), (("initialize",), 1), (("initialize", "shutdown"), 0), (("shutdown",), 1)],
)
@pytest.mark.parametrize("end", ["exit", "the stream ends"])
def test_the_exit_status_tells_whether_shutdown_came_first(talk, messages, status, end):
    for method in messages:
        talk.ask(method, INITIALIZE)
    assert talk.front.exit_code is None
    talk.note("exit") if end == "exit" else talk.front.ended()
    assert talk.front.exit_code == status


@pytest.mark.parametrize("method", ["foo/bar", "$/fooBar", "textDocument/diagnostic"])
def test_an_unknown_request_is_refused(talk, method):
    talk.start()
    assert code(talk.ask(method, HOVER)) == -32601


@pytest.mark.parametrize("method", ["foo/bar", "$/fooBar", "$/setTrace", "textDocument/willSave"])
def test_an_unknown_notification_is_ignored(talk, method):
    talk.start()
    heard = len(talk.heard)
    talk.note(method, {"any": 1})
    assert len(talk.heard) == heard


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (Broken("ValueError"), -32700),
        ([], -32600),
        (3, -32600),
        (None, -32600),
        ("x", -32600),
        ({"jsonrpc": "2.0", "id": 1, "method": 3}, -32600),
        ({"jsonrpc": "2.0", "id": True, "method": "shutdown"}, -32600),
        ({"jsonrpc": "2.0", "id": None, "method": "shutdown"}, -32600),
        ({"jsonrpc": "2.0", "id": {}, "method": "shutdown"}, -32600),
    ],
)
def test_what_is_no_message_is_refused_without_an_id(talk, message, expected):
    talk.start()
    talk.front.receive(message)
    assert talk.heard[-1]["id"] is None
    assert code(talk.heard[-1]) == expected


@pytest.mark.parametrize("message", [{}, {"id": 1, "result": 2}, {"id": [], "error": {}}])
def test_answers_to_nobody_are_dropped(talk, message):
    talk.start()
    heard = len(talk.heard)
    talk.front.receive(message)
    assert len(talk.heard) == heard


NOTIFICATIONS = (
    "initialized",
    "textDocument/didOpen",
    "textDocument/didChange",
    "textDocument/didClose",
    "textDocument/didSave",
    "workspace/didChangeConfiguration",
    "workspace/didChangeWatchedFiles",
    "workspace/didChangeWorkspaceFolders",
    "window/workDoneProgress/cancel",
    "$/cancelRequest",
)
URI = {"uri": "file:///r.txt"}


@pytest.mark.parametrize("method", NOTIFICATIONS)
@pytest.mark.parametrize(
    "params",
    [
        None,
        [],
        3,
        {"x": []},
        {"textDocument": 3, "changes": 4, "event": 5, "settings": 6, "token": [], "id": {}},
        {"textDocument": {**URI, "version": "1"}, "contentChanges": [], "changes": [3]},
        {"textDocument": {**URI, "version": 2}, "contentChanges": [3], "event": {"added": 3}},
        {"textDocument": {**URI, "version": 2}, "contentChanges": [{"range": 1, "text": ""}]},
        {"textDocument": {"uri": "", "version": 1, "text": "x"}, "event": {"added": [{"uri": 1}]}},
    ],
)
def test_a_malformed_notification_is_dropped(talk, method, params):
    """A defect would be raised here: PINLIGHT_RAISE is set in tests."""
    talk.start()
    talk.open("file:///r.txt")
    talk.note(method, params)
    talk.front.rest()
    talk.front.idle()
    assert code(talk.ask("foo/bar")) == -32601


@pytest.mark.parametrize("id", ["abc-1", "", 0, -1, 2**31 - 1])
def test_ids_come_back_as_they_are(talk, id):
    talk.front.receive({"jsonrpc": "2.0", "id": id, "method": "foo/bar"})
    assert talk.heard[-1]["id"] == id
