"""What is seen at one moment is asked once, and noted with the time before it was looked into."""

import os

import pytest

from pinlight.reader import Listed, Reader
from pinlight.shell.disk import Disk
from pinlight.shell.sight import Sight


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b.txt").write_bytes(b"text\r\n")
    (tmp_path / "a").mkdir()
    for path in (tmp_path / "b.txt", tmp_path / "a", tmp_path):
        os.utime(path, ns=(5, 7))
    return tmp_path


def test_it_sees_what_is_there_and_notes_it(folder):
    sight: Reader = Sight({}, {})
    assert sight.folder(str(folder)) == (Listed("a", True), Listed("b.txt", False))
    assert sight.file(str(folder / "b.txt")) == b"text\r\n"
    assert sight.is_folder(str(folder / "a"))
    assert not sight.exists(str(folder / "c"))
    names = {"": 7, "b.txt": 7, "a": 7, "c": 0}
    assert sight.consulted == {str(folder / name): time for name, time in names.items()}


@pytest.mark.parametrize("path", ["/no/such/path", "", "nul\0byte", "x" * 5000, "\udcff"])
def test_what_is_not_there_is_noted_as_absent(path):
    sight = Sight({}, {})
    assert sight.folder(path) == ()
    assert sight.file(path) is None
    assert not sight.exists(path)
    assert not sight.is_folder(path)
    assert sight.changed_ns(path) == 0
    assert sight.consulted == {path: 0}


def test_those_of_one_moment_see_the_same_and_each_notes_its_own(folder):
    memory = {}
    assert len(Sight({}, memory).folder(str(folder))) == 2
    assert not Sight({}, memory).exists(str(folder / "new"))
    (folder / "new").write_bytes(b"new")
    later = Sight({}, memory)
    assert len(later.folder(str(folder))) == 2
    assert not later.exists(str(folder / "new"))
    assert later.file(str(folder / "new")) is None
    assert later.consulted == {str(folder): 7, str(folder / "new"): 0}
    assert Disk().changed_ns(str(folder)) != 7  # So the next look at the times tells.
    assert len(Sight({}, {}).folder(str(folder))) == 3


def test_a_change_after_the_first_look_keeps_the_time_from_before(folder):
    memory = {}
    assert Sight({}, memory).exists(str(folder / "b.txt"))
    (folder / "b.txt").write_bytes(b"new")
    later = Sight({}, memory)
    assert later.file(str(folder / "b.txt")) == b"new"
    assert later.consulted == {str(folder / "b.txt"): 7}


def test_an_open_documents_text_wins(folder):
    sight = Sight({str(folder / "new"): "mine", str(folder / "b.txt"): "yours"}, {})
    assert sight.exists(str(folder / "new"))
    assert sight.file(str(folder / "new")) == b"mine"
    assert sight.file(str(folder / "b.txt")) == b"yours"
    assert sight.consulted == {str(folder / "new"): 0, str(folder / "b.txt"): 7}
