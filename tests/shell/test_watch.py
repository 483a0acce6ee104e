"""What changed is told once, when it has come to rest."""

import os
from pathlib import Path

from pinlight.shell.watch import Stamps, changed_ns


def polls(known: dict[str, int], *rounds: dict[str, int]) -> list[list[str]]:
    stamps = Stamps()
    return [stamps.settled([known], seen.__getitem__) for seen in rounds]


def test_what_is_as_it_was_read_is_no_change() -> None:
    assert polls({"a": 1, "b": 0}, {"a": 1, "b": 0}, {"a": 1, "b": 0}) == [[], []]


def test_a_change_since_it_was_read_is_told_when_it_has_settled() -> None:
    assert polls({"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}) == [[], ["a"], []]


def test_what_keeps_moving_is_told_at_its_end() -> None:
    assert polls({"a": 1}, {"a": 2}, {"a": 3}, {"a": 4}, {"a": 4}) == [[], [], [], ["a"]]


def test_what_comes_and_goes_is_told() -> None:
    assert polls({"a": 0}, {"a": 5}, {"a": 5}, {"a": 7}, {"a": 7}) == [[], ["a"], [], ["a"]]


def test_what_was_told_is_told_again_when_something_else_was_known_meanwhile() -> None:
    """A file is gone, comes back, is read, and is gone again before the next look."""
    stamps = Stamps()
    gone = {"a": 0}.__getitem__
    assert [stamps.settled([{"a": 1}], gone) for _ in range(3)] == [[], ["a"], []]
    assert [stamps.settled([{"a": 2}], gone) for _ in range(3)] == [[], ["a"], []]


def test_a_path_of_two_answers_is_told_once() -> None:
    stamps = Stamps()
    known = [{"a": 1}, {"a": 1, "b": 1}]
    assert stamps.settled(known, {"a": 2, "b": 1}.__getitem__) == []
    assert stamps.settled(known, {"a": 2, "b": 1}.__getitem__) == ["a"]


def test_a_folder_differs_after_a_name_came(tmp_path: Path) -> None:
    os.utime(tmp_path, ns=(1, 1))  # So that it differs even where the clock is coarse.
    (tmp_path / "new").mkdir()
    assert changed_ns(str(tmp_path)) > 1
    assert changed_ns(str(tmp_path / "nothing")) == 0
