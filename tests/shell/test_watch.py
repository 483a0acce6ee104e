"""What changed is told once, when it has come to rest."""

import os
from pathlib import Path

from pinlight.shell.watch import Stamps, stamp


def polls(*rounds: dict[str, int]) -> list[list[str]]:
    stamps = Stamps()
    return [
        stamps.settled(seen, lambda path, seen=seen: (seen[path], 0, 0) if seen[path] else None)
        for seen in rounds
    ]


def test_what_is_new_to_the_watch_is_not_a_change() -> None:
    assert polls({"a": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 1}) == [[], [], []]


def test_a_change_is_told_when_it_has_settled() -> None:
    assert polls({"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}) == [[], [], ["a"], []]


def test_what_keeps_moving_is_told_at_its_end() -> None:
    assert polls({"a": 1}, {"a": 2}, {"a": 3}, {"a": 4}, {"a": 4}) == [[], [], [], [], ["a"]]


def test_what_comes_and_goes_is_told() -> None:
    assert polls({"a": 0}, {"a": 5}, {"a": 5}, {"a": 0}, {"a": 0}) == [[], [], ["a"], [], ["a"]]


def test_a_folder_differs_after_a_name_came(tmp_path: Path) -> None:
    before = stamp(str(tmp_path))
    (tmp_path / "new").mkdir()
    os.utime(tmp_path, ns=(1, 1))  # Even where the clock is coarse.
    assert before is not None
    assert stamp(str(tmp_path)) != before
    assert stamp(str(tmp_path / "nothing")) is None
