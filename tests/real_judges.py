"""Real pip and real uv as judges of "is this line satisfied?" and "do these fit together?".

pip is imported once in a child interpreter that sees nothing but the standard library, pip and
the environment in question, and runs its own command line for each case: what one process per
line would say, twenty times as fast. `separate_pip` is the slow way, to compare with.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

# What uv reads in another way than pip, which wins.
UV_DIFFERS = re.compile(
    r"""===              # a string for pip, a version for uv
    | \sin\s            # substrings for pip, a list of versions for uv
    | >=\s"abc"         # strings for pip, false for uv
    | >=\s"linux"
    | "3\.12\.0a1"      # a pre-release has no place in uv's `python_version`
    | ~=\s"linux"       # pip gives up, uv takes it for true
    | extra\s[!=]=\s"fast"$  # on a line of its own: uv takes it for any extra
    """,
    re.VERBOSE,
)

CHILD = r"""
import io, json, logging, sys

pip_folder = sys.argv[1]
standard = list(sys.path)
sys.path.append(pip_folder)
import pip._internal.cli.main as cli
sys.path[:] = standard  # What lies beside pip must not look installed.
OUT, ERR = sys.stdout, sys.stderr

for line in sys.stdin:
    site, arguments = json.loads(line)
    sys.path[:] = [*standard, site]
    sys.stdout = sys.stderr = output = io.StringIO()
    try:
        code = cli.main(arguments)
    except BaseException as error:
        code = f"{type(error).__name__}: {error}"
    finally:
        sys.stdout, sys.stderr = OUT, ERR
        logging.shutdown()
    print(json.dumps([code, output.getvalue()]), flush=True)
"""


def environment_variables() -> dict[str, str]:
    """Return this process's variables without anybody's settings of pip and uv."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PIP_", "UV_", "PYTHON"))
    }
    return {
        **kept,
        "PIP_CONFIG_FILE": os.devnull,
        "_PIP_USE_IMPORTLIB_METADATA": "1",  # On 3.10 pip's other way reads `sys.path` only once.
        "UV_NO_CONFIG": "1",
        "NO_COLOR": "1",
    }


def pip_folder() -> str:
    pip = pytest.importorskip("pip", reason="needs pip beside the tests")
    return str(Path(pip.__file__).parent.parent)


def install_arguments(file: str, *, with_dependencies: bool = False) -> list[str]:
    """Return the command line that asks pip whether the lines of `file` are satisfied."""
    quiet = ["--disable-pip-version-check", "--no-color", "--no-input", "--no-cache-dir"]
    dependencies = [] if with_dependencies else ["--no-deps"]
    return ["install", *quiet, "--dry-run", "--no-index", *dependencies, "-r", file]


def ask_pip(cases: Sequence[tuple[str, list[str]]]) -> list[tuple[object, str]]:
    """Return pip's (exit status, output) for each (site-packages folder, arguments)."""
    text = "".join(json.dumps(case) + "\n" for case in cases)
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", CHILD, pip_folder()],
        input=text,
        capture_output=True,
        text=True,
        env=environment_variables(),
        check=True,
    )
    answers = [tuple(json.loads(line)) for line in result.stdout.splitlines()]
    assert len(answers) == len(cases), result.stderr
    return answers


def separate_pip(site: str, arguments: list[str]) -> tuple[object, str]:
    """Ask pip in a process of its own."""
    code = (
        "import sys; sys.path.append(sys.argv[1]); import pip._internal.cli.main as cli;"
        "sys.path.remove(sys.argv[1]); sys.path.append(sys.argv[2]);"
        "sys.exit(cli.main(sys.argv[3:]))"
    )
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, pip_folder(), site, *arguments],
        capture_output=True,
        text=True,
        env=environment_variables(),
    )
    return result.returncode, result.stdout + result.stderr


def uv_executable() -> str:
    """Return the uv of the tests; without one the test is skipped by name."""
    beside = Path(sys.executable).parent
    found = shutil.which("uv", path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if not found:
        pytest.skip("needs uv beside the tests or on PATH")
    return found


def ask_uv(cases: Sequence[list[str]], cache: Path) -> list[tuple[int, str]]:
    """Return uv's (exit status, output) for each list of arguments."""
    uv = uv_executable()

    def ask(arguments: list[str]) -> tuple[int, str]:
        result = subprocess.run(
            [uv, *arguments, "--cache-dir", str(cache)],
            capture_output=True,
            text=True,
            env=environment_variables(),
        )
        return result.returncode, result.stdout + result.stderr

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(ask, cases))
