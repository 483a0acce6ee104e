"""`pinlight create` and `pinlight install`, with real uv and pip against a local index."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conda_channel import CondaChannel, Package
from package_index import PackageIndex, Release

PACKAGES = {
    "alpha": ["1.0", "2.0"],
    "beta": [Release("1.0", requires=["gamma>=1"])],
    "gamma": ["1.0"],
    "slow": [Release("1.0", stalls=True)],
}

PYTHON = {"bin/python": "", "lib/python3.12/os.py": ""}  # as conda would bring it

SERVER = str(Path(__file__).parents[2] / "server")


LONGEST_S = 120  # a hang is a failure; nothing waits this long otherwise


class Served(list[str]):
    """The files that were asked for; tells when the first one is."""

    def __init__(self) -> None:
        self.is_asked = threading.Event()

    def append(self, name: str) -> None:
        super().append(name)
        self.is_asked.set()


@pytest.fixture
def index(monkeypatch):
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        yield index


def installed(prefix):
    """Return name and version of each distribution in an environment."""
    paths = [path for path in prefix.rglob("*.dist-info") if ".pinlight" not in path.parts]
    found = [path.name.removesuffix(".dist-info") for path in paths]
    return sorted(name for name in found if not name.startswith(("pip-", "setuptools-")))


def test_the_whole_way_from_nothing_to_in_step(write, run, index):
    root = write({"requirements.txt": "alpha==1.0\nbeta\n"})
    assert run("check").status == 1
    created = run("create")
    assert (created.status, created.out.splitlines()[-1]) == (
        0,
        "Created .venv; `pinlight install .` fills it",
    )
    assert (root / ".venv/pyvenv.cfg").exists()
    ran = run("install", "--yes")
    assert ran.status == 0, ran.err
    assert installed(root / ".venv") == ["alpha-1.0", "beta-1.0", "gamma-1.0"]
    assert run("check") == (0, "1 file, nothing is wrong\n", "")
    assert run("install", "--yes").out == "Nothing to install: all that is required is there\n"


def test_only_what_is_missing_or_wrong_is_installed_and_shown_before(write, run, index):
    root = write({"requirements.txt": "alpha==1.0\ngamma\n"})
    run("create")
    run("install", "--yes")
    (root / "requirements.txt").write_text("alpha==2.0\ngamma\n")
    ran = run("install", "--yes")
    assert ran.status == 0, ran.err
    assert installed(root / ".venv") == ["alpha-2.0", "gamma-1.0"]
    assert "    alpha==2.0" in ran.out.splitlines()
    assert "gamma" not in ran.out


def test_a_file_and_what_it_includes_are_installed_at_once(write, run, index):
    root = write(
        {"requirements-dev.txt": "-r requirements.txt\nbeta\n", "requirements.txt": "alpha==1.0\n"}
    )
    run("create")
    ran = run("install", "--yes")
    assert ran.status == 0, ran.err
    assert ran.out.count("  $ ") == 1
    assert installed(root / ".venv") == ["alpha-1.0", "beta-1.0", "gamma-1.0"]


def test_each_file_of_a_monorepo_gets_its_own(write, run, index):
    root = write({"a/requirements.txt": "alpha==1.0\n", "b/requirements.txt": "alpha==2.0\n"})
    run("create", "a")
    run("create", "b/requirements.txt")
    assert run("install", "--yes").status == 0
    assert installed(root / "a/.venv") == ["alpha-1.0"]
    assert installed(root / "b/.venv") == ["alpha-2.0"]


def test_without_a_terminal_nothing_is_installed_unless_agreed(write, run, index, monkeypatch):
    root = write({"requirements.txt": "alpha\n"})
    run("create")
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        ran = run("install")
    assert ran.status == 2
    assert ran.err == (
        "pinlight: nothing was installed: there is no terminal to ask on, `--yes` agrees\n"
    )
    assert installed(root / ".venv") == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals")
@pytest.mark.parametrize(
    ("answer", "status", "expected"), [("y", 0, ["alpha-2.0"]), ("n", 1, []), ("", 1, [])]
)
def test_at_a_terminal_it_asks(write, run, index, monkeypatch, answer, status, expected):
    root = write({"requirements.txt": "alpha\n"})
    run("create")
    keyboard, terminal = os.openpty()
    os.write(keyboard, f"{answer}\n".encode())
    with os.fdopen(terminal) as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        ran = run("install")
    os.close(keyboard)
    assert ran.status == status, ran.err
    assert "Install? [y/N] " in ran.out
    assert installed(root / ".venv") == expected


def test_a_file_without_an_environment_says_how_to_make_one(write, run, index):
    write({"requirements.txt": "alpha\n"})
    message = (
        "pinlight: no environment serves `requirements.txt`; "
        "`pinlight create requirements.txt` makes one\n"
    )
    assert run("install", "--yes") == (2, "", message)


def test_what_the_index_does_not_have_fails_with_its_reason(write, run, index):
    root = write({"requirements.txt": "alpha==7\n"})
    run("create")
    ran = run("install", "--yes")
    assert ran.status == 1
    reason, log = ran.err.splitlines()[-2:]
    assert "alpha" in reason, ran.err
    assert "all that was printed is in" in log
    assert installed(root / ".venv") == []


def test_an_environment_by_name_for_a_python(write, run, index):
    root = write({"requirements.txt": "alpha\n"})
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert run("create", "--name", ".venv-other", "--python", version).status == 0
    config = (root / ".venv-other/pyvenv.cfg").read_text()
    assert f"= {version}." in config


def test_the_python_that_the_project_needs(write, run, index):
    write({"pyproject.toml": '[project]\nname = "x"\nrequires-python = ">=4"\n'})
    ran = run("create")
    assert ran.status == 1
    assert ">=4" in ran.err.splitlines()[-1]


@pytest.mark.parametrize("name", ["..", "a/b", "/tmp"])
def test_a_name_is_not_a_path(write, run, name):
    write({})
    assert run("create", "--name", name) == (
        2,
        "",
        f"pinlight: `{name}` is not the name of a folder\n",
    )


def test_what_exists_is_not_overwritten(write, run, index):
    root = write({".venv/precious.txt": "mine"})
    ran = run("create")
    assert (ran.status, ran.out) == (2, "")
    assert "already exists" in ran.err
    assert (root / ".venv/precious.txt").read_text() == "mine"


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to one process")
def test_ctrl_c_ends_an_install_quietly(write, run, index):
    """The download stalls halfway, so that the signal comes while it is under way."""
    index.served = Served()
    root = write({"requirements.txt": "slow\n"})
    run("create")
    command = [sys.executable, "-m", "pinlight", "install", "--yes"]
    env = {**os.environ, "PYTHONPATH": SERVER}
    process = subprocess.Popen(
        command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    with process:
        assert index.served.is_asked.wait(LONGEST_S)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=LONGEST_S)
    assert process.returncode == 130, err
    assert "cancelled" in err.splitlines()[-1]
    assert "Traceback" not in err
    assert installed(root / ".venv") == []


def test_the_python_that_a_pipfile_requires_is_taken(write, run):
    version = "{}.{}".format(*sys.version_info)
    write({"Pipfile": f'[packages]\nalpha = "*"\n[requires]\npython_version = "{version}"\n'})
    assert run("create").status == 0
    assert f"python{version}" in run("create", "--name", "other", "--dry-run").out


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_the_python_that_a_version_file_names_is_taken(write, run, name):
    version = "{}.{}".format(*sys.version_info)
    write({name: "", "sub/requirements.txt": "alpha\n", ".python-version": f"{version}\n"})
    assert f"python{version}" in run("create", "--dry-run").out
    assert f"python{version}" in run("create", "sub", "--dry-run").out
    write({".python-version": "2.6.1\n"})
    refused = run("create", "--dry-run", "--tool", "pip")
    assert (refused.status, "2.6.1" in refused.err) == (2, True)


def test_an_environment_of_conda_is_made_and_filled_in_one_step(write, run, monkeypatch):
    pytest.importorskip("rattler")
    packages = {"alpha": [Package("1.0")], "python": [Package("3.12.1", files=PYTHON)]}
    with CondaChannel(packages) as channel:
        lines = f"channels:\n  - {channel.url}\n  - nodefaults\ndependencies:\n"
        root = write({"environment.yml": f"{lines}  - python=3.12\n  - alpha\n"})
        for name in ("HOME", "XDG_CACHE_HOME", "RATTLER_CACHE_DIR"):
            monkeypatch.setenv(name, str(root / "home"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        unjudged = "Not judged, since no environment of its kind was found: environment.yml\n"
        assert run("check") == (0, f"1 file, nothing is wrong\n{unjudged}", "")
        refused = run("install", "--yes")
        assert (refused.status, "no environment of conda serves" in refused.err) == (2, True)
        assert run("create").out.splitlines()[-1] == "Created .conda"
        assert run("check").out == "1 file, nothing is wrong\n"
