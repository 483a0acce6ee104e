"""A defect of ours is raised in tests, and isolated and logged once everywhere else."""

import logging

import pytest

from pinlight.bug import guard


def broken(secret: str) -> int:
    raise KeyError("defect")


def test_in_tests_it_is_raised():
    with pytest.raises(KeyError):
        guard("this test", 0, broken, "x")


def test_elsewhere_the_default_is_returned_and_one_line_is_logged(monkeypatch, caplog):
    monkeypatch.setenv("PINLIGHT_RAISE", "")
    with caplog.at_level(logging.ERROR, "pinlight"):
        assert guard("one place", 7, broken, "password") == 7
        assert guard("one place", 7, broken, "password") == 7
        assert guard("another place", 8, broken, "password") == 8
    told = [record.getMessage() for record in caplog.records]
    assert told == ["defect in one place", "defect in another place"]
    assert "password" not in told


def test_what_works_is_left_alone():
    assert guard("sorting", [], sorted, [2, 1], reverse=True) == [2, 1]
