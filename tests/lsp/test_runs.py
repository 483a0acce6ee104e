"""A change reports to its bar, and its end reaches the world, on the owner's thread."""

import queue
import threading

from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.progress import Progress
from pinlight.lsp.runs import Runs
from pinlight.model import Uninstall
from pinlight.settings import DEFAULT
from pinlight.world.state import Ran

WAIT_S = 60


def test_a_change_that_cannot_be_made_ends_with_the_reason(tmp_path):
    inbox: queue.SimpleQueue = queue.SimpleQueue()
    events: list = []
    heard: list = []
    calls = Calls(heard.append)
    owner = threading.current_thread()

    def feed(event):
        assert threading.current_thread() is owner
        events.append(event)

    operation = Uninstall(str(tmp_path / "nowhere"), ("flask",))
    runs = Runs(inbox.put, feed, {})
    runs.begin(operation, DEFAULT, Progress(calls, Client(has_progress=True)))
    calls.answered({"id": heard[0]["id"], "result": None})
    while not events:
        inbox.get(timeout=WAIT_S)()
    [ran] = events
    assert isinstance(ran, Ran)
    assert (ran.operation, ran.is_ok) == (operation, False)
    kinds = [one["params"]["value"]["kind"] for one in heard if one["method"] == "$/progress"]
    assert (kinds[0], kinds[-1]) == ("begin", "end")
    runs.end()
