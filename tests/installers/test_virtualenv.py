"""virtualenv: what is ordered, to the letter, and run for real."""

import sys
import sysconfig
from pathlib import Path

import pytest

from installers_words import PREFIX, PYTHON, TOOLS, words
from package_index import PackageIndex
from pinlight.environments import read
from pinlight.model import Create, Install, Relock, Tools, Undo, Uninstall
from pinlight.settings import DEFAULT
from pinlight.shell.change import Change
from pinlight.shell.disk import Disk
from pinlight.world.state import Ran

SEEDS = ("pip", "setuptools", "wheel")  # by the version of Python
OWN = DEFAULT._replace(installer="virtualenv")
ALONE = Tools("", (("3.11.2", "/p11/bin/python3.11"),), {"virtualenv": "/opt/virtualenv"})
MAKE = "/opt/virtualenv --no-periodic-update --python"


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Create("/w/new"), [f"{MAKE} /p13 /w/new"]),
        (Create("/w/new", prompt="mine"), [f"{MAKE} /p13 --prompt mine /w/new"]),
        (Create("/w/new", "3.11"), [f"{MAKE} /p11 /w/new"]),
        (Create("/w/new", "3.9"), ["Python 3.9 was not found on this machine"]),
        (
            Install(PREFIX, lines=("flask",)),
            [f"{PYTHON} -I -m pip install -r {{input}}/requirements.txt"],
        ),
        (Uninstall(PREFIX, ("flask",)), [f"{PYTHON} -I -m pip uninstall -y flask"]),
        (Relock(PREFIX, "/w/requirements.in"), ["pip writes no lock"]),
    ],
)
def test_commands_to_the_letter(operation, expected):
    tools = TOOLS._replace(programs={"virtualenv": "/opt/virtualenv"})
    found = words(operation, tools=tools, settings=OWN)
    assert [line[: len(start)] for line, start in zip(found, expected, strict=True)] == expected


def test_it_is_taken_where_python_alone_makes_no_environments():
    files = {"/p11/bin/python3.11": "", "/p11/lib/python3.11/os.py": ""}
    assert words(Create("/w/new"), files, tools=ALONE) == [f"{MAKE} /p11/bin/python3.11 /w/new"]
    files["/p11/lib/python3.11/ensurepip/__init__.py"] = ""
    assert words(Create("/w/new"), files, tools=ALONE)[0].startswith(
        "/p11/bin/python3.11 -I -m venv"
    )


def test_create_fill_change_empty_and_take_back(tmp_path, monkeypatch):
    """The virtualenv that the tests themselves are installed with."""
    path = Path(sysconfig.get_path("scripts"), "virtualenv")
    if not path.exists():
        pytest.skip("needs virtualenv beside the Python that runs the tests")
    version = ".".join(map(str, sys.version_info[:3]))
    tools = Tools("", ((version, sys.executable),), {"virtualenv": str(path)})
    prefix = str(tmp_path / ".venv")

    def do(operation) -> dict[str, str]:
        ends: list[Ran] = []
        Change(operation, lambda: tools, OWN, lambda progress: None, ends.append).run()
        assert ends[0].is_ok, ends[0].message
        there = read(prefix, Disk()).distributions
        return {name: it.version for name, it in there.items() if name not in SEEDS}

    with PackageIndex({"alpha": ["1.0", "2.0"]}) as index:
        index.apply(monkeypatch)
        assert do(Create(prefix)) == {}
        assert do(Install(prefix, lines=("alpha<2",))) == {"alpha": "1.0"}
        assert do(Install(prefix, lines=("alpha",), upgrade=("alpha",))) == {"alpha": "2.0"}
        assert do(Uninstall(prefix, ("alpha",))) == {}
        assert do(Undo(prefix)) == {"alpha": "2.0"}
        assert do(Undo(prefix)) == {"alpha": "1.0"}
