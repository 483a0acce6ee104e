"""Glob patterns name what git and editors would let them name."""

import pytest

from pinlight.globs import anywhere, is_plain, matches


@pytest.mark.parametrize(
    ("pattern", "named", "others"),
    [
        ("a.txt", ["a.txt", "a.txt/inner"], ["b/a.txt", "axtxt", "a.txt2"]),
        ("./a.txt", ["a.txt"], ["b/a.txt"]),
        ("*.txt", ["a.txt", ".txt"], ["b/a.txt", "a.in"]),
        ("**/a.txt", ["a.txt", "b/a.txt", "b/c/a.txt"], ["ba.txt"]),
        ("b/**/a.txt", ["b/a.txt", "b/c/d/a.txt"], ["a.txt", "xb/a.txt"]),
        ("**/b/**/c", ["b/c", "x/b/y/z/c", "b/b/c"], ["c", "b", "b/cc"]),
        ("b/**", ["b/a", "b/a/c"], ["b", "c/b"]),
        ("**", ["a", "a/b"], []),
        ("b/*/a", ["b/x/a"], ["b/a", "b/x/y/a"]),
        ("b/", ["b", "b/a"], ["c"]),
        ("b\\a.txt", ["b/a.txt"], ["ba.txt"]),
        ("*a*b*", ["ab", "xaxbx", "aab"], ["ba", "a/b"]),
        ("a?c", ["abc"], ["ac", "a/c"]),
        ("[ab]x", ["ax", "bx"], ["cx", "[ab]x"]),
        ("[!ab]x", ["cx"], ["ax", "/x"]),
        ("[a-c]x", ["bx"], ["dx", "-x"]),
        ("{dev,test}.{in,txt}", ["dev.in", "test.txt"], ["dev", "prod.in"]),
        ("{a}", ["{a}"], ["a"]),
        ("[c-a]", [], ["b", "c"]),
        ("[", [], ["["]),
        ("", [""], ["a"]),
        ("a+(b)|c", ["a+(b)|c"], ["c", "ab"]),
    ],
)
def test_a_pattern_names_paths(pattern, named, others):
    assert [path for path in named if not matches(pattern, path)] == []
    assert [path for path in others if matches(pattern, path)] == []


def test_a_hostile_pattern_takes_no_longer_than_another():
    assert not matches("*a" * 60 + "b", "a" * 250)
    assert not matches("**/a/" * 30 + "b", "a/" * 60 + "c")
    assert not matches("{a,b}" * 40, "c")


def test_a_bare_name_can_hold_anywhere():
    assert anywhere("docs") == "**/docs"
    assert anywhere("docs/") == "**/docs/"
    assert anywhere("a/docs") == "a/docs"


def test_a_plain_pattern_spells_one_path():
    assert is_plain("a/b.txt")
    assert not is_plain("a/*.txt")
