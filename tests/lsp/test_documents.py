"""Texts stay equal to the editor's, whatever is edited where, in every encoding."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.lsp.documents import Document, changed, edited
from pinlight.text import LineIndex

PIECES = st.lists(
    st.sampled_from(["a", "é", "😀", "\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028"]),
    max_size=12,
).map("".join)


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


@settings(derandomize=True, deadline=None, max_examples=500)
@given(PIECES, PIECES, st.data())
def test_an_edited_index_equals_one_made_anew(text, insertion, data):
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    result = edited(LineIndex(text), start, end, insertion)
    anew = LineIndex(text[:start] + insertion + text[end:])
    assert (result.text, result.starts) == (anew.text, anew.starts)


def test_a_long_session_keeps_the_index_right():
    generator = random.Random(1)
    lines = LineIndex("a==1\n" * 50)
    for _ in range(2000):
        start = generator.randint(0, len(lines.text))
        end = min(start + generator.choice([0, 0, 0, 1, 7]), len(lines.text))
        lines = edited(lines, start, end, generator.choice(["x", "", "\n", "\r", "\r\n", "\n\r"]))
    assert lines.starts == [0, *(match.end() for match in re.finditer("\r\n|\n|\r", lines.text))]
