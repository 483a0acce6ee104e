"""pygls comes up behind the front; when it cannot, every request still gets an answer."""

import queue
import sys

import pytest

from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.worker import Worker
from pinlight.world.state import Commanded, World

INITIALIZE = {"processId": None, "rootUri": None, "capabilities": {}}
REFRESH = {
    "jsonrpc": "2.0",
    "id": 7,
    "method": "workspace/executeCommand",
    "params": {"command": "pinlight.refresh"},
}
SNAPSHOT = Snapshot(World(), {}, Client())
WAIT_S = 60


class Owner:
    """What the owner of a worker hears of it."""

    def __init__(self) -> None:
        self.frames: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self.refused: list[dict] = []
        self.events: queue.SimpleQueue[object] = queue.SimpleQueue()
        self.ready: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.worker = Worker(
            self.frames.put,
            Calls(self.refused.append),
            self.events.put,
            lambda: self.ready.put(None),
        )


def test_it_is_ready_when_pygls_is_and_answers_in_order():
    owner = Owner()
    assert not owner.worker.is_ready()
    owner.worker.start(INITIALIZE)
    owner.worker.start(INITIALIZE)
    owner.ready.get(timeout=WAIT_S)
    assert owner.worker.is_ready()
    for number in range(20):
        owner.worker.submit({**REFRESH, "id": number}, SNAPSHOT)
    for number in range(20):
        assert f'"id":{number},'.encode() in owner.frames.get(timeout=WAIT_S)
        assert owner.events.get(timeout=WAIT_S) == Commanded("pinlight.refresh", "")
    assert owner.ready.empty(), "it started once"


def test_without_pygls_every_request_is_refused(monkeypatch: pytest.MonkeyPatch, caplog):
    monkeypatch.setitem(sys.modules, "pygls.exceptions", None)
    monkeypatch.delitem(sys.modules, "pinlight.lsp.requests", raising=False)
    owner = Owner()
    owner.worker.start(INITIALIZE)
    owner.ready.get(timeout=WAIT_S)
    assert owner.worker.is_ready()
    owner.worker.submit(REFRESH, SNAPSHOT)
    [answer] = owner.refused
    assert (answer["id"], answer["error"]["code"]) == (7, -32603)
    assert "import of pygls.exceptions halted" in caplog.text
