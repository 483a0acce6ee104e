"""Texts stay equal to the editor's, whatever is edited where, in every encoding."""

import pytest

from pinlight.lsp.documents import Document, changed
from pinlight.text import LineIndex


def edit(start, end, text):
    places = [dict(zip(("line", "character"), place, strict=True)) for place in (start, end)]
    return {"range": {"start": places[0], "end": places[1]}, "text": text}


def apply(text, *changes, encoding="utf-16"):
    return changed(Document("file:///r.txt", 1, LineIndex(text)), 2, changes, encoding).lines.text


@pytest.mark.parametrize(
    ("text", "change", "after"),
    [
        ("ab\ncd", edit((0, 1), (1, 1), "X"), "aXd"),
        ("ab\ncd", edit((1, 1), (0, 1), "X"), "aXd"),
        ("ab\ncd", edit((0, 99), (0, 99), "X"), "abX\ncd"),
        ("ab\ncd", edit((9, 9), (9, 9), "X"), "ab\ncdX"),
        ("ab\n", edit((1, 0), (1, 0), "X"), "ab\nX"),
        ("", edit((0, 0), (0, 0), "X"), "X"),
        ("ab\r\ncd", edit((0, 9), (0, 9), "X"), "abX\r\ncd"),
        ("a\u2028b\x0cc\n", edit((0, 3), (0, 4), "X"), "a\u2028bXc\n"),
        ("ab", edit((-1, 5), (0, 1), "X"), "Xb"),
        ("ab", {"text": "new"}, "new"),
    ],
)
def test_a_change_is_applied_as_editors_mean_it(text, change, after):
    assert apply(text, change) == after


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 6), ("utf-16", 3), ("utf-32", 2)])
def test_columns_count_units_of_the_agreed_encoding(encoding, column):
    assert apply("é😀x", edit((0, column), (0, column), "|"), encoding=encoding) == "é😀|x"


def test_changes_of_one_message_build_on_each_other():
    assert (
        apply("a", {"text": "xyz\n"}, edit((1, 0), (1, 0), "b"), edit((0, 0), (0, 3), "")) == "\nb"
    )


@pytest.mark.parametrize(
    "change",
    [{}, {"text": 3}, {"text": "x", "range": 3}, {"text": "x", "range": {"start": {}}}, None],
)
def test_a_malformed_change_is_refused(change):
    with pytest.raises((ArithmeticError, LookupError, TypeError, ValueError)):
        apply("a", change)
