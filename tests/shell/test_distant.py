"""A place that does not answer holds up nobody, and is asked again once it does."""

import os
import threading
from pathlib import Path

import pytest

from pinlight.shell import distant, watch
from pinlight.shell.disk import Disk
from pinlight.shell.distant import REASON, Distant, mounts, places
from pinlight.shell.engine import Engine, load, place
from pinlight.shell.walk import walk
from pinlight.world.state import FoldersSet, Opened, Publish, World
from tree import environment_files


@pytest.fixture
def slow(tmp_path, monkeypatch):
    """The folder `slow` lies elsewhere; `hang` lets it stop answering until the test ends."""
    folder = tmp_path / "slow"
    folder.mkdir()
    found = Distant(lambda: (f"{folder}{os.sep}",), wait_s=0.8).refresh()
    for module in (distant, watch.distant):
        monkeypatch.setattr(module, "DISTANT", found)
    for name in ("engine", "scans", "walk"):
        monkeypatch.setattr(f"pinlight.shell.{name}.DISTANT", found)
    return folder


@pytest.fixture
def hang(slow):
    released = threading.Event()

    def hang() -> None:
        assert distant.DISTANT.ask(str(slow / "x"), released.wait, "nothing") == "nothing"

    hang.release = released.set
    yield hang
    released.set()


def test_an_answer_in_time_is_the_answer(slow):
    assert distant.DISTANT.ask(str(slow), lambda: 3, 0) == 3
    assert not distant.DISTANT.hangs(str(slow))
    with pytest.raises(FileNotFoundError):
        distant.DISTANT.ask(str(slow), lambda: os.stat(slow / "gone"), None)


def test_what_is_local_is_asked_at_once_in_the_same_thread(tmp_path, slow):
    thread = distant.DISTANT.ask(str(tmp_path / "slower"), threading.get_ident, 0)
    assert thread == threading.get_ident()
    assert distant.DISTANT.ask(str(slow), threading.get_ident, 0) != thread


def test_a_place_that_hangs_is_not_asked_again_until_it_answers(tmp_path, slow, hang):
    (slow / "file").write_text("text")
    (tmp_path / "file").write_text("text")
    hang()
    disk = Disk()
    assert distant.DISTANT.hangs(str(slow / "file"))
    assert (disk.file(str(slow / "file")), disk.exists(str(slow)), disk.folder(str(slow))) == (
        None,
        False,
        (),
    )
    assert (disk.changed_ns(str(slow)), watch.changed_ns(str(slow))) == (0, 0)
    assert disk.real(str(slow / "file")) == str(slow / "file")
    assert disk.file(str(tmp_path / "file")) == b"text"
    hang.release()
    for thread in threading.enumerate():
        if thread.name.startswith("asking "):
            thread.join()
    assert disk.file(str(slow / "file")) == b"text"


def test_files_and_folders_there_are_told_as_such(slow, hang):
    hang()
    assert load(str(slow / "requirements.txt")).reason == REASON
    assert place(str(slow / "folder")).reason == ""
    walked = [*walk(str(slow.parent))]
    assert [it for part in walked for it in part.skipped] == [(str(slow), REASON)]


def test_the_rest_of_the_workspace_is_judged(tmp_path, slow, hang):
    """One file is served by an environment that hangs: the others do not wait."""
    for path, content in environment_files(str(tmp_path / ".venv"), ["flask 3.0"]).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    (slow / "requirements.txt").write_text("lost\n")
    (tmp_path / "requirements.txt").write_text("flask\nlost\n")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pinlight.environments]\n"requirements-x.txt" = "slow/env"\n'
    )
    told: dict[str, list[str]] = {}

    def out(effect):
        if isinstance(effect, Publish):
            told[Path(effect.path).name] = [problem.code for problem in effect.problems]

    hang()
    engine = Engine(World(), out, print)
    engine.feed(FoldersSet((str(tmp_path),)))
    engine.feed(Opened(str(tmp_path / "requirements-x.txt"), "flask\n", 1))
    engine.finish()
    assert told["requirements.txt"] == ["missing-package"]
    assert told.get("requirements-x.txt") == ["broken-environment"]
    environment = engine.world.environments[str(slow / "env")]
    assert environment.detail == REASON


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes and devices in folders")
@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "pipe"])
def test_what_never_ends_is_not_read(tmp_path, path):
    if path == "pipe":
        path = str(tmp_path / path)
        os.mkfifo(path)
    assert load(path)[1:3] == (None, "special")


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
server:/home /home nfs4 rw 0 0
//nas/my\\040share /mnt/my\\040share cifs rw 0 0
u@h:/ /mnt/ssh fuse.sshfs rw 0 0
portal /run/user/1000/doc fuse.portal rw 0 0
server:/home/u /home/u nfs rw 0 0
broken
"""


def test_mounts_of_other_machines_are_known_by_their_kind():
    assert mounts(MOUNTS) == ("/mnt/my share/", "/mnt/ssh/", "/home/u/", "/home/")
    assert isinstance(places(), tuple)


def test_mounts_are_looked_up_again_after_a_while(tmp_path):
    lists = [(), (f"{tmp_path}{os.sep}",)]
    found = Distant(lambda: lists.pop(0), fresh_s=0.0)
    assert [found.refresh().place_of(str(tmp_path)) for _ in range(2)] == [
        "",
        f"{tmp_path}{os.sep}",
    ]
