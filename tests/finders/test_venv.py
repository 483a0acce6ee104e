"""Environments that lie directly in a folder are seen, in the order of their names."""

import pytest

from pinlight.finders import Place
from pinlight.finders.venv import find
from pinlight.model import Candidate
from tree import Tree


def names(files, folder="/w", **options):
    tree = Tree(dict.fromkeys(files, ""), **options)
    return [candidate.prefix for candidate in find(Place(folder, tree))]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], []),
        (["/w/.venv/pyvenv.cfg"], ["/w/.venv"]),
        (
            [f"/w/{name}/pyvenv.cfg" for name in ("a", ".venv", "env", ".z", "venv", "B")],
            ["/w/.venv", "/w/venv", "/w/env", "/w/.z", "/w/B", "/w/a"],
        ),
        (["/w/a/.venv/pyvenv.cfg"], []),
        (["/w/pyvenv.cfg", "/w/bin/python"], []),
        (["/w/node_modules/pyvenv.cfg", "/w/.git/pyvenv.cfg", "/w/.tox/pyvenv.cfg"], []),
        (["/w/.venv/bin/activate"], ["/w/.venv"]),
        (["/w/.venv/lib/python3.12/x.py"], ["/w/.venv"]),
        (["/w/venv/Scripts/python.exe"], ["/w/venv"]),
        (["/w/.venv/bin/activate", "/w/z/pyvenv.cfg"], ["/w/z", "/w/.venv"]),
        (["/w/env/production.yml", "/w/.venv/README"], []),
        (["/w/other/bin/activate"], []),
        (["/w/.venv"], []),
    ],
)
def test_environments_of_a_folder(files, expected):
    assert names(files) == expected


def test_a_link_to_an_environment_is_one():
    assert names(["/e/pyvenv.cfg"], links={"/w/.venv": "/e"}) == ["/w/.venv"]


def test_windows_folders_are_joined_as_windows_does():
    assert names(["C:\\w\\.venv\\pyvenv.cfg"], "C:\\w") == ["C:\\w\\.venv"]


def test_a_candidate_tells_its_folder_and_what_it_lost():
    tree = Tree({"/w/.venv/bin/activate": "", "/w/x/pyvenv.cfg": ""})
    assert find(Place("/w", tree)) == (
        Candidate("/w/x", "venv", "/w"),
        Candidate("/w/.venv", "venv", "/w", "it lost its `pyvenv.cfg`"),
    )
