"""Values of the core become what the client understands, and nothing more."""

import pytest

from pinlight.lsp.client import Client
from pinlight.lsp.convert import diagnostic, edit_of, range_of
from pinlight.model import Edit, Problem
from pinlight.text import LineIndex, Span

TEXT = LineIndex("é😀x\r\nflask\n")
FLASK = {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 5}}
PROBLEM = Problem("/r.txt", Span(5, 10), "missing-package", "hint", "no", "flask", "/w/.venv")
EDITS = (Edit("/r.txt", Span(5, 10), "a"), Edit("/r.txt", Span(0, 0), "b"))


def place(path):
    return ("file:///r.txt", TEXT) if path == "/r.txt" else None


@pytest.mark.parametrize(
    ("encoding", "start", "end"), [("utf-8", 2, 6), ("utf-16", 1, 3), ("utf-32", 1, 2)]
)
def test_columns_count_in_the_agreed_encoding(encoding, start, end):
    shown = range_of(TEXT, Span(1, 2), encoding)
    assert (shown["start"]["character"], shown["end"]["character"]) == (start, end)


@pytest.mark.parametrize(
    ("severity", "number"), [("error", 1), ("warning", 2), ("information", 3), ("hint", 4)]
)
def test_severities_are_numbers(severity, number):
    problem = PROBLEM._replace(severity=severity)
    assert diagnostic(problem, TEXT, Client(), place)["severity"] == number


def test_a_plain_client_gets_a_plain_diagnostic():
    assert diagnostic(PROBLEM, TEXT, Client(), place) == {
        "range": FLASK,
        "severity": 4,
        "code": "missing-package",
        "source": "pinlight",
        "message": "no",
    }


def test_data_and_tags_are_for_those_who_understand_them():
    duplicate = PROBLEM._replace(code="duplicate-requirement")
    shown = diagnostic(duplicate, TEXT, Client(takes_data=True, takes_tags=True), place)
    assert shown["data"] == {"about": "flask", "environment": "/w/.venv"}
    assert shown["tags"] == [1]


def test_an_edit_names_the_version_where_that_is_understood():
    first = {"range": FLASK, "newText": "a"}
    start = {"line": 0, "character": 0}
    second = {"range": {"start": start, "end": start}, "newText": "b"}
    assert edit_of(EDITS, Client(), place, lambda path: 3) == {
        "changes": {"file:///r.txt": [first, second]}
    }
    assert edit_of(EDITS, Client(takes_versioned_edits=True), place, lambda path: 3) == {
        "documentChanges": [
            {"textDocument": {"uri": "file:///r.txt", "version": 3}, "edits": [first, second]}
        ]
    }


def test_there_is_no_edit_of_an_unknown_text():
    assert edit_of((Edit("/x", Span(0, 0), "a"),), Client(), place, lambda path: None) is None
