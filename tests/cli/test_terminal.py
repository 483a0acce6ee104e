"""Colours for those who see them, and no escapes from files."""

import io

import pytest

from pinlight.cli import terminal


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "variables", "expected"),
    [
        (Screen(), {}, "\033[31mx\033[0m"),
        (Screen(), {"NO_COLOR": "1"}, "x"),
        (Screen(), {"TERM": "dumb"}, "x"),
        (io.StringIO(), {}, "x"),
    ],
)
def test_colour_only_on_a_terminal_whose_user_wants_it(monkeypatch, stream, variables, expected):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", stream)
    assert terminal.coloured("x", terminal.RED) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain `text` · ünïcode 包", "plain `text` · ünïcode 包"),
        ("a\x1b[2Jb", "a\\x1b[2Jb"),
        ("two\nlines\t", "two\\nlines\\t"),
        ("\u202egnol", "\\u202egnol"),
    ],
)
def test_control_characters_are_shown_and_not_obeyed(text, expected):
    assert terminal.plain(text) == expected


def test_columns_are_aligned():
    assert terminal.table([("A", "LONG"), ("abc", "x")]) == ["A    LONG", "abc  x"]
