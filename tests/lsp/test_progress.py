"""A bar is shown where it was announced, from when the client has made it until the end."""

import pytest

from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.progress import Progress
from pinlight.shell.change import Progress as Step

HALF = Step("Installing", "flask", 50)
DONE = Step("Installing", "done", None, True)


class Bar:
    """A client and one bar."""

    def __init__(self, **client):
        self.heard = []
        self.cancelled = 0
        self.calls = Calls(self.heard.append)
        self.progress = Progress(self.calls, Client(**client))
        self.progress.begin("t", Step("Installing", ""), self._cancel)

    def _cancel(self):
        self.cancelled += 1

    def made(self, **answer):
        self.calls.answered({"id": self.heard[0]["id"], **answer})

    def values(self):
        return [one["params"]["value"] for one in self.heard if one["method"] == "$/progress"]


def test_a_bar_begins_moves_and_ends():
    bar = Bar(has_progress=True)
    bar.made(result=None)
    bar.progress.report("t", HALF)
    bar.progress.report("t", DONE)
    bar.progress.report("t", HALF)
    assert bar.values() == [
        {"kind": "begin", "title": "Installing", "cancellable": True},
        {"kind": "report", "message": "flask", "percentage": 50},
        {"kind": "end", "message": "done"},
    ]


def test_a_bar_that_is_made_late_begins_where_the_change_is():
    bar = Bar(has_progress=True)
    bar.progress.report("t", HALF)
    assert bar.values() == []
    bar.made(result=None)
    [begin] = bar.values()
    assert (begin["kind"], begin["message"], begin["percentage"]) == ("begin", "flask", 50)


@pytest.mark.parametrize("answer", [{"error": {"code": -32601, "message": ""}}, None])
def test_a_bar_that_the_client_does_not_make_is_not_used(answer):
    bar = Bar(has_progress=True)
    if answer:
        bar.made(**answer)
    bar.progress.report("t", HALF)
    bar.progress.report("t", DONE)
    assert bar.values() == []


def test_a_bar_that_is_made_after_the_end_is_not_used():
    bar = Bar(has_progress=True)
    bar.progress.report("t", DONE)
    bar.made(result=None)
    assert bar.values() == []


def test_who_announced_no_progress_hears_of_none():
    bar = Bar()
    bar.progress.report("t", HALF)
    assert bar.heard == []


def test_cancel_reaches_the_change_until_it_has_ended():
    bar = Bar(has_progress=True)
    bar.progress.cancelled({"token": "other"})
    bar.progress.cancelled({"token": 3})
    assert bar.cancelled == 0
    bar.progress.cancelled({"token": "t"})
    assert bar.cancelled == 1
    bar.progress.report("t", DONE)
    bar.progress.cancelled({"token": "t"})
    assert bar.cancelled == 1
