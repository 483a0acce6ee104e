"""Paths in messages are as short as they can be read."""

import pytest

from pinlight.words import short, ticked


@pytest.mark.parametrize(
    ("path", "file", "expected"),
    [
        ("/w/.venv", "/w/requirements.txt", ".venv"),
        ("/w/.venv", "/w/a/requirements.txt", "../.venv"),
        ("/w/.venv", "/w/a/b/c/requirements.txt", "../../../.venv"),
        ("/w/.venv", "/w/a/b/c/d/requirements.txt", "/w/.venv"),
        ("/w/tools/env", "/w/requirements.txt", "tools/env"),
        ("/usr", "/w/requirements.txt", "/usr"),
        ("/opt/env", "/w/a/requirements.txt", "/opt/env"),
        ("/w", "/w/requirements.txt", "."),
        ("C:\\w\\.venv", "C:\\w\\a\\requirements.txt", "../.venv"),
        ("C:\\W\\.venv", "c:\\w\\a\\requirements.txt", "../.venv"),
        ("D:\\envs\\w", "C:\\w\\requirements.txt", "D:\\envs\\w"),
    ],
)
def test_paths(path, file, expected):
    assert short(path, file) == expected


def test_names_stand_in_backticks():
    assert ticked(["a", "b"]) == "`a`, `b`"
    assert ticked([]) == ""
