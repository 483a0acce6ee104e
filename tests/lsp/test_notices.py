"""What the user is asked comes back as an answer; texts are only changed when they are known."""

import pytest

from pinlight.model import Edit, Problem
from pinlight.text import Span
from pinlight.world.state import Apply, Ask, Replied, Say

R = "file:///w/requirements.txt"
PATH = "/w/requirements.txt"
ASK = Ask("trust", "Do you trust this?", ("Trust", "Never"))
APPLY = Apply("Pin `a`", (Edit(PATH, Span(1, 1), "==1"),))
EDITS = {"workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True}}}


@pytest.mark.parametrize(("severity", "type"), [("error", 1), ("warning", 2), ("information", 3)])
def test_a_message_is_shown(talk, severity, type):
    talk.start()
    talk.front.show(Say(severity, "it failed"))
    assert talk.told("window/showMessage") == [{"type": type, "message": "it failed"}]


@pytest.mark.parametrize(
    ("result", "choice"),
    [({"title": "Trust"}, "Trust"), (None, ""), ({}, ""), ({"title": "other"}, ""), ([], "")],
)
def test_a_question_comes_back_with_its_answer(talk, result, choice):
    talk.start()
    talk.front.show(ASK)
    [params] = talk.told("window/showMessageRequest")
    assert params["actions"] == [{"title": "Trust"}, {"title": "Never"}]
    talk.reply("window/showMessageRequest", result)
    assert talk.events(Replied) == [Replied("trust", choice)]


def test_a_button_tells_more_of_its_choice_and_a_long_list_is_cut(talk):
    talk.start()
    choices = tuple("abcdefghijklmno")
    talk.front.show(Ask("x", "Which?", choices, ("of x", *[""] * 14)))
    [params] = talk.told("window/showMessageRequest")
    assert [it["title"] for it in params["actions"]] == ["a (of x)", *"bcdefghi", "o"]
    talk.reply("window/showMessageRequest", {"title": "a (of x)"})
    assert talk.events(Replied) == [Replied("x", "a")]


@pytest.mark.parametrize(
    ("title", "taken"), [("a, c", ("a", "c")), ("a, b, c", ("a", "b", "c")), ("Nothing", ())]
)
def test_where_nothing_can_be_ticked_there_is_a_button_for_the_usual_for_all_and_for_nothing(
    talk, title, taken
):
    talk.start()
    talk.front.show(Ask("x", "What?", ("a", "b", "c"), is_many=True, taken=("a", "c")))
    [params] = talk.told("window/showMessageRequest")
    assert [it["title"] for it in params["actions"]] == ["a, c", "a, b, c", "Nothing"]
    talk.reply("window/showMessageRequest", {"title": title})
    assert talk.events(Replied) == [Replied("x", "", taken)]


def test_a_question_with_many_answers_can_be_dismissed(talk):
    talk.start()
    talk.front.show(Ask("x", "What?", ("a", "b"), is_many=True))
    talk.reply("window/showMessageRequest", None)
    assert talk.events(Replied) == [Replied("x", "")]


def test_a_client_that_cannot_ask_is_told_what_it_should_have_asked(talk):
    talk.start()
    talk.front.show(ASK)
    talk.reply("window/showMessageRequest", error={"code": -32601, "message": "no"})
    [params] = talk.told("window/showMessage")
    assert params["message"] == "Do you trust this? The editor cannot ask this"
    assert talk.events(Replied) == [Replied("trust", "")]


def test_an_edit_of_a_command_is_applied_with_the_version_that_it_was_made_for(talk):
    talk.start(EDITS)
    talk.open(R, version=4)
    talk.engine.judge(PATH)
    talk.front.show(APPLY)
    [params] = talk.told("workspace/applyEdit")
    at = {"line": 0, "character": 1}
    assert params["edit"]["documentChanges"] == [
        {
            "textDocument": {"uri": R, "version": 4},
            "edits": [{"range": {"start": at, "end": at}, "newText": "==1"}],
        }
    ]


def test_an_edit_of_a_text_that_has_changed_is_not_applied(talk):
    talk.start(EDITS)
    talk.open(R)
    talk.engine.judge(PATH, Problem(PATH, Span(0, 1), "missing-package", "error", "x"))
    talk.type(R, 2, "bbb\n")
    talk.front.show(APPLY)
    assert talk.told("workspace/applyEdit") == []
    assert (
        talk.told("window/showMessage")[0]["message"] == "Pin `a`: the file has changed meanwhile"
    )


def test_a_client_that_takes_no_edits_is_told(talk):
    talk.start()
    talk.open(R)
    talk.engine.judge(PATH)
    talk.front.show(APPLY)
    assert talk.told("window/showMessage")[0]["type"] == 2


SHOWS = {"window": {"showDocument": {"support": True}}}


def test_a_file_is_shown_where_the_client_can(talk):
    talk.start(capabilities=SHOWS)
    talk.front.session.open("/w/x.log")
    assert talk.told("window/showDocument") == [{"uri": "file:///w/x.log", "takeFocus": True}]


def test_elsewhere_it_is_said_where_it_lies(talk):
    talk.start()
    talk.front.session.open("/w/x.log")
    talk.front.session.open("")
    assert [it["message"] for it in talk.told("window/showMessage")] == [
        "What the last change printed is in `/w/x.log`",
        "No change has run a command yet",
    ]
