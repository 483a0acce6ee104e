"""The real Reader sees what is there, and never fails."""

import os
import sys

import pytest

from pinlight.reader import Listed, Reader
from pinlight.shell.disk import Disk

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "b.txt").write_bytes(b"text\r\n")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "inner").write_bytes(b"")
    return tmp_path


def test_a_folder_is_listed_by_name(folder):
    disk: Reader = Disk()
    assert disk.folder(str(folder)) == (Listed("a", True), Listed("b.txt", False))
    assert disk.names(str(folder)) == {"a", "b.txt"}


@POSIX
def test_a_link_to_a_folder_counts_as_one_and_a_circle_as_none(folder):
    (folder / "link").symlink_to("a")
    (folder / "loop").symlink_to("loop")
    (folder / "gone").symlink_to("nowhere")
    listed = {item.name: item.is_folder for item in Disk().folder(str(folder))}
    assert listed == {"a": True, "b.txt": False, "link": True, "loop": False, "gone": False}
    assert Disk().real(str(folder / "link" / "inner")) == str(folder.resolve() / "a" / "inner")
    assert not Disk().exists(str(folder / "gone"))


def test_a_file_is_read_as_it_is(folder):
    assert Disk().file(str(folder / "b.txt")) == b"text\r\n"
    assert Disk().file(str(folder / "a" / "inner")) == b""


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("length", [0, 1, 4093, 4094, 4095, 4096, 9000])
def test_the_head_of_a_file_is_read_to_its_first_empty_line(folder, end, length):
    head = b"a" * length + end + b"b: c"
    for rest in (b"", end, end * 2, end * 2 + b"text" + end * 2, end * 2 + b"t" * 9000):
        (folder / "file").write_bytes(head + rest)
        found = Disk().head(str(folder / "file"))
        assert found is not None
        assert found.removesuffix(end) == head
    assert Disk().head(str(folder / "gone")) is None


def test_a_large_file_is_read_whole_and_a_giant_not_at_all(folder):
    content = os.urandom(1024) * 3000
    (folder / "large").write_bytes(content)
    assert Disk().file(str(folder / "large")) == content
    with (folder / "giant").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    assert Disk().file(str(folder / "giant")) is None


@pytest.mark.parametrize("path", ["/no/such/path", "", "nul\0byte", "x" * 5000, "\udcff"])
def test_what_is_not_there_gives_the_empty_answer(path):
    disk = Disk()
    assert disk.folder(path) == () or path == ""
    assert disk.file(path) is None
    assert not disk.names(path)
    assert not disk.exists(path)
    assert not disk.is_folder(path)
    assert disk.changed_ns(path) == 0
    assert isinstance(disk.real(path), str)


def test_a_folder_is_no_file_and_a_file_no_folder(folder):
    assert Disk().file(str(folder / "a")) is None
    assert Disk().folder(str(folder / "b.txt")) == ()
    assert Disk().names(str(folder / "b.txt")) is None
    assert not Disk().is_folder(str(folder / "b.txt"))


@POSIX
def test_a_pipe_and_a_device_are_no_files(folder):
    os.mkfifo(folder / "pipe")
    assert Disk().file(str(folder / "pipe")) is None
    assert Disk().file("/dev/zero") is None


@POSIX
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_what_may_not_be_read_gives_the_empty_answer(folder):
    (folder / "a").chmod(0)
    assert Disk().folder(str(folder / "a")) == ()
    assert Disk().file(str(folder / "a" / "inner")) is None
    (folder / "a").chmod(0o700)


def test_an_open_documents_text_wins(folder):
    path = str(folder / "b.txt")
    texts = {}
    disk = Disk(texts)
    assert disk.file(path) == b"text\r\n"
    texts[path] = "caf\u00e9 \ud800"
    assert disk.file(path) == b"caf\xc3\xa9 \xed\xa0\x80"
    texts[str(folder / "new.txt")] = ""
    assert disk.exists(str(folder / "new.txt"))
    assert disk.file(str(folder / "new.txt")) == b""


def test_times_move_when_a_folder_changes(folder):
    path = str(folder / "a")
    os.utime(path, ns=(1, 1))
    assert Disk().changed_ns(path) == 1
    (folder / "a" / "more").write_bytes(b"")
    assert Disk().changed_ns(path) > 1


def test_variables_and_the_machine_are_those_of_the_server(monkeypatch):
    from packaging.markers import default_environment

    monkeypatch.setenv("PINLIGHT_TEST", "here")
    assert Disk().variable("PINLIGHT_TEST") == "here"
    assert Disk().variable("PINLIGHT_UNSET") == ""
    machine = Disk().machine()
    own = default_environment()
    assert machine == {name: own[name] for name in machine}
    assert machine["sys_platform"] == sys.platform
    assert len(machine) == 6
