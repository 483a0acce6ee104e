"""An edited text in pieces says the same as one that is read anew, wherever the pieces end."""

import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.lsp.pieces import SMALLEST, in_pieces
from pinlight.text import LineIndex

SIGNS = ("a", "é", "😀", "\n", "\r", "\r\n", "\x0b", "\x0c", "\x85", "\u2028")
LONG = ("x" * (SMALLEST - 1) + "\n", "y" * SMALLEST, "z\n" * SMALLEST, "\r" * SMALLEST)
TEXTS = st.lists(st.sampled_from(SIGNS + LONG), max_size=12).map("".join)
ENCODINGS = ("utf-8", "utf-16", "utf-32")


def is_alike(ours, text):
    anew = LineIndex(text)
    ends = [it - 1 for it in anew.starts]
    places = {0, len(text), *range(0, len(text), 197), *anew.starts, *ends}
    lines = range(len(anew.starts))
    for place in places - {-1}:
        assert ours.line(place) == anew.line(place)
        for encoding in ENCODINGS:
            line, column = anew.position(place, encoding)
            assert ours.position(place, encoding) == (line, column)
            for there in ((line, column), (line, column + 3), (line + 1, 0), (line - 1, 0)):
                assert ours.offset(*there, encoding) == anew.offset(*there, encoding)
    assert [ours.span(it) for it in lines] == [anew.span(it) for it in lines]
    return (ours.text, ours.starts) == (text, anew.starts)


@settings(derandomize=True, deadline=None, max_examples=100)
@given(TEXTS, TEXTS, st.data())
def test_an_edited_text_says_what_one_made_anew_says(text, insertion, data):
    end = data.draw(st.integers(0, len(text)))
    start = data.draw(st.integers(0, end))
    assert is_alike(in_pieces(LineIndex(text)), text)
    result = in_pieces(LineIndex(text)).edited(start, end, insertion)
    assert is_alike(result, text[:start] + insertion + text[end:])


def test_a_long_session_keeps_the_lines_right():
    generator = random.Random(1)
    text = "a==1\n" * 500
    lines = in_pieces(LineIndex(text))
    for _ in range(3000):
        start = generator.randint(0, len(text))
        end = min(start + generator.choice([0, 0, 0, 1, 7, 7, 900]), len(text))
        new = generator.choice(["x", "", "\n", "\r", "\r\n", "\n\r", "b==2\n" * 70])
        lines = lines.edited(start, end, new)
        text = text[:start] + new + text[end:]
        assert len(lines.text) == len(text)
    assert lines.text == text
    assert lines.starts == [0, *(match.end() for match in re.finditer("\r\n|\n|\r", text))]


def test_an_edit_leaves_what_is_far_from_it_as_it_is():
    lines = in_pieces(LineIndex("a==1\n" * 10_000))
    after = lines.edited(25_000, 25_001, "b\n")
    kept = {id(it) for it in lines._pieces} & {id(it) for it in after._pieces}
    assert len(kept) == len(lines._pieces) - 1 == 98
