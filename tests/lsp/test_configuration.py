"""Settings are found wherever a client puts them, and nobody waits for an answer."""

import pytest

from pinlight.lsp.configuration import prefix_of
from pinlight.settings import Settings
from pinlight.world.state import Configured, Interpreted, Trusted

ASKS = {"workspace": {"configuration": True}}


def told(talk):
    return [configured.settings.ignore for configured in talk.events(Configured)]


@pytest.mark.parametrize(
    "options",
    [
        {"settings": {"ignore": ["x"]}},
        {"ignore": ["x"]},
        {"ignore": ["x"], "trusted": True, "interpreter": None},
        {"settings": {"pinlight": {"ignore": ["x"]}}},
        {"pinlight": {"ignore": ["x"]}},
    ],
)
def test_options_of_the_start(talk, options):
    talk.start(initializationOptions=options)
    assert told(talk) == [("x",)]
    assert talk.told("window/logMessage") == []


@pytest.mark.parametrize("options", [None, [], 3, {}, {"settings": None}, {"other": {"x": 1}}])
def test_no_options_of_ours_change_nothing(talk, options):
    talk.start(initializationOptions=options)
    assert told(talk) == []
    assert talk.told("window/logMessage") == []


@pytest.mark.parametrize("settings", [{"pinlight": {"ignore": ["y"]}}, {"ignore": ["y"]}])
def test_pushed_settings_count_over_those_of_the_start(talk, settings):
    talk.start(initializationOptions={"ignore": ["x"], "select": ["s"]})
    talk.note("workspace/didChangeConfiguration", {"settings": settings})
    assert told(talk) == [("x",), ("y",)]
    assert talk.events(Configured)[-1].settings.select == ("s",)


@pytest.mark.parametrize("settings", [None, {}, [], {"python": {"pythonPath": "x"}}])
def test_settings_of_others_change_nothing(talk, settings):
    talk.start(initializationOptions={"ignore": ["x"]})
    talk.note("workspace/didChangeConfiguration", {"settings": settings})
    assert told(talk) == [("x",)]


def test_a_client_that_lets_itself_be_asked_is_asked_at_the_start_and_on_each_change(talk):
    talk.start(ASKS)
    assert talk.told("workspace/configuration") == [{"items": [{"section": "pinlight"}]}]
    talk.reply("workspace/configuration", [{"ignore": ["x"]}])
    talk.note("workspace/didChangeConfiguration", {"settings": None})
    talk.reply("workspace/configuration", [{"ignore": ["y"]}])
    assert told(talk) == [("x",), ("y",)]


def folders(*names):
    return [{"uri": f"file:///w/{name}", "name": name} for name in names]


def test_of_several_folders_each_is_asked_for_its_own(talk):
    talk.start(ASKS, workspaceFolders=folders("a", "b b"), initializationOptions={"lens": False})
    assert talk.told("workspace/configuration") == [
        {
            "items": [
                {"section": "pinlight"},
                {"scopeUri": "file:///w/a", "section": "pinlight"},
                {"scopeUri": "file:///w/b%20b", "section": "pinlight"},
            ]
        }
    ]
    talk.reply("workspace/configuration", [{"ignore": ["x"]}, {"ignore": ["y"]}, {"ignore": ["x"]}])
    first, last = talk.events(Configured)
    assert (first.settings.lens, first.by_folder) == (False, {})
    assert last == Configured(
        Settings(ignore=("x",), lens=False), {"/w/a": Settings(ignore=("y",), lens=False)}
    )


def test_what_a_folder_may_not_say_is_told_once(talk):
    talk.start(ASKS, workspaceFolders=folders("a", "b"))
    talk.reply("workspace/configuration", [{"typo": 1}, {"typo": 1, "lens": 3}, {"typo": 1}])
    [params] = talk.told("window/logMessage")
    assert params["message"] == (
        "Settings that were left out: `typo` is not a setting; `lens` is not true or false"
    )


@pytest.mark.parametrize("rest", [[], [None, None], [3]])
def test_a_client_that_knows_no_folders_answers_for_all_of_them(talk, rest):
    talk.start(ASKS, workspaceFolders=folders("a", "b"))
    talk.reply("workspace/configuration", [{"ignore": ["x"]}, *rest])
    assert talk.events(Configured) == [Configured(Settings(ignore=("x",)))]


def test_folders_that_come_and_go_are_asked_for_anew(talk):
    talk.start(ASKS, workspaceFolders=folders("a"))
    added = {"event": {"added": folders("b"), "removed": []}}
    talk.note("workspace/didChangeWorkspaceFolders", added)
    talk.reply("workspace/configuration", [{}, {}, {"ignore": ["y"]}])
    talk.note("workspace/didChangeWorkspaceFolders", {"event": {"removed": folders("b")}})
    talk.reply("workspace/configuration", [{}])
    assert [len(one["items"]) for one in talk.told("workspace/configuration")] == [1, 3, 1]
    assert [one.by_folder for one in talk.events(Configured)] == [
        {"/w/b": Settings(ignore=("y",))},
        {},
    ]


@pytest.mark.parametrize("answer", [None, [], [None], {}, [3]])
def test_an_empty_answer_changes_nothing(talk, answer):
    talk.start(ASKS, initializationOptions={"ignore": ["x"]})
    talk.reply("workspace/configuration", answer)
    assert told(talk) == [("x",)]


def test_a_client_that_refuses_to_answer_is_taken_at_its_push(talk):
    talk.start(ASKS)
    talk.reply("workspace/configuration", error={"code": -32601, "message": "no"})
    talk.note("workspace/didChangeConfiguration", {"settings": {"pinlight": {"ignore": ["x"]}}})
    talk.reply("workspace/configuration", error={"code": -32601, "message": "no"})
    assert told(talk) == [("x",)]


def test_what_an_extension_keeps_beside_the_settings_is_not_refused(talk):
    own = {"server": {"path": ""}, "terminal": {"activate": True}, "trace": {"server": "off"}}
    talk.start()
    talk.note("workspace/didChangeConfiguration", {"settings": {"pinlight": own}})
    assert talk.told("window/logMessage") == []


def test_what_is_refused_is_told_once(talk):
    talk.start(initializationOptions={"settings": {"typo": 1, "lens": "x"}})
    talk.note("workspace/didChangeConfiguration", {"settings": {"pinlight": {"ignore": []}}})
    [params] = talk.told("window/logMessage")
    assert params["message"] == (
        "Settings that were left out: `typo` is not a setting; `lens` is not true or false"
    )


def test_trust_and_interpreters_may_change_later(talk):
    talk.start(rootUri="file:///w")
    settings = {"pinlight": {"trusted": True, "interpreter": {"/w/": "/w/.venv", "/x": ""}}}
    talk.note("workspace/didChangeConfiguration", {"settings": settings})
    assert talk.events(Trusted) == [Trusted(True)]
    assert talk.events(Interpreted) == [Interpreted("/w", "/w/.venv"), Interpreted("/x", "")]
    assert talk.told("window/logMessage") == []


@pytest.mark.parametrize(
    ("interpreter", "prefix"),
    [
        ("/w/.venv/bin/python3.12", "/w/.venv"),
        ("/w/.venv", "/w/.venv"),
        ("/opt/pypy/bin/pypy3", "/opt/pypy"),
        ("C:\\w\\.venv\\Scripts\\python.exe", "C:\\w\\.venv"),
        ("C:\\conda\\envs\\x\\python.exe", "C:\\conda\\envs\\x"),
        ("/envs/python", "/envs/python"),
        ("", ""),
    ],
)
def test_an_interpreter_tells_its_environment(interpreter, prefix):
    assert prefix_of(interpreter) == prefix
