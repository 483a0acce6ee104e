"""What a client says reaches the world, and what it asks for waits until it is right."""

import pytest

from pinlight.model import Problem
from pinlight.text import Span
from pinlight.world.state import (
    Changed,
    Closed,
    Configured,
    FoldersSet,
    Interpreted,
    Opened,
    Refresh,
    Touched,
    Trusted,
)

R = "file:///w/requirements.txt"
PATH = "/w/requirements.txt"
HOVER = {"textDocument": {"uri": R}, "position": {"line": 0, "character": 0}}
PULLS = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}


def problem(path=PATH, start=0, end=1):
    return Problem(path, Span(start, end), "missing-package", "warning", "`a` is not installed")


@pytest.mark.parametrize(
    ("params", "folders"),
    [
        (
            {"workspaceFolders": [{"uri": "file:///a", "name": ""}, {"uri": "file:///b"}]},
            ("/a", "/b"),
        ),
        ({"workspaceFolders": None, "rootUri": "file:///a/"}, ("/a",)),
        ({"rootPath": "/a"}, ("/a",)),
        ({"workspaceFolders": [], "rootUri": None, "rootPath": None}, ()),
    ],
)
def test_folders_are_found_however_the_client_names_them(talk, params, folders):
    talk.start(**params)
    assert talk.events(FoldersSet) == [FoldersSet(folders)]


def test_folders_come_and_go(talk):
    talk.start(workspaceFolders=[{"uri": "file:///a"}, {"uri": "file:///b"}])
    event = {
        "added": [{"uri": "file:///c"}, {"uri": "file:///b"}],
        "removed": [{"uri": "file:///a"}],
    }
    talk.note("workspace/didChangeWorkspaceFolders", {"event": event})
    assert talk.events(FoldersSet)[-1] == FoldersSet(("/b", "/c"))


def test_the_world_is_told_where_to_look_even_without_initialized(talk):
    params = {"processId": None, "rootUri": "file:///w", "capabilities": {}}
    talk.ask("initialize", {**params, "initializationOptions": {"trusted": True}})
    talk.open(R)
    assert [type(event) for event in talk.engine.events] == [Trusted, FoldersSet, Opened]
    talk.note("initialized", {})
    assert len(talk.engine.events) == 3


def test_a_burst_of_edits_is_one_change(talk):
    talk.start()
    talk.open(R, "a\n")
    for version in range(2, 102):
        talk.type(R, version, "a" * version)
    assert talk.events(Changed) == []
    talk.front.rest()
    assert talk.events(Changed) == [Changed(PATH, "a" * 101, 101)]
    talk.front.rest()
    assert len(talk.events(Changed)) == 1


def test_closing_forgets_edits_that_nobody_saw(talk):
    talk.start()
    talk.open(R)
    talk.type(R, 2, "b")
    talk.note("textDocument/didClose", {"textDocument": {"uri": R}})
    talk.front.rest()
    assert talk.events(Changed) == []
    assert talk.events(Closed) == [Closed(PATH)]


def test_sync_of_a_file_that_is_not_open_is_ignored(talk):
    talk.start()
    talk.type(R, 2, "b")
    talk.note("textDocument/didClose", {"textDocument": {"uri": R}})
    talk.front.rest()
    assert talk.events(Changed) == talk.events(Closed) == []


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("untitled:Untitled-1", "untitled:Untitled-1"),
        ("file:///c%3A/x/requirements.txt", "C:\\x\\requirements.txt"),
        ("file:///folder/%F0%9F%98%80%20x/requirements.txt", "/folder/😀 x/requirements.txt"),
    ],
)
def test_problems_are_published_under_the_uri_of_the_client(talk, uri, path):
    talk.start()
    talk.open(uri)
    if path.endswith(".txt"):
        talk.engine.judge(path, problem(path))
        assert [params["uri"] for params in talk.told("textDocument/publishDiagnostics")] == [uri]
    assert talk.events(Opened) == [Opened(path, "a\n", 1)]


@pytest.mark.parametrize("uri", ["", "::::", "requirements.txt"])
def test_what_is_no_uri_never_reaches_the_world(talk, uri):
    talk.start()
    talk.open(uri)
    assert talk.events(Opened) == []


def test_a_request_waits_until_its_file_is_judged(talk):
    talk.start()
    talk.open(R)
    talk.request("textDocument/hover", HOVER)
    talk.front.rest()
    assert talk.behind.taken == []
    talk.engine.judge(PATH)
    talk.front.rest()
    [(message, snapshot)] = talk.behind.taken
    assert message["method"] == "textDocument/hover"
    assert snapshot.world is talk.engine.world


def test_a_request_sees_the_last_edit_before_it(talk):
    talk.start()
    talk.open(R)
    talk.engine.judge(PATH)
    talk.type(R, 2, "b\n")
    talk.request("textDocument/hover", HOVER)
    talk.front.rest()
    assert talk.behind.taken == []
    talk.engine.judge(PATH)
    talk.front.rest()
    [(_, snapshot)] = talk.behind.taken
    assert snapshot.file(R).lines.text == "b\n"


def test_requests_are_passed_on_in_order_once_pygls_is_there(talk):
    talk.start()
    talk.behind.ready = False
    numbers = [talk.request("workspace/executeCommand", {"command": str(n)}) for n in range(5)]
    talk.front.rest()
    talk.front.idle()
    assert talk.behind.started is not None
    assert talk.behind.taken == []
    talk.behind.ready = True
    talk.front.rest()
    assert [message["id"] for message, _ in talk.behind.taken] == numbers


def test_a_request_about_a_file_that_is_never_judged_waits_for_rest_only(talk):
    talk.start()
    talk.open(R)
    talk.request("textDocument/hover", HOVER)
    talk.front.rest()
    assert talk.behind.taken == []
    talk.front.idle()
    assert len(talk.behind.taken) == 1


def test_pygls_is_not_started_before_the_first_documents_are_answered(talk):
    talk.start()
    talk.front.rest()
    talk.front.idle()
    assert talk.behind.started is None
    talk.open(R)
    talk.front.rest()
    assert talk.behind.started is None
    talk.front.idle()
    assert talk.behind.started is not None


def test_a_cancelled_request_is_answered_and_not_carried_out(talk):
    talk.start()
    talk.open(R)
    number = talk.request("textDocument/hover", HOVER)
    talk.note("$/cancelRequest", {"id": number})
    assert talk.answer_to(number)["error"]["code"] == -32800
    talk.front.idle()
    assert talk.behind.taken == []
    talk.note("$/cancelRequest", {"id": 4711})


def test_watched_files_count_once_and_environments_when_they_have_settled(talk):
    talk.start()
    cfg = "/w/.venv/pyvenv.cfg"
    changes = [{"uri": R, "type": 2}, {"uri": f"file://{cfg}", "type": 1}] * 2
    for _ in range(2):
        talk.note("workspace/didChangeWatchedFiles", {"changes": changes})
    talk.front.rest()
    assert talk.events(Touched) == [Touched((PATH,))]
    [look] = talk.timers
    talk.note("workspace/didChangeWatchedFiles", {"changes": changes})
    look()
    assert len(talk.events(Touched)) == 1, "still moving"
    [_, look] = talk.timers
    look()
    assert talk.events(Touched)[-1] == Touched((cfg,))


def test_saving_touches_the_file(talk):
    talk.start()
    talk.note("textDocument/didSave", {"textDocument": {"uri": R}})
    assert talk.events(Touched) == [Touched((PATH,))]


@pytest.mark.parametrize(
    ("capabilities", "registered"),
    [
        ({}, []),
        (
            {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}},
            ["workspace/didChangeWatchedFiles"],
        ),
        (
            {"workspace": {"didChangeConfiguration": {"dynamicRegistration": True}}},
            ["workspace/didChangeConfiguration"],
        ),
        (
            {
                "textDocument": {
                    "synchronization": {"dynamicRegistration": True},
                    "codeAction": {"dynamicRegistration": True},
                }
            },
            [
                "textDocument/didOpen",
                "textDocument/didChange",
                "textDocument/didClose",
                "textDocument/didSave",
                "textDocument/codeAction",
            ],
        ),
        ({"textDocument": {"synchronization": {"dynamicRegistration": True}}}, []),
    ],
)
def test_only_what_was_announced_is_registered(talk, capabilities, registered):
    talk.start(capabilities)
    told = talk.told("client/registerCapability")
    assert [one["method"] for params in told for one in params["registrations"]] == registered


def test_a_client_without_capabilities_hears_nothing_uninvited(talk):
    talk.start()
    talk.open(R)
    talk.engine.judge(PATH, problem())
    talk.engine.out(Refresh())
    talk.front.rest()
    talk.front.idle()
    methods = [message["method"] for message in talk.heard if "method" in message]
    assert methods == ["textDocument/publishDiagnostics"]


def test_lenses_and_hints_are_refreshed_once_per_pause_where_announced(talk):
    result = talk.start(
        {"workspace": {"codeLens": {"refreshSupport": True}, "inlayHint": {"refreshSupport": True}}}
    )
    for _ in range(3):
        talk.engine.out(Refresh())
    talk.front.idle()
    talk.front.idle()
    assert len(talk.told("workspace/codeLens/refresh")) == 1
    provided = "inlayHintProvider" in result["capabilities"]
    assert len(talk.told("workspace/inlayHint/refresh")) == provided


def test_trust_interpreter_and_settings_come_with_the_start(talk):
    options = {"settings": {"poll_s": 5}, "trusted": False, "interpreter": "/w/.venv/bin/python3"}
    talk.start(rootUri="file:///w", initializationOptions=options)
    [configured] = talk.events(Configured)
    assert configured.settings.poll_s == 5.0
    assert talk.events(Trusted) == [Trusted(False)]
    assert talk.events(Interpreted) == [Interpreted("/w", "/w/.venv")]
