"""The system tells of a change in a followed folder once, when it has come to rest."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pinlight.shell.inotify import Inotify

SOON_S = 20.0  # far more than any system needs


@pytest.fixture
def inotify() -> Iterator[Inotify]:
    try:
        made = Inotify()
    except OSError as error:
        pytest.skip(str(error))
    yield made
    made.close()


def test_a_name_that_comes_or_leaves_is_told(inotify: Inotify, tmp_path: Path) -> None:
    inotify.follow([str(tmp_path)])
    (tmp_path / "new").mkdir()
    assert inotify.changed(SOON_S) == (str(tmp_path),)
    (tmp_path / "new").rmdir()
    assert inotify.changed(SOON_S) == (str(tmp_path),)
    assert inotify.changed(0) == ()


def test_what_is_written_into_a_new_dist_info_is_told(inotify: Inotify, tmp_path: Path) -> None:
    inotify.follow([str(tmp_path)])
    made = tmp_path / "flask-3.0.2.dist-info"
    made.mkdir()
    for name in ("INSTALLER", "METADATA", "RECORD"):
        (made / name).write_text("")
    (made / "RECORD").write_text("flask-3.0.2.dist-info/RECORD,,")
    assert inotify.changed(SOON_S) == (str(tmp_path), str(made))
    (made / "METADATA").write_text("Name: flask\n")
    assert inotify.changed(SOON_S) == (str(tmp_path), str(made))
    shutil.rmtree(made)
    assert inotify.changed(SOON_S) == (str(tmp_path), str(made))
    assert inotify.changed(0) == ()


def test_what_was_put_away_is_told_when_it_stays(inotify: Inotify, tmp_path: Path) -> None:
    inotify.follow([str(tmp_path)])
    (tmp_path / "~lask-3.0.2.dist-info").mkdir()
    assert inotify.changed(SOON_S) == (str(tmp_path), str(tmp_path / "~lask-3.0.2.dist-info"))


def test_what_is_no_longer_followed_is_not_told(inotify: Inotify, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    inotify.follow([str(one), str(other)])
    inotify.follow([str(other)])
    (one / "new").mkdir()
    (other / "new").mkdir()
    assert inotify.changed(SOON_S) == (str(other),)


def test_a_folder_that_is_not_there_is_left_to_the_poll(inotify: Inotify, tmp_path: Path) -> None:
    inotify.follow([str(tmp_path / "nothing")])
    assert inotify.changed(0) == ()
