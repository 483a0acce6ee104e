"""What changes printed is kept, and not for ever."""

import os
from pathlib import Path

from pinlight.shell import logbook


def test_the_last_one_can_be_read(tmp_path):
    variables = {"PINLIGHT_STATE": str(tmp_path)}
    assert logbook.last(variables) == ""
    path = logbook.add("Install", "done", "$ uv", variables)
    assert logbook.last(variables) == path
    assert Path(path).read_text() == "Install\n\n$ uv\n\ndone\n"


def test_old_ones_go(tmp_path):
    variables = {"PINLIGHT_STATE": str(tmp_path)}
    folder = logbook.folder(variables)
    os.makedirs(folder)
    for number in range(logbook.KEPT + 5):
        Path(folder, f"2000{number:04}.log").touch()
    logbook.add("Install", "done", "", variables)
    left = sorted(os.listdir(folder))
    assert len(left) == logbook.KEPT
    assert left[0] == "20000006.log"


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    (tmp_path / "file").touch()
    assert logbook.add("x", "y", "z", {"PINLIGHT_STATE": str(tmp_path / "file")}) == ""


def test_two_changes_at_once_have_a_log_each(tmp_path):
    variables = {"PINLIGHT_STATE": str(tmp_path)}
    first, second = (logbook.add(title, "done", "", variables) for title in ("one", "two"))
    assert first != second
    assert logbook.last(variables) == second
