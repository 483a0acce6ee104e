"""How long a change in site-packages may rest before it counts as over."""

import os
from pathlib import Path

import pytest

from pinlight.shell.burst import LONG_S, LONGEST_QUIET_S, QUIET_S, UNFINISHED_S, WHOLE_S, Burst

A = "a-1.dist-info"
B = "b-1.dist-info"
WRITTEN = ("INSTALLER", "METADATA", "RECORD")


def burst(folder: Path, there: dict[str, tuple[str, ...]], gone: tuple[str, ...] = ()) -> Burst:
    """What came, folders with their files, and what left since; `a` and `b` are what a
    distribution of that name lists."""
    found = Burst()
    found.folders.add(str(folder))
    for name in (*there, *gone):
        path = str(folder / name)
        if name.endswith(".dist-info") and not name.startswith("~"):
            found.distributions.add(path)
        if name not in gone:
            found.came.add(path)
            (folder / name).mkdir()
        for file in there.get(name, ()):
            listed = f"{name[0]}/__init__.py,,\n{name[0]}.pth,,\n"
            (folder / name / file).write_text(listed)
    return found


@pytest.mark.parametrize(
    ("there", "gone", "expected"),
    [
        ({A: WRITTEN}, (), WHOLE_S),
        ({"a": (), A: WRITTEN, "__pycache__": (), "a.pth": ()}, (), WHOLE_S),
        ({"a": ()}, (), QUIET_S),
        ({A: WRITTEN, B: WRITTEN, "b": ()}, (), QUIET_S),
        ({}, (A,), QUIET_S),
        ({A: WRITTEN}, ("a-0.dist-info",), QUIET_S),
        ({A: ()}, (), UNFINISHED_S),
        *(({A: tuple({*WRITTEN} - {name})}, (), UNFINISHED_S) for name in WRITTEN),
        ({A: WRITTEN, B: ()}, (), UNFINISHED_S),
        ({A: WRITTEN, "b": ()}, (), UNFINISHED_S),
        ({A: WRITTEN, "~-0.dist-info": ()}, (), UNFINISHED_S),
        ({"~a": ()}, (A,), UNFINISHED_S),
    ],
)
def test_what_is_there_tells_whether_an_installer_is_done(tmp_path, there, gone, expected):
    assert burst(tmp_path, there, gone).pause_s(0.0) == expected


def test_what_was_put_away_and_is_gone_means_that_pip_is_done(tmp_path):
    found = burst(tmp_path, {"~a": (), A: WRITTEN})
    os.rmdir(tmp_path / "~a")
    assert found.pause_s(0.0) == WHOLE_S


def test_the_pause_grows_with_what_goes_on_until_that_takes_long(tmp_path):
    found = burst(tmp_path, {}, (A, B))
    lasting = (0.01, 0.4, 2.0, LONG_S + 1)
    assert [found.pause_s(it) for it in lasting] == [QUIET_S, 0.1, LONGEST_QUIET_S, WHOLE_S]


def test_of_many_distributions_no_list_of_files_is_read(tmp_path):
    many = {f"a{number}-1.dist-info": WRITTEN for number in range(9)}
    assert burst(tmp_path, {**many, "other": ()}).pause_s(0.0) == QUIET_S


def test_distributions_are_told_and_what_was_put_away(tmp_path):
    found = burst(tmp_path, {"a": (), A: (), "~b": (), "~b-1.dist-info": ()}, (B,))
    names = ("", A, B, "~b", "~b-1.dist-info")
    assert found.told() == tuple(sorted(os.path.join(tmp_path, name).rstrip("/") for name in names))
