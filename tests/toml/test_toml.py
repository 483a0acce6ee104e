"""TOML values know their places, and a half-typed line costs nothing but itself."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight import toml
from pinlight.model import NOWHERE


def values(text):
    return toml.plain(toml.parse(text).root)


def told(text):
    """Return each fault as "marked text: message"."""
    return [
        f"{text[fault.span.start : fault.span.end]}: {fault.message}"
        for fault in toml.parse(text).faults
    ]


def at(text, *path):
    """Return the item at `path`, and what its value and its key spell in the text."""
    item = toml.Item(toml.parse(text).root, NOWHERE)
    for key in path:
        item = item.value[key]
    return item, text[item.span.start : item.span.end], text[item.key.start : item.key.end]


@pytest.mark.parametrize(
    ("text", "path", "value", "key"),
    [
        ('a = "x"', ("a",), '"x"', "a"),
        ("a.'b c' . d=1_0", ("a", "b c", "d"), "1_0", "d"),
        ("a.'b c' . d=1_0", ("a", "b c"), "'b c'", "'b c'"),
        ("a = [1, [true], 'x']", ("a", 1, 0), "true", ""),
        ("a = [1, [true], 'x']", ("a", 1), "[true]", ""),
        ("a = [ # c\n1,\n]", ("a",), "[ # c\n1,\n]", "a"),
        ('a = {b = {c = "x"}}', ("a", "b"), '{c = "x"}', "b"),
        ('a = {b = {c = "x"}}', ("a", "b", "c"), '"x"', "c"),
        ("a = { b=1, c = [2] }", ("a", "c"), "[2]", "c"),
        ("[a.b]\nc = 1979-05-27 07:32:00 # x", ("a", "b", "c"), "1979-05-27 07:32:00", "c"),
        ("[a.b]\nc = 1", ("a", "b"), "[a.b]", "b"),
        ("[a.b]\n[a]", ("a",), "[a]", "a"),
        ('[ "a" . b ]', ("a", "b"), '[ "a" . b ]', "b"),
        ("[[a]]\n[[a]]\nb = 1", ("a", 1), "[[a]]", "a"),
        ("[[a]]\n[[a]]\nb = 1", ("a", 1, "b"), "1", "b"),
        ('a = """\nx"""', ("a",), '"""\nx"""', "a"),
    ],
)
def test_every_value_and_key_knows_its_place(text, path, value, key):
    assert at(text, *path)[1:] == (value, key)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ('"abc"', ["a", "b", "c"]),
        ("'a\\b'", ["a", "\\", "b"]),
        ('"a\\tb\\u0041\\U0001F600c"', ["a", "\\t", "b", "\\u0041", "\\U0001F600", "c"]),
        ('"""\na"b"""', ["a", '"', "b"]),
        ('"""\r\na\r\nb"""', ["a", "\r\n", "b"]),
        ('"""a\\  \n  b"""', ["a", "b"]),
        ("'''\na''''", ["a", "'"]),
        ('"""a"""""', ["a", '"', '"']),
        ("''", []),
    ],
)
def test_every_character_of_a_string_knows_its_place(source, parts):
    text = f"x = {source}  # c"
    item, spelled, _ = at(text, "x")
    assert spelled == source
    assert len(item.value) == len(parts)
    for index, part in enumerate(parts):
        assert text.startswith(part, item.at(index))
    assert item.inner.end == item.at(len(parts))
    assert text[item.inner.end] in "\"'"


def test_comments_are_found_and_strings_are_not_taken_for_one():
    text = '# a\nb = "#c" # d\r\nc = [ # e\n  1, # f\n] # g\n[h] # i\nj = 1 2 # k\nl = "#'
    document = toml.parse(text)
    comments = [text[span.start : span.end] for span in document.comments]
    assert comments == ["# a", "# d", "# e", "# f", "# g", "# i", "# k"]


@pytest.mark.parametrize(
    ("text", "expected", "faults"),
    [
        ("\ufeffa = 1", {"a": 1}, ["\ufeff: byte order mark before the text"]),
        ("a = 1\rb = 2", {"a": 1, "b": 2}, ["\r: carriage return without a line feed"]),
        ("a = 'x\x07y'", {"a": "x y"}, ["\x07: control character U+0007"]),
        ("a = '\udc80'", {"a": "\ufffd"}, ["\udc80: bytes that are not UTF-8"]),
        ("a = 1\na = 2", {"a": 1}, ["a: `a` is defined twice"]),
        ("a = {b = 1, b = 2}", {"a": {"b": 1}}, ["b: `b` is defined twice"]),
        ("a = {b = 1}\na.c = 2", {"a": {"b": 1}}, ["a: `a` is complete"]),
        ("a = 1\na.b = 2", {"a": 1}, ["a: `a` is complete"]),
        ("a = 1\n[a.b]\nc = 2", {"a": 1}, ["a: `a` has a value"]),
        ("a = 1\n[a]\nc = 2", {"a": 1}, ["a: `a` is defined twice"]),
        ("[a]\nb = 1\n[a]\nc = 2", {"a": {"b": 1, "c": 2}}, ["a: `a` is defined twice"]),
        ("[a]\n[[a]]\nb = 1", {"a": {}}, ["a: `a` is defined already, not as an array"]),
        ("[[a]]\n[a]\nb = 1", {"a": [{}]}, ["a: `a` is defined twice"]),
        ("[a.b.x]\n[a]\nb.c = 1\n[a.b.d]", {"a": {"b": {"x": {}, "c": 1, "d": {}}}}, []),
        ("[a.b]\n[a]\nb.c = 1", {"a": {"b": {}}}, ["b: `b` is complete"]),
        ('a = "\\x41\\ud800b"', {"a": "\\x41\\ud800b"}, ["\\x: `\\x` is not an escape"]),
        ("a = maybe # b\nc = 1", {"c": 1}, ["maybe # b: value cannot be read"]),
        ("a = 1 2\nc = 1", {"a": 1, "c": 1}, ["2: line should end here"]),
        ("a b = 1\nc = 1", {"c": 1}, ["a: `=` is missing after `a`"]),
        ('"a\nc = 1', {"c": 1}, ['"a: string is not closed']),
        ("a = '''x\ny = z\n[b]\nc = 1", {"a": "x\ny = z", "b": {"c": 1}}, ["'''x: string is not"]),
        ("a = {b = 1\nc = 2", {"a": {"b": 1}, "c": 2}, ["{: inline table is not closed"]),
        ("a = {b = [1}\nc = 2", {"a": {"b": [1]}, "c": 2}, ["[: array is not closed"]),
        ("a = [{b = 1]\nc = 2", {"a": [{"b": 1}], "c": 2}, ["{: inline table is not closed"]),
        ("a = {b 1}\nc = 2", {"a": {}, "c": 2}, ["b: `=` is missing after `b`"]),
        ("a = [{b}, 1]", {"a": [{}, 1]}, ["b: `=` is missing after `b`"]),
        ("a = {b = }\nc = 2", {"a": {}, "c": 2}, ["b: value is missing after `b`"]),
        ("a = {]}\nc = 2", {"a": {}, "c": 2}, ["]: no key stands here"]),
        ("a = {\n b = 1,\n c = 'x', # d\n}\ne = 2", None, ["{: inline table is not closed on its"]),
        ("a = [\n 1,\n[b]\nc = 2", {"a": [1], "b": {"c": 2}}, ["[: array is not closed"]),
        ("a = [\n 1,\n[[b]]\nc = 2", {"a": [1], "b": [{"c": 2}]}, ["[: array is not closed"]),
        ("a = [\n 1,\n'b' = 2", {"a": [1], "b": 2}, ["[: array is not closed"]),
        ("a = [\n 1,\nb.c = [2]", {"a": [1], "b": {"c": [2]}}, ["[: array is not closed"]),
        ("a = [[\n 1,\nb = 2", {"a": [[1]], "b": 2}, ["[: array is not closed"]),
        ("  a = [\n 1,\n  b = 2", {"a": [1], "b": 2}, ["[: array is not closed"]),
        ("a = [\n [inf],\n [nan ],\n [true]\n]", None, []),
        ('a = [\n ["b"],\n ["c"]\n]', {"a": [["b"], ["c"]]}, []),
        ("a = [\n}\n1]", {"a": [1]}, ["}: value cannot be read"]),
        ('"x",\n"y",\n]\na = 1', {"a": 1}, ['"x": `=` is missing after `x`']),
        ("[a\nb = 1", {"a": {"b": 1}}, ["[a: `]` is missing"]),
        ("[[a]\nb = 1", {"a": [{"b": 1}]}, ["[[a: `]]` is missing"]),
        ("a = 1\n[]\nb = 2\na = 3", {"a": 1, "b": 2}, ["]: no key stands here"]),
        ("a = 10:00\nb = 1", {"b": 1}, ["10:00: value cannot be read"]),
        ("a = " + "1" * 5000, {}, ["1" * 5000 + ": value cannot be read"]),
    ],
)
def test_what_is_wrong_is_told_once_and_the_rest_is_kept(text, expected, faults):
    assert len(told(text)) == len(faults), told(text)
    for line, fault in zip(told(text), faults, strict=True):
        assert line.startswith(fault)
    if expected is not None:
        assert values(text) == expected


def test_an_inline_table_over_several_lines_is_read_whole():
    """TOML 1.1 has them, TOML 1.0 and today's tools do not."""
    text = "a = {\n b = 1,\n c = 'x', # d\n}\ne = 2"
    assert values(text) == {"a": {"b": 1, "c": "x"}, "e": 2}


DEEP = [
    ("a = " + "[" * 10_000 + "]" * 10_000, 0),
    ("a = " + "[" * 10_000, 1),
    ("a = [\n" * 10_000, 1000),
    ("a = " + "{a = " * 10_000 + "1" + "}" * 10_000, 0),
    ("a = " + "[{a = " * 10_000, 1),
    ("a." * 10_000 + "a = 1", 0),
    ("[" + "a." * 10_000 + "a]", 0),
]


@pytest.mark.parametrize(("text", "count"), DEEP, ids=[text[:8] for text, _ in DEEP])
def test_deep_nesting_is_read_without_recursion(text, count):
    document = toml.parse(text)
    assert len(document.faults) == count
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(200)
    try:
        toml.plain(document.root)
    finally:
        sys.setrecursionlimit(limit)


LONG = [
    ("x = [", "a[,"),
    ("x = [a", "["),
    ("x = [\n", '"a\n'),
    ("x = [\n", "a.b\n"),
    ("x = [", "{\n"),
    ("x = '", "' '"),
    ('x = "', "\\q"),
    ('x = """', "\\\n"),
    ("", "x = '''a\ny = \"\"\"\n"),
    ("", "x = [[\n"),
    ("", "\x00x\r"),
    ("", "]"),
]


@pytest.mark.parametrize(("head", "unit"), LONG, ids=[repr(head + unit) for head, unit in LONG])
def test_faults_do_not_make_a_long_text_slow(head, unit):
    """A text ten times as long takes some ten times as many steps, not a hundred."""
    assert steps(head + unit * 5000) < 15 * steps(head + unit * 500)


def steps(text):
    """Return how often Python's own functions were entered while `text` was read."""
    count = 0

    def note(frame, event, argument):
        nonlocal count
        count += 1

    sys.setprofile(note)
    try:
        toml.parse(text)
    finally:
        sys.setprofile(None)
    return count


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("ab =.,[]{}\"'#\\\n\r\t1-:eTZ+\x00\ud800é")))
def test_any_text_gives_faults_with_places_inside_it(text):
    document = toml.parse(text)
    places = [fault.span for fault in document.faults] + list(document.comments)
    assert all(0 <= start <= end <= len(text) for start, end in places)
    assert [fault.span for fault in document.faults] == sorted(
        fault.span for fault in document.faults
    )
    assert toml.parse(text) == document
