"""Edits that are worked out when an action is chosen."""

from types import SimpleNamespace as Params

import pytest

from fixture import parse_project
from pinlight.formats import format_of
from pinlight.lsp import code_action, code_action_resolve
from pinlight.lsp.client import Client, announced
from pinlight.lsp.documents import Document
from pinlight.lsp.snapshot import Snapshot
from pinlight.model import Choice, Resolution
from pinlight.text import LineIndex
from pinlight.world.state import World

R, PATH = "file:///w/requirements.txt", "/w/requirements.txt"
EAGER = Client(takes_code_actions=True, takes_versioned_edits=True)
LAZY = EAGER._replace(resolves_edits=True)
TEXT = "zlib-ng\nalpha>=1\nBeta_x\n"


def moment(text, client):
    manifest = format_of(PATH).parse(PATH, text, {})
    resolution = Resolution(manifest, Choice(PATH, "", "because"), None)
    world = World(manifests={PATH: manifest}, resolutions={PATH: resolution})
    return Snapshot(world, {PATH: Document(R, 3, LineIndex(text))}, client)


class Offered:
    """A CodeAction as the client sends it back."""

    def __init__(self, shown):
        self.title, self.kind = shown["title"], shown["kind"]
        self.data = shown.get("data")


def shown(client, kind):
    start = Params(line=0, character=0)
    asked = Params(
        text_document=Params(uri=R),
        range=Params(start=start, end=start),
        context=Params(only=[kind]),
    )
    found = code_action.answer(moment(TEXT, client), asked)
    return next(it for it in found if it["kind"] == kind)


@pytest.mark.parametrize("kind", ["source.sort.pinlight", "source.normalise.pinlight"])
def test_the_edit_is_the_same_as_that_of_a_client_that_cannot_ask(kind):
    early, late = shown(EAGER, kind), shown(LAZY, kind)
    assert "edit" in early
    assert "edit" not in late
    resolved = code_action_resolve.answer(moment(TEXT, LAZY), Offered(late))
    assert resolved["edit"] == early["edit"]
    assert resolved["title"] == early["title"]


def test_what_no_longer_applies_comes_back_without_an_edit():
    late = Offered(shown(LAZY, "source.sort.pinlight"))
    assert "edit" not in code_action_resolve.answer(moment("alpha\n", LAZY), late)
    late.data = {"uri": R, "id": "fix:of-another-time::/w/requirements.txt:"}
    assert "edit" not in code_action_resolve.answer(moment(TEXT, LAZY), late)
    late.data = {"uri": "file:///elsewhere", "id": "source.sort.pinlight"}
    assert "edit" not in code_action_resolve.answer(moment(TEXT, LAZY), late)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ({"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}, True),
        ({"dataSupport": True, "resolveSupport": {"properties": ["command"]}}, False),
        ({"resolveSupport": {"properties": ["edit"]}}, False),
        ({}, False),
    ],
)
def test_a_client_says_whether_it_asks(action, expected):
    announcement = {"capabilities": {"textDocument": {"codeAction": action}}}
    assert announced(announcement).resolves_edits == expected


def test_pinning_a_whole_file_waits_until_it_is_chosen():
    project = parse_project("flask\nrequests\n-- .venv --\nflask 3.0.2\nrequests 2.32.0\n")
    seen = project.seen
    world = World(manifests=seen.manifests, resolutions=seen.resolutions)
    lines = LineIndex(project.files[PATH])
    start = Params(line=0, character=0)
    asked = Params(
        text_document=Params(uri=R),
        range=Params(start=start, end=start),
        context=Params(only=["source"]),
    )

    def pins(client):
        snapshot = Snapshot(world, {PATH: Document(R, 1, lines)}, client)
        found = code_action.answer(snapshot, asked)
        [pin] = [it for it in found if it["title"].startswith("Pin ")]
        return snapshot, pin

    _, early = pins(EAGER)
    snapshot, late = pins(LAZY)
    assert "edit" not in late
    assert code_action_resolve.answer(snapshot, Offered(late))["edit"] == early["edit"]
