"""What the runner does with real processes; installers have tests of their own."""

import os
import sys
from pathlib import Path

import pytest

from pinlight.model import Command, Install, Plan
from pinlight.shell.runner import run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="uses POSIX processes")


def python(code: str, *args: str, **more: object) -> Command:
    return Command((sys.executable, "-I", "-c", code, *args), os.getcwd(), title="Trying", **more)


def plan(prefix: Path | str, *commands: Command, operation=None) -> Plan:
    return Plan("Try", str(prefix), commands, operation or Install(str(prefix), lines=("x",)))


def never() -> bool:
    return False


def quiet(message: str, percentage: int | None) -> None:
    """Nobody listens."""


def test_commands_run_in_order_until_one_fails(tmp_path):
    mark = "import sys; open(sys.argv[1], 'w')"
    result = run(
        plan(
            tmp_path,
            python(mark, str(tmp_path / "first")),
            python("print('ERROR: no such thing'); raise SystemExit(3)"),
            python(mark, str(tmp_path / "third")),
        ),
        quiet,
        never,
    )
    assert not result.is_ok
    assert result.returncode == 3
    assert result.message == "Try failed: no such thing"
    assert [path.name for path in tmp_path.iterdir()] == ["first"]


def test_lines_are_reported_while_the_command_runs(tmp_path):
    """The command waits for what the report of its first line makes."""
    go = tmp_path / "go"
    code = (
        "import os, sys, time\n"
        "print('Resolved 3 packages in 1ms', flush=True)\n"
        "while not os.path.exists(sys.argv[1]): time.sleep(0.01)\n"
        "print('Installed 3 packages in 1ms')\n"
    )
    seen = []

    def report(message, percentage):
        seen.append((message, percentage))
        if message.startswith("Resolved"):
            go.touch()

    result = run(plan(tmp_path, python(code, str(go)), python("")), report, never)
    assert result.is_ok
    assert seen == [
        ("Trying", 0),
        ("Resolved 3 packages in 1ms", 15),
        ("Installed 3 packages in 1ms", 47),
        ("Trying", 50),
        ("Try: done", 100),
    ]


def test_a_command_has_no_standard_input(tmp_path):
    result = run(plan(tmp_path, python("import sys; print(repr(sys.stdin.read()))")), quiet, never)
    assert result.output == "''"


def test_inputs_lie_in_a_private_folder_that_is_gone_afterwards(tmp_path):
    code = (
        "import os, sys\n"
        "print(oct(os.stat(sys.argv[1]).st_mode & 0o777), open(sys.argv[1] + '/a.txt').read())\n"
        "open(sys.argv[2], 'w').write(sys.argv[1])\n"
    )
    where = tmp_path / "where"
    command = python(code, "{input}", str(where), inputs=(("a.txt", "one\r\ntwo"),))
    result = run(plan(tmp_path, command), quiet, never)
    assert result.output == "0o700 one\ntwo"
    assert not Path(where.read_text()).exists()


def test_the_folder_is_gone_after_a_cancel_too(tmp_path):
    where = tmp_path / "where"
    code = (
        "import sys, time\n"
        "open(sys.argv[2], 'w').write(sys.argv[1])\n"
        "print('Resolved', flush=True)\n"
        "time.sleep(60)\n"
    )
    command = python(code, "{input}", str(where), inputs=(("a.txt", "secret"),))
    result = run(plan(tmp_path, command), quiet, lambda: where.exists() and where.stat().st_size)
    assert result.is_cancelled
    assert not Path(where.read_text()).exists()


def test_variables_are_set_over_the_inherited_ones_and_an_empty_one_is_removed(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("KEPT", "kept")
    monkeypatch.setenv("REMOVED", "there")
    code = "import os; print([os.environ.get(n) for n in ('KEPT', 'REMOVED', 'NEW')])"
    command = python(code, env={"REMOVED": "", "NEW": "new"})
    assert run(plan(tmp_path, command), quiet, never).output == "['kept', None, 'new']"


def test_cancel_ends_also_what_the_command_started(tmp_path):
    """The child ignores the polite signals; its end closes the pipe that it has opened."""
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    child = (
        "import signal, sys, time; signal.signal(2, signal.SIG_IGN); "
        "signal.signal(15, signal.SIG_IGN); pipe = open(sys.argv[1], 'wb', 0); "
        "pipe.write(b'x'); time.sleep(60)"
    )
    code = (
        "import subprocess, sys\n"
        "subprocess.run([sys.executable, '-I', '-c', sys.argv[1], sys.argv[2]])\n"
    )

    def cancelled() -> bool:
        try:
            return os.read(alive, 1) == b"x"
        except BlockingIOError:
            return False

    result = run(plan(tmp_path, python(code, child, str(tmp_path / "alive"))), quiet, cancelled)
    assert result.is_cancelled
    assert not result.is_ok
    assert result.message == "Try: cancelled"
    os.set_blocking(alive, True)
    assert os.read(alive, 1) == b""
    os.close(alive)


def test_cancelled_before_it_began_runs_nothing(tmp_path):
    command = python("import sys; open(sys.argv[1], 'w')", str(tmp_path / "ran"))
    assert run(plan(tmp_path, command), quiet, lambda: True).is_cancelled
    assert not list(tmp_path.iterdir())


def test_a_program_that_is_not_there_is_named(tmp_path):
    missing = Command((str(tmp_path / "nothing"), "install"), str(tmp_path), title="Trying")
    result = run(plan(tmp_path, missing), quiet, never)
    assert result.message == (
        f"Try failed: `{tmp_path / 'nothing'}` could not be started: No such file or directory"
    )


def test_no_secret_comes_out(tmp_path, monkeypatch, caplog):
    """Neither the credentials of a URL nor the value of a variable that the input names."""
    monkeypatch.setenv("TOKEN", "s3cret-token")
    code = (
        "import sys\n"
        "print('Downloading https://user:pass-word@index.example/s3cret-token/x.whl')\n"
        "sys.exit('error: Failed to fetch https://user:pass-word@index.example/s3cret-token/x')\n"
    )
    inputs = (("requirements.txt", "--index-url https://index.example/${TOKEN}/simple\n"),)
    seen = []
    with caplog.at_level("DEBUG", logger="pinlight"):
        result = run(
            plan(tmp_path, python(code, inputs=inputs)),
            lambda message, percentage: seen.append(message),
            never,
        )
    assert result.message == ("Try failed: Failed to fetch https://***@index.example/${TOKEN}/x")
    assert "Downloading https://***@index.example/${TOKEN}/x.whl" in seen
    assert "run " in caplog.text
    for secret in ("s3cret-token", "pass-word"):
        assert secret not in f"{result} {seen}"
    assert "pass-word" not in caplog.text


def test_what_is_left_in_the_background_does_not_hold_the_run(tmp_path):
    """A daemon in a session of its own keeps the output open; the run ends all the same."""
    code = (
        "import subprocess, sys\n"
        "p = subprocess.Popen([sys.executable, '-I', '-c', 'import time; time.sleep(20)'],"
        " start_new_session=True)\n"
        "open(sys.argv[1], 'w').write(str(p.pid))\n"
    )
    pid = tmp_path / "pid"
    try:
        assert run(plan(tmp_path, python(code, str(pid))), quiet, never).is_ok
    finally:
        os.kill(int(pid.read_text()), 9)  # Raises when it had ended before.
