"""Two processes never hold the lock of one environment; the lock of a dead one counts nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pinlight.shell import lock
from pinlight.shell.lock import held
from pinlight.shell.vault import LOCK, at

CODE = """
import sys
from pinlight.shell.lock import held
with held(sys.argv[1], lambda: False, print) as is_held:
    print(is_held, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def prefix(tmp_path):
    (tmp_path / ".pinlight").mkdir()
    return str(tmp_path)


@pytest.fixture
def holder(prefix):
    """Another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", CODE, prefix]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout.readline() == "True\n"
        yield process
        process.kill()


def never() -> bool:
    return False


def test_one_waits_for_the_other_and_says_for_whom(prefix, holder):
    said = []

    def cancelled() -> bool:
        return bool(said)

    with held(prefix, cancelled, said.append) as is_held:
        assert not is_held
    assert said == [f"Waiting for process {holder.pid}, which is changing the environment"]


def test_it_goes_on_when_the_other_has_ended(prefix, holder):
    def waiting(_: str) -> None:
        holder.stdin.close()

    with held(prefix, never, waiting) as is_held:
        assert is_held


def test_the_lock_of_a_killed_process_is_free(prefix, holder):
    holder.kill()
    holder.wait()
    told = []
    with held(prefix, never, told.append) as is_held:
        assert is_held
    assert told == []


def test_two_threads_of_one_process_exclude_each_other(prefix):
    told = []
    with (
        held(prefix, never, told.append),
        held(prefix, lambda: bool(told), told.append) as is_held,
    ):
        assert not is_held


class TestWithoutLocksOfTheSystem:
    """A file names the owner."""

    @pytest.fixture(autouse=True)
    def _no_locks(self, monkeypatch):
        def refuse(descriptor: int) -> bool:
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr(lock, "_lock", refuse)

    def test_one_at_a_time(self, prefix):
        told = []
        with (
            held(prefix, never, told.append),
            held(prefix, lambda: bool(told), told.append) as is_held,
        ):
            assert not is_held
        with held(prefix, never, told.append) as is_held:
            assert is_held
        assert not os.path.exists(at(prefix, LOCK) + ".owner")

    @pytest.mark.parametrize("content", ["", "nonsense", "{dead} 5\n", "{own} 1\n"])
    def test_an_owner_that_is_gone_is_taken_over(self, prefix, content):
        """Also when another process got its number since."""
        with subprocess.Popen([sys.executable, "-c", ""]) as process:
            pass
        signed = content.format(dead=process.pid, own=os.getpid())
        Path(at(prefix, LOCK) + ".owner").write_text(signed)
        with held(prefix, never, lambda message: None) as is_held:
            assert is_held
