"""A journal is checked before it is believed: anyone may have written it."""

import json
import os
from pathlib import Path

import pytest

from pinlight.shell import journal as journals
from pinlight.shell import vault
from pinlight.shell.journal import Difference, Journal
from pinlight.shell.moves import Move

STEP = ".pinlight/undo/000001"
STAGE = ".pinlight/stage-abc"
SITE = "lib/python3.12/site-packages"
GOOD = Journal(
    "Install",
    STAGE,
    STEP,
    (
        Move(f"{SITE}/a.py", f"{STEP}/files/{SITE}/a.py"),
        Move(f"{STAGE}/{SITE}/a.py", f"{SITE}/a.py"),
    ),
    (f"{SITE}/made",),
    (Difference("a", "1", "2"),),
    {f"{SITE}/a-2.dist-info": "1:2"},
    size_bytes=3,
)


@pytest.fixture
def prefix(tmp_path):
    (tmp_path / "env" / SITE).mkdir(parents=True)
    (tmp_path / "env/.pinlight").mkdir()
    return str(tmp_path / "env")


def test_what_is_written_is_read(prefix):
    journals.write(prefix, GOOD)
    assert journals.read(prefix) == GOOD


def test_no_journal_is_none(prefix):
    assert journals.read(prefix) is None


OUT = "its journal names places outside the environment"
ODD = "its journal names moves that Pinlight does not make"
OTHERS = "its journal names folders that are not its own"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"moves": (Move("../x", f"{STEP}/files/x"),)}, OUT),
        ({"moves": (Move("/etc/passwd", f"{STEP}/files/x"),)}, OUT),
        ({"moves": (Move("a/../../x", f"{STEP}/files/x"),)}, OUT),
        ({"moves": (Move("a//x", f"{STEP}/files/x"),)}, OUT),
        ({"moves": (Move("a/./x", f"{STEP}/files/x"),)}, OUT),
        ({"moves": (Move("a\0x", f"{STEP}/files/x"),)}, OUT),
        ({"moves": (Move("x", f"{STEP}/../../../x"),)}, OUT),
        ({"made": ("../made",)}, OUT),
        ({"moves": (Move("a", "b"),)}, ODD),
        ({"moves": (Move(f"{STAGE}/a", f"{STEP}/a"),)}, ODD),
        ({"moves": (Move("a", ".pinlight/lock"),)}, ODD),
        ({"moves": (Move(".pinlight/lock", f"{STEP}/a"),)}, OTHERS),
        ({"stage": "bin"}, OTHERS),
        ({"stage": ".pinlight/undo"}, OTHERS),
        ({"stage": ".pinlight/stage-a/b"}, OTHERS),
        ({"stage": ".pinlight/stage-/.."}, OTHERS),
        ({"step": "lib"}, OTHERS),
        ({"step": ".pinlight/undo/.."}, OTHERS),
        ({"undoes": "lib"}, OTHERS),
    ],
)
def test_nothing_leads_out_of_the_environment(prefix, change, reason):
    journals.write(prefix, GOOD._replace(**change))
    assert journals.read(prefix) == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "its journal cannot be read"),
        (b"\xff\xfe", "its journal cannot be read"),
        (b"[" * 100_000, "its journal cannot be read"),
        (b"[]", "its journal was written by another version of Pinlight"),
        (b'{"version": 2}', "its journal was written by another version of Pinlight"),
        (b'{"version": 1}', "its journal is damaged"),
    ],
)
def test_what_is_no_journal(prefix, content, reason):
    Path(vault.at(prefix, vault.JOURNAL_FILE)).write_bytes(content)
    assert journals.read(prefix) == reason


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", 3),
        ("moves", [["a"]]),
        ("moves", [["a", "b", "c"]]),
        ("moves", [[1, 2]]),
        ("moves", 7),
        ("differences", [["a", "b"]]),
        ("after", {"a": 1}),
        ("after", ["many"]),
        ("size_bytes", "many"),
    ],
)
def test_of_another_shape(prefix, key, value):
    table = {"version": 1, **GOOD._asdict(), key: value}
    Path(vault.at(prefix, vault.JOURNAL_FILE)).write_text(json.dumps(table))
    assert journals.read(prefix) == "its journal is damaged"


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
@pytest.mark.parametrize("place", ["lib", f"{SITE}", STAGE, STEP])
def test_no_link_leads_out(prefix, tmp_path, place):
    (tmp_path / "outside").mkdir()
    path = vault.at(prefix, place)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if os.path.isdir(path):
        os.rename(path, tmp_path / "moved")
    os.symlink(tmp_path / "outside", path)
    journals.write(prefix, GOOD)
    assert isinstance(journals.read(prefix), str)


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links")
def test_a_private_folder_that_is_a_link_is_refused(tmp_path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "env").mkdir()
    (tmp_path / "env/.pinlight").symlink_to(tmp_path / "outside")
    with pytest.raises(NotADirectoryError):
        vault.make(str(tmp_path / "env"))


def test_a_file_that_is_no_longer_needed_is_written_over(prefix):
    """The disk takes half the time for that, and what is read is the same."""
    journals.write(prefix, GOOD)
    journals.commit(prefix, GOOD)
    vault.recycle(prefix, STEP)
    room = os.path.join(prefix, vault.ROOM)
    inode, size = os.stat(room).st_ino, os.stat(room).st_size
    shorter = GOOD._replace(title="x")
    journals.write(prefix, shorter)
    assert journals.read(prefix) == shorter
    written = os.stat(os.path.join(prefix, vault.JOURNAL_FILE))
    assert (written.st_ino, written.st_size) == (inode, size)
    assert not os.path.lexists(room)
    longer = GOOD._replace(title="x" * 100_000)
    journals.write(prefix, longer)
    assert journals.read(prefix) == longer


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_file_that_leads_elsewhere_is_not_written_over(prefix, tmp_path, link):
    precious = tmp_path / "precious"
    precious.write_text("mine" * 10_000)
    link(precious, os.path.join(prefix, vault.ROOM))
    journals.write(prefix, GOOD)
    assert journals.read(prefix) == GOOD
    assert precious.read_text() == "mine" * 10_000
