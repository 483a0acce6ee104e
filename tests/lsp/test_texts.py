"""Edits are gathered: many at once are known as a burst, and are one change for the world."""

import pytest

from pinlight.lsp.texts import MANY, SEVERAL, Texts
from pinlight.world.state import Changed, Event, Opened

URI, PATH = "file:///w/requirements.txt", "/w/requirements.txt"


def edited(count: int) -> tuple[Texts, list[Event]]:
    told: list[Event] = []
    texts = Texts(told.append, "utf-16")
    item = {"uri": URI, "languageId": "x", "version": 0, "text": "a\n"}
    texts.opened({"textDocument": item})
    start = {"line": 0, "character": 0}
    for number in range(count):
        change = {"range": {"start": start, "end": start}, "text": "b"}
        document = {"uri": URI, "version": number + 1}
        texts.changed({"textDocument": document, "contentChanges": [change]})
    return texts, told


@pytest.mark.parametrize(
    ("count", "is_burst"),
    [(0, False), (1, False), (SEVERAL - 1, False), (SEVERAL, True), (MANY - 1, True)],
)
def test_a_keystroke_is_no_burst(count, is_burst):
    assert edited(count)[0].is_burst() == is_burst


def test_a_burst_that_never_ends_is_none():
    assert not edited(MANY)[0].is_burst()


def test_all_edits_are_one_change():
    texts, told = edited(SEVERAL)
    texts.flush()
    assert told == [Opened(PATH, "a\n", 0), Changed(PATH, "b" * SEVERAL + "a\n", SEVERAL)]
    assert not texts.is_burst()
