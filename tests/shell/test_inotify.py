"""The system tells of a change in a followed folder once, when it has come to rest."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pinlight.shell.inotify import Inotify, _is_one_whole

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
    assert inotify.changed(SOON_S) == (str(tmp_path), str(made))
    (made / "METADATA").write_text("Name: flask\n")
    assert inotify.changed(SOON_S) == (str(tmp_path), str(made))
    (made / "METADATA").unlink()
    assert inotify.changed(SOON_S) == (str(tmp_path), str(made))
    made.rmdir()
    assert inotify.changed(SOON_S) == (str(tmp_path), str(made))


INSTALLED = ("INSTALLER", "METADATA", "RECORD")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"a-1.dist-info": INSTALLED}, True),
        ({"a-1.dist-info": INSTALLED, "a": ()}, True),
        ({"a-1.dist-info": INSTALLED[1:]}, False),
        ({"a-1.dist-info": INSTALLED[:2]}, False),
        ({"a-1.dist-info": INSTALLED, "b-1.dist-info": INSTALLED}, False),
        ({"a-1.dist-info": INSTALLED, "a-0.dist-info": None}, False),
        ({"a-1.dist-info": None}, False),
        ({"a": ()}, False),
    ],
)
def test_what_one_install_brought_is_known_to_be_whole(tmp_path, names, expected):
    for folder, files in names.items():
        if files is not None:
            (tmp_path / folder).mkdir()
        for name in files or ():
            (tmp_path / folder / name).touch()
    found = {str(tmp_path), *(str(tmp_path / folder) for folder in names)}
    assert _is_one_whole(found) is expected


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
