"""Problems are pushed, or kept until they are fetched; never both."""

import pytest

from pinlight.lsp.convert import diagnostic
from pinlight.model import Problem, Related
from pinlight.text import LineIndex, Span
from pinlight.world.state import Publish

R = "file:///w/requirements.txt"
PATH = "/w/requirements.txt"
PULLS = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
VERSIONS = {"textDocument": {"publishDiagnostics": {"versionSupport": True}}}


def problem(message="`a` is not installed", path=PATH, span=(0, 1), **fields):
    return Problem(path, Span(*span), "missing-package", "warning", message, **fields)


def pull(talk, uri=R, **params):
    """Ask for the problems of a file and wait for them as a client does."""
    number = talk.request("textDocument/diagnostic", {"textDocument": {"uri": uri}, **params})
    talk.front.rest()
    return talk.answer_to(number)["result"]


def test_a_client_that_only_announces_pull_is_still_pushed_to(talk):
    """Without refresh it would never hear of a change in the environment."""
    result = talk.start({"textDocument": {"diagnostic": {}}})
    assert "diagnosticProvider" not in result["capabilities"]
    talk.open(R)
    talk.engine.judge(PATH, problem())
    assert len(talk.told("textDocument/publishDiagnostics")) == 1


@pytest.mark.parametrize(("capabilities", "expected"), [({}, None), (VERSIONS, 7)])
def test_a_push_carries_the_version_only_where_it_is_understood(talk, capabilities, expected):
    talk.start(capabilities)
    talk.open(R, version=7)
    talk.engine.judge(PATH, problem())
    [params] = talk.told("textDocument/publishDiagnostics")
    assert params.get("version") == expected
    assert [item["message"] for item in params["diagnostics"]] == ["`a` is not installed"]


def test_a_file_that_is_opened_under_another_spelling_shows_its_problems_once(talk):
    talk.start()
    talk.engine._keep(path := "C:\\w\\requirements.txt", "a\n", 1)
    talk.engine.judge(path, problem(path=path))
    talk.open("file:///c%3A/w/requirements.txt")
    talk.engine.judge(path, problem(path=path))
    told = talk.told("textDocument/publishDiagnostics")
    assert [(one["uri"], len(one["diagnostics"])) for one in told] == [
        ("file:///C:/w/requirements.txt", 1),
        ("file:///C:/w/requirements.txt", 0),
        ("file:///c%3A/w/requirements.txt", 1),
    ]


def test_a_closed_file_keeps_the_spelling_of_its_client(talk):
    talk.start()
    uri = "file:///w/%72equirements.txt"
    talk.open(uri)
    talk.engine.judge(PATH, problem())
    talk.note("textDocument/didClose", {"textDocument": {"uri": uri}})
    talk.engine.judge(PATH)
    assert [one["uri"] for one in talk.told("textDocument/publishDiagnostics")] == [uri, uri]


def test_a_client_that_pulls_is_never_pushed_to(talk):
    result = talk.start(PULLS)
    assert result["capabilities"]["diagnosticProvider"]["workspaceDiagnostics"] is True
    talk.open(R)
    talk.engine.judge(PATH, problem())
    report = pull(talk)
    assert report["kind"] == "full"
    assert len(report["items"]) == 1
    assert talk.told("textDocument/publishDiagnostics") == []


def test_a_pull_waits_until_the_file_is_judged(talk):
    talk.start(PULLS)
    talk.open(R)
    number = talk.request("textDocument/diagnostic", {"textDocument": {"uri": R}})
    talk.front.rest()
    assert not talk.is_answered(number)
    talk.engine.judge(PATH, problem())
    talk.front.rest()
    assert len(talk.answer_to(number)["result"]["items"]) == 1


def test_what_did_not_change_is_not_sent_again(talk):
    talk.start(PULLS)
    talk.open(R)
    talk.engine.judge(PATH, problem())
    first = pull(talk)
    again = pull(talk, previousResultId=first["resultId"])
    assert again == {"kind": "unchanged", "resultId": first["resultId"]}
    talk.engine.judge(PATH, problem("`a` 1 is installed, 2 is required"))
    changed = pull(talk, previousResultId=first["resultId"])
    assert changed["kind"] == "full"
    assert changed["resultId"] != first["resultId"]


def test_a_refresh_is_sent_for_what_the_client_does_not_fetch_by_itself(talk):
    talk.start(PULLS)
    talk.open(R)
    talk.engine.judge(PATH, problem())
    talk.front.idle()
    assert talk.told("workspace/diagnostic/refresh") == [], "it fetches what it has just opened"
    pull(talk)
    talk.engine.judge(PATH)
    talk.front.idle()
    talk.front.idle()
    assert len(talk.told("workspace/diagnostic/refresh")) == 1
    pull(talk)
    talk.engine.judge(PATH)
    talk.front.idle()
    assert len(talk.told("workspace/diagnostic/refresh")) == 1, "nothing changed"
    talk.type(R, 2, "b\n")
    talk.front.rest()
    talk.engine.judge(PATH, problem())
    talk.front.idle()
    assert len(talk.told("workspace/diagnostic/refresh")) == 1, "it fetches what it edits"


def test_an_open_file_is_refreshed_although_the_whole_workspace_was_pulled(talk):
    """VS Code drops what a workspace pull says about a file that it has open."""
    talk.start(PULLS)
    talk.open(R)
    talk.engine.judge(PATH, problem())
    pull(talk)
    talk.engine.judge(PATH)
    number = talk.request("workspace/diagnostic", {"previousResultIds": []})
    talk.front.idle()
    assert talk.is_answered(number)
    assert len(talk.told("workspace/diagnostic/refresh")) == 1


def test_the_whole_workspace_is_pulled_when_everything_is_judged(talk):
    talk.start(PULLS)
    talk.open(R)
    talk.engine.judge(PATH, problem())
    known = pull(talk)["resultId"]
    other = "/w/requirements-dev.txt"
    talk.engine._keep(other, "a\n", 1)
    talk.engine.judge(other, problem(path=other))
    params = {"previousResultIds": [{"uri": R, "value": known}]}
    number = talk.request("workspace/diagnostic", params)
    talk.front.rest()
    assert not talk.is_answered(number)
    talk.front.idle()
    items = talk.answer_to(number)["result"]["items"]
    assert [(item["uri"], item["kind"]) for item in items] == [
        ("file:///w/requirements-dev.txt", "full"),
        (R, "unchanged"),
    ]


def test_who_pulls_the_whole_workspace_does_not_wait_for_what_shows_nothing(talk):
    talk.start(PULLS)
    talk.open(R)
    talk.engine.judge(PATH, problem())
    number = talk.request("workspace/diagnostic", {"previousResultIds": []})
    talk.front.answer()
    assert not talk.is_answered(number)
    talk.engine.has_judged = True
    talk.front.answer()
    assert [item["uri"] for item in talk.answer_to(number)["result"]["items"]] == [R]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("textDocument/diagnostic", {}),
        ("workspace/diagnostic", None),
        ("workspace/diagnostic", {"previousResultIds": [3]}),
    ],
)
def test_a_malformed_pull_is_refused(talk, method, params):
    talk.start(PULLS)
    number = talk.request(method, params)
    talk.front.idle()
    assert talk.answer_to(number)["error"]["code"] == -32602


def test_a_related_place_is_in_the_other_file_and_left_out_when_unknown(talk):
    talk.start({"textDocument": {"publishDiagnostics": {"relatedInformation": True}}})
    other = "/w/constraints.txt"
    talk.engine._keep(other, "x\nflask<2\n", 1)
    talk.open(R)
    related = (Related(other, Span(2, 9), "here"), Related("/w/nowhere.txt", Span(0, 1), "there"))
    talk.engine.judge(PATH, problem(related=related))
    [params] = talk.told("textDocument/publishDiagnostics")
    assert params["diagnostics"][0]["relatedInformation"] == [
        {
            "location": {
                "uri": "file:///w/constraints.txt",
                "range": {
                    "start": {"line": 1, "character": 0},
                    "end": {"line": 1, "character": 7},
                },
            },
            "message": "here",
        }
    ]


def test_positions_are_those_of_the_text_that_was_judged(talk):
    talk.start()
    talk.open(R, "a\n")
    talk.type(R, 2, "\n\na\n")
    talk.engine.judge(PATH, problem())
    [params] = talk.told("textDocument/publishDiagnostics")
    assert params["diagnostics"][0]["range"]["start"] == {"line": 0, "character": 0}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_what_is_said_again_is_what_would_be_said_anew(talk, encoding):
    """At every place, on lines in any script, and with what only some clients take."""
    takes = {"versionSupport": True, "codeDescriptionSupport": True, "dataSupport": True}
    general = {"positionEncodings": [encoding]}
    talk.start({"textDocument": {"publishDiagnostics": takes}, "general": general})
    text = "flask\nnaïve\r\n😀 x\n\nclick"
    talk.open(R, text)
    client, index = talk.front.session.client, LineIndex(text)
    places = [(0, 5), (6, 11), (6, 15), (13, 16), (17, 17), (18, len(text))]
    for message in ("one", "two", "one"):
        problems = [problem(f"`{message}` 😀", span=span, about="flask") for span in places]
        talk.engine.judge(PATH, *problems)
        expected = [diagnostic(it, index, client, lambda path: None) for it in problems]
        assert talk.told("textDocument/publishDiagnostics")[-1]["diagnostics"] == expected


def test_files_that_are_registered_later_are_fetched_one_by_one_only(talk):
    """VS Code shows what two providers say of one file beside each other."""
    later = {"dynamicRegistration": True}
    text = {"diagnostic": later, "synchronization": later, "codeAction": later}
    talk.start({"textDocument": text, "workspace": {"diagnostics": {"refreshSupport": True}}})
    for path in ("/w/app.py", "/w/setup.py"):
        talk.engine.out(Publish(path, 1, ()))
    number = talk.request("workspace/diagnostic", {"previousResultIds": []})
    talk.front.rest()
    talk.front.idle()
    uris = [it["uri"] for it in talk.answer_to(number)["result"]["items"]]
    assert uris == ["file:///w/setup.py"]
