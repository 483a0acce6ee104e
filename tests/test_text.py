"""Offsets, lines and columns, as the protocol counts them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.text import LineIndex, Span, width

PIECES = ("a", "é", "😀", "e\u0301", "\t", "\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
ENCODINGS = ("utf-8", "utf-16", "utf-32")
EXAMPLES = settings(max_examples=300, derandomize=True, deadline=None)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a\nb", [0, 2]),
        ("a\r\nb\rc\n", [0, 3, 5, 7]),
        ("a\x0bb\x0cc\x85d\u2028e", [0]),  # Lines for Python, not for the protocol.
        ("\n\r\n\r", [0, 1, 3, 4]),
    ],
)
def test_only_line_feeds_and_carriage_returns_end_lines(text, starts):
    assert list(LineIndex(text).starts) == starts


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_columns_count_units_of_the_encoding(encoding, column):
    text = "x\né😀a="
    assert LineIndex(text).position(text.index("="), encoding) == (1, column)
    assert LineIndex(text).offset(1, column, encoding) == text.index("=")


@pytest.mark.parametrize(
    ("line", "column", "offset"),
    [(0, 99, 1), (1, 99, 3), (2, 0, 4), (99, 0, 4), (99, 99, 4), (0, -1, 0)],
)
def test_positions_outside_mean_the_nearest_place(line, column, offset):
    assert LineIndex("a\nb\n").offset(line, column) == offset


@pytest.mark.parametrize("encoding", ENCODINGS)
@EXAMPLES
@given(text=TEXTS)
def test_every_offset_of_a_line_survives_the_way_there_and_back(encoding, text):
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        line, column = index.position(offset, encoding)
        expected = min(offset, index.span(line).end)  # Inside a line end: the end of its line.
        assert index.offset(line, column, encoding) == expected


@EXAMPLES
@given(text=TEXTS)
def test_lines_and_their_ends_make_up_the_text(text):
    index = LineIndex(text)
    ends = [*index.starts[1:], len(text)]
    for line, end in enumerate(ends):
        span = index.span(line)
        assert text[span.end : end] in ("", "\n", "\r\n", "\r")
        assert not {*text[span.start : span.end]} & {"\n", "\r"}


@EXAMPLES
@given(text=TEXTS)
def test_width_is_the_length_of_the_encoded_text(text):
    assert width(text, "utf-8") == len(text.encode())
    assert width(text, "utf-16") == len(text.encode("utf-16-le")) // 2
    assert width(text, "utf-32") == len(text)


def test_spans_touch_at_their_borders():
    assert Span(1, 3).touches(Span(3, 3))
    assert Span(1, 3).touches(Span(0, 1))
    assert not Span(1, 3).touches(Span(4, 5))
    assert Span(1, 3).covers(Span(1, 3))
    assert not Span(1, 3).covers(Span(0, 2))
