"""Killed at any moment, an exchange of files can be finished, or taken back, exactly."""

import json
import os
import shutil
from itertools import count
from pathlib import Path

import pytest

from kills import killed_after
from package_index import PackageIndex, Release
from pinlight.environments import read
from pinlight.environments.layout import look
from pinlight.model import Repair, Uninstall
from pinlight.shell import journal as journals
from pinlight.shell import recover, restore, runner, stage, transaction, undo
from pinlight.shell.disk import Disk
from real_environment import RealEnvironment, never, quiet


def release(version: str) -> Release:
    files = {
        "alpha/__init__.py": version,
        "alpha/inner/x.py": version,
        f"alpha/only{version[0]}.py": "",
        "top.py": version,
    }
    return Release(version, files=files)


class Staged:
    """An environment in which a stage is ready to be taken in."""

    def __init__(self, folder: Path) -> None:
        packages = {"alpha": [release("1.0"), release("2.0")], "beta": ["1.0"], "gone": ["1.0"]}
        with PackageIndex(packages) as index, pytest.MonkeyPatch.context() as monkeypatch:
            index.apply(monkeypatch)
            self.environment = RealEnvironment(folder / "env")
            self.environment.bare("alpha==1.0", "gone")
            (self.environment.site / "alpha/mine.txt").write_text("mine")
            prefix = self.environment.prefix
            os.mkdir(f"{prefix}/.pinlight")
            self.stage = stage.build(look(prefix, Disk()), "ready")
            for plan in (
                self.environment.plan("alpha==2.0", "beta"),
                self.environment.planned(Uninstall(prefix, ("gone",))),
            ):
                commands = tuple(stage.redirected(it, self.stage) for it in plan.commands)
                assert runner.run(plan._replace(commands=commands), quiet, never).is_ok
        self.original = folder / "original"
        shutil.move(prefix, self.original)

    def fresh(self) -> stage.Stage:
        """Return the stage in an environment that is as it was."""
        prefix = self.environment.prefix
        shutil.rmtree(prefix, ignore_errors=True)
        shutil.copytree(self.original, prefix, symlinks=True)
        return self.stage._replace(before=stage.stamps(prefix, self.stage.sites))


OLD = {"alpha": "1.0", "gone": "1.0"}
NEW = {"alpha": "2.0", "beta": "1.0"}


@pytest.fixture(scope="module")
def staged(tmp_path_factory) -> Staged:
    return Staged(tmp_path_factory.mktemp("staged"))


def states(staged: Staged) -> tuple[dict[str, str], dict[str, str]]:
    """Return the files of the environment before and after."""
    environment = staged.environment
    working = staged.fresh()
    old = environment.files()
    transaction._take_in("Try", working)
    new = environment.files()
    assert environment.packages() == NEW
    assert environment.faults() == []
    return old, new


@pytest.mark.parametrize("forward", [True, False])
def test_killed_before_any_change_of_a_file(staged, forward):
    """And killed again while that is put right, and again."""
    old, new = states(staged)
    seen = set()
    for number in count():
        working = staged.fresh()
        with killed_after(number) as was_killed:
            transaction._take_in("Try", working)
        is_open = journals.read(working.prefix) is not None
        for again in count():
            with killed_after(again * 3) as was_killed_again:
                recovered = recover.recover(working.prefix, forward=forward)
                assert not recovered.reason
            if not was_killed_again[0]:
                break
        assert journals.read(working.prefix) is None
        found = staged.environment.files()
        assert found in (old, new), f"killed before change {number}"
        assert not is_open or found == (new if forward else old)
        assert staged.environment.faults() == []
        seen.add((is_open, found == new))
        if not was_killed[0]:
            break
    assert number > 15
    assert seen == {(False, False), (True, forward), (False, True)}


def test_killed_while_it_is_undone(staged):
    old, new = states(staged)
    for number in count():
        working = staged.fresh()
        transaction._take_in("Try", working)
        with killed_after(number) as was_killed:
            journal = undo.plan(working.prefix)
            assert not isinstance(journal, str), journal
            undo.carry_out(working.prefix, journal)
        assert not recover.recover(working.prefix).reason
        assert staged.environment.files() in (old, new), f"killed before change {number}"
        assert staged.environment.faults() == []
        if not was_killed[0]:
            break
    assert staged.environment.files() == old
    assert undo.last(working.prefix) == "there is no change to undo"
    assert number > 15


@pytest.mark.parametrize("number", range(0, 14, 2))
def test_a_disk_that_is_full_at_any_rename(staged, number, monkeypatch):
    old, _ = states(staged)
    working = staged.fresh()
    left = number

    def rename(source: str, target: str) -> None:
        nonlocal left
        left -= 1
        if left == -1:
            raise OSError(28, "No space left on device")
        os.rename(source, target)

    exchange = transaction.exchange
    monkeypatch.setattr(
        transaction, "exchange", lambda prefix, journal: exchange(prefix, journal, rename)
    )
    try:
        transaction._take_in("Try", working)
    except OSError as error:
        assert error.errno == 28
        assert staged.environment.files() == old
        assert journals.read(working.prefix) is None
        assert undo.last(working.prefix) == "there is no change to undo"
    else:
        assert left >= 0


def interrupted(staged: Staged) -> str:
    """Leave the environment in the middle of an exchange; return its prefix."""
    working = staged.fresh()
    with killed_after(9) as was_killed:
        transaction._take_in("Try", working)
    assert was_killed[0]
    assert isinstance(journals.read(working.prefix), journals.Journal)
    return working.prefix


def test_the_environment_says_that_it_was_interrupted_and_reading_changes_nothing(staged):
    prefix = interrupted(staged)
    before = staged.environment.files()
    assert read(prefix, Disk()).interrupted == "Try"
    assert staged.environment.files() == before


@pytest.mark.parametrize(("forward", "word"), [(True, "finished"), (False, "took back")])
def test_repair_says_what_it_did(staged, forward, word):
    prefix = interrupted(staged)
    result = restore.repair(Repair(prefix, forward=forward), quiet, never)
    assert result.is_ok
    assert result.message == f"Repair `env`: {word} what was interrupted: Try"
    again = restore.repair(Repair(prefix), quiet, never)
    assert again.message == "Repair `env`: nothing was interrupted"


def test_the_next_change_puts_it_right_first(staged):
    _, new = states(staged)
    prefix = interrupted(staged)
    result = transaction.exclusively(
        prefix, "Next", lambda: transaction.Result(True, "ran"), quiet, never
    )
    assert result.message == "ran"
    assert staged.environment.files() == new
    assert [name for name in os.listdir(f"{prefix}/.pinlight") if "stage" in name] == []


def test_what_was_to_come_in_and_is_lost_makes_it_go_back(staged):
    old, _ = states(staged)
    prefix = interrupted(staged)
    [name] = [name for name in os.listdir(f"{prefix}/.pinlight") if "stage" in name]
    shutil.rmtree(f"{prefix}/.pinlight/{name}")
    assert recover.recover(prefix).done == "took back what was interrupted: Try"
    assert staged.environment.files() == old


def test_a_journal_that_is_not_believed_stops_changes_until_it_is_put_aside(staged):
    prefix = interrupted(staged)
    path = Path(prefix, ".pinlight/journal.json")
    table = json.loads(path.read_text())
    table["moves"][0][0] = "../outside"
    path.write_text(json.dumps(table))
    ran = []
    result = transaction.exclusively(prefix, "Next", lambda: ran.append(1), quiet, never)
    assert not result.is_ok
    assert "its journal names places outside the environment" in result.message
    assert ran == []
    assert restore.repair(Repair(prefix), quiet, never).is_ok
    assert not path.exists()
