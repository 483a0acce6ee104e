"""The command line as programs see it: a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pinlight.cli.arguments import parser
from pinlight.cli.dispatch import understood

SERVER = str(Path(__file__).parents[2] / "server")


def pinlight(*arguments, cwd, **options):
    """Start a real process; returns it when it has ended."""
    env = {**os.environ, "PYTHONPATH": SERVER, "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, "-m", "pinlight", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def test_a_check_from_end_to_end(write):
    root = write({"requirements.txt": "flask==9\n", ".venv": ["flask 3.0.2"]})
    done = pinlight("check", cwd=root)
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines() == [
        "requirements.txt:1:1: warning wrong-version `flask` 3.0.2 is installed, 9 is required",
        "Found 1 problem in 1 file (1 warning)",
    ]


def test_a_reader_that_goes_away_is_no_disaster(write):
    root = write({"requirements.txt": "flask==9\n" * 2000, ".venv": ["flask 3.0.2"]})
    env = {**os.environ, "PYTHONPATH": SERVER}
    with subprocess.Popen(
        [sys.executable, "-m", "pinlight", "check"],
        cwd=root,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait() == 141


@pytest.mark.parametrize("arguments", [[], ["fly"], ["check", "--format", "xml"], ["server", "x"]])
def test_a_wrong_command_line_is_status_2(run, arguments):
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "usage: pinlight" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "."],
        ["check", "a.txt", "check", ""],
        ["check", "a.txt", "--format", "json"],
        ["check", "--exit-zero"],
        ["check", "--", "-x"],
        ["envs", "a"],
    ],
)
def test_what_is_asked_is_understood_as_argparse_does(arguments):
    assert vars(understood(arguments)) == vars(parser().parse_args(arguments))


def test_a_check_of_paths_needs_no_argparse():
    code = (
        "import sys; from pinlight.cli.dispatch import understood\n"
        "understood(['check', 'a.txt'])\n"
        "assert 'argparse' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": SERVER},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["server", "--help"]])
def test_help(run, arguments):
    ran = run(*arguments)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(("usage: pinlight", "pinlight "))


@pytest.mark.parametrize("address", ["4000", "host:", "host:port", ":4000", "host:70000"])
def test_an_address_that_is_none(run, address):
    message = f"pinlight: `{address}` is not HOST:PORT\n"
    assert run("server", "--tcp", address) == (2, "", message)


def test_the_server_starts_without_the_ordinary_parser(tmp_path):
    """An editor waits for it, and argparse alone costs more than an answer."""
    code = (
        "import sys; sys.argv = ['pinlight', 'server', '--tcp', 'nowhere']\n"
        "from pinlight.__main__ import main\n"
        "status = main()\n"
        "assert status == 2, status\n"
        "assert 'argparse' not in sys.modules\n"
    )
    env = {**os.environ, "PYTHONPATH": SERVER}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
