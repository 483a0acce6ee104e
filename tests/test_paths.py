"""Paths of both kinds are told apart by themselves, whatever machine reads them."""

import ntpath
import posixpath

import pytest

from pinlight.paths import lies_in, rules, same


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("/w/requirements.txt", posixpath),
        ("C:\\w\\requirements.txt", ntpath),
        ("c:/w/requirements.txt", ntpath),
        ("\\\\server\\share\\w", ntpath),
    ],
)
def test_a_path_tells_whose_it_is(path, module):
    assert rules(path) is module


def test_case_and_slashes_do_not_count_on_windows():
    assert same("C:\\W\\Requirements.txt") == same("c:/w/requirements.TXT")
    assert same("/W") != same("/w")


@pytest.mark.parametrize(
    ("path", "folder", "inside"),
    [
        ("/w/a", "/w", True),
        ("/w", "/w", True),
        ("/w", "/", True),
        ("/w2", "/w", False),
        ("/", "/w", False),
        ("C:\\W\\a", "c:\\w", True),
        ("C:\\w", "C:\\", True),
        ("D:\\w", "C:\\", False),
        ("/w/../x", "/w", False),
    ],
)
def test_lying_in_a_folder(path, folder, inside):
    assert lies_in(path, folder) is inside
