"""What an editor with a plugin of ours gets on top: questions as lists, figures, activation."""

from types import SimpleNamespace

import pytest

from fixture import check
from pinlight.lsp import activation, environments, status
from pinlight.lsp.client import Client
from pinlight.lsp.snapshot import Snapshot
from pinlight.model import Problem
from pinlight.text import Span
from pinlight.world.state import Ask, Replied, World

R = "file:///w/requirements.txt"
PATH = "/w/requirements.txt"
OURS = {"experimental": {"pinlight": {"ask": True, "changed": True}}}
PROBLEM = Problem(PATH, Span(0, 1), "missing-package", "warning", "`a` is not installed")


@pytest.mark.parametrize(
    ("result", "choice"), [({"title": "b"}, "b"), (None, ""), ({"title": "other"}, "")]
)
def test_a_question_is_a_list_to_pick_from(talk, result, choice):
    talk.start(OURS)
    talk.front.show(Ask("create:x", "Which?", ("a", "b")))
    assert talk.told("pinlight/ask") == [{"question": "Which?", "choices": ["a", "b"]}]
    assert talk.told("window/showMessageRequest") == []
    talk.reply("pinlight/ask", result)
    assert talk.events(Replied) == [Replied("create:x", choice)]


DETAILED = Ask("create:x", "Which?", ("a", "b"), ("of x", ""), title="Create Environment")
MANY = Ask("create:x", "What?", ("a", "b", "c"), ("of x", "", ""), is_many=True, taken=("a", "c"))


def test_a_list_tells_more_of_each_choice(talk):
    talk.start(OURS)
    talk.front.show(DETAILED)
    [params] = talk.told("pinlight/ask")
    assert params == {
        "title": "Create Environment",
        "question": "Which?",
        "choices": ["a", "b"],
        "details": ["of x", ""],
    }


@pytest.mark.parametrize("ask", [DETAILED, MANY])
def test_a_list_may_lead_back_to_the_question_before(talk, ask):
    talk.start(OURS)
    talk.front.show(ask._replace(has_back=True))
    [params] = talk.told("pinlight/ask")
    assert params["back"] is True
    talk.reply("pinlight/ask", {"back": True})
    assert talk.events(Replied) == [Replied("create:x", "", is_back=True)]


@pytest.mark.parametrize(
    ("result", "taken"),
    [
        ({"titles": ["c", "a", "other"]}, ("a", "c")),
        ({"titles": []}, ()),
        ({"titles": "a"}, ()),
        (None, None),
        ({}, None),
    ],
)
def test_any_number_can_be_taken_from_a_list(talk, result, taken):
    talk.start(OURS)
    talk.front.show(MANY)
    [params] = talk.told("pinlight/ask")
    assert (params["many"], params["taken"]) == (True, ["a", "c"])
    talk.reply("pinlight/ask", result)
    assert talk.events(Replied) == [Replied("create:x", "", taken)]


def test_news_are_told_once_when_nothing_is_left_to_do(talk):
    talk.start(OURS)
    talk.open(R)
    talk.engine.judge(PATH, PROBLEM)
    talk.engine.judge(PATH)
    assert talk.told("pinlight/changed") == []
    talk.front.idle()
    talk.front.idle()
    assert talk.told("pinlight/changed") == [{}]


def test_other_clients_hear_nothing_of_it(talk):
    talk.start()
    talk.open(R)
    talk.engine.judge(PATH, PROBLEM)
    talk.front.idle()
    assert talk.told("pinlight/changed") == []


@pytest.fixture
def snapshot():
    project = check("""
        flask>=3
        requests
        ^^^^^^^^ missing-package: ...
        -- sub/dev-requirements.txt --
        flask
        -- .venv --
        flask 3.0.2
    """)
    seen = project.seen
    world = World(
        folders=("/w", "/empty"),
        manifests={path: it.manifest for path, it in seen.resolutions.items()},
        resolutions=seen.resolutions,
        problems=seen.problems,
        environments=seen.environments,
        choices={path: it.choice for path, it in seen.resolutions.items()},
    )
    return Snapshot(world, {}, Client())


def test_the_status_of_a_file_and_of_the_folders(snapshot):
    document = SimpleNamespace(uri="file:///w/sub/dev-requirements.txt")
    found = status.answer(snapshot, SimpleNamespace(textDocument=document))
    assert (found["file"]["uri"], found["file"]["problems"]) == (document.uri, 0)
    assert found["problems"] == 1
    [folder, empty] = found["folders"]
    assert (folder["uri"], folder["file"]["uri"], folder["file"]["name"]) == (
        "file:///w",
        R,
        ".venv",
    )
    assert (empty["uri"], empty["file"]) == ("file:///empty", None)


@pytest.mark.parametrize(
    "params",
    [
        None,
        SimpleNamespace(),
        SimpleNamespace(textDocument=3),
        SimpleNamespace(textDocument=SimpleNamespace(uri="file:///nowhere.txt")),
    ],
)
def test_there_is_a_status_without_a_file(snapshot, params):
    assert status.answer(snapshot, params)["file"] is None


def test_the_environments_with_what_they_hold(snapshot):
    [found] = environments.answer(snapshot, None)
    assert (found["prefix"], found["name"]) == ("/w/.venv", ".venv")
    assert found["files"] == [R, "file:///w/sub/dev-requirements.txt"]
    assert [(it["name"], it["version"]) for it in found["packages"]] == [
        ("flask", "3.0.2"),
        ("requests", ""),
    ]
    places = [(it["asked"]["uri"], it["asked"]["range"]["start"]) for it in found["packages"]]
    assert places == [(R, {"line": 0, "character": 0}), (R, {"line": 1, "character": 0})]


def test_the_activation_of_a_known_environment(snapshot):
    asked = SimpleNamespace(prefix="/w/.venv", shell="fish")
    assert activation.answer(snapshot, asked) == {
        "variables": {"VIRTUAL_ENV": "/w/.venv"},
        "folders": ["/w/.venv/bin"],
        "command": "source /w/.venv/bin/activate.fish",
    }
    assert activation.answer(snapshot, SimpleNamespace(prefix="/other")) is None
