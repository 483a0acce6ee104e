"""What a `.env` file sets, as Pipenv's own reader says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.finders.dotenv import WithVariables, read
from tree import Tree

HOME = {"HOME": "/home/u", "N": "old"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=b\n", {"A": "b"}),
        ("\ufeffA=b\r\nC=d\r\n", {"A": "b", "C": "d"}),
        ("export A = b c # why\n", {"A": "b c"}),
        ('A="b # c" # d\n', {"A": "b # c"}),
        ("A='b\\'c'\n", {"A": "b'c"}),
        ('A="b\\tc"\n', {"A": "b\tc"}),
        ("A='one\ntwo'\nB=c\n", {"A": "one\ntwo", "B": "c"}),
        ("N=new\nA=${N}/${HOME}\n", {"N": "new", "A": "new//home/u"}),
        ("A=${N}\n", {"A": "old"}),
        ("A=${NOPE:-b}${NOPE}\n", {"A": "b"}),
        ("A=$N\n", {"A": "$N"}),
        ("A\n# B=c\nC=\n'D'=e\n", {"C": "", "D": "e"}),
        ("A=b#c\nA: d\n", {"A": "b#c"}),
        ("", {}),
    ],
)
def test_lines(text, expected):
    assert read(text.encode(), lambda name: HOME.get(name, "")) == expected


def test_the_file_wins_over_the_process():
    reader = WithVariables(Tree({"/w/a": "b"}, variables=HOME), {"N": "new"})
    assert [reader.variable(name) for name in ("N", "HOME", "NOPE")] == ["new", "/home/u", ""]
    assert reader.file("/w/a") == b"b"
    assert [one.name for one in reader.folder("/w")] == ["a"]
    assert (reader.exists("/w/a"), reader.is_folder("/w/a")) == (True, False)
    assert (reader.real("/w/a"), reader.changed_ns("/w/b")) == ("/w/a", 0)
    assert reader.machine()["os_name"] == "posix"


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.binary(max_size=60) | st.text("AB='\"\\${}#: \n", max_size=40).map(str.encode))
def test_no_file_is_too_odd(content):
    assert all(isinstance(value, str) for value in read(content, lambda name: "").values())
