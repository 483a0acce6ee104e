"""A change happens wholly or not at all, with real uv and real pip."""

import os
import subprocess
from pathlib import Path

import pytest

from package_index import PackageIndex, Release, write_project
from pinlight.shell import restore, transaction
from real_environment import RealEnvironment, never, quiet, tool  # noqa: F401 - a fixture.

SCRIPT = "[console_scripts]\ntell = tell:main\n"


def tell(version: str) -> Release:
    """A package with a script, a file in `share`, a folder of modules."""
    files = {
        "tell.py": f"def main():\n    print({version!r})\n",
        f"tell-{version}.dist-info/entry_points.txt": SCRIPT,
        f"tell-{version}.data/data/share/tell/{version}.txt": version,
        **{f"tells/part{number}.py": f"version = {version!r}\n" for number in range(20)},
        f"tells/only_in_{version[0]}.py": "",
    }
    return Release(version, files=files)


PACKAGES = {
    "alpha": ["1.0", "2.0"],
    "beta": [Release("1.0", requires=["alpha>=2"])],
    "tell": [tell("1.0"), tell("2.0")],
    "clash": [Release("1.0", files={"tells/part1.py": "mine now\n", "clash.py": ""})],
    "slow": [Release("1.0", requires=["alpha>=2"], stalls=True)],
}


@pytest.fixture
def index(monkeypatch):
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        yield index


@pytest.fixture
def environment(tmp_path, index, tool):  # noqa: F811 - the fixture.
    return RealEnvironment(tmp_path / ".venv", tool)


def said(environment, name: str = "tell") -> str:
    command = [os.path.join(environment.prefix, "bin", name)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_packages_come_are_replaced_and_go_with_their_scripts_and_data(environment):
    assert environment.install("tell==1.0").is_ok
    assert environment.packages() == {"tell": "1.0"}
    assert said(environment) == "1.0"
    result = environment.install("tell==2.0", "beta")
    assert result.is_ok, result.message
    assert environment.packages() == {"alpha": "2.0", "beta": "1.0", "tell": "2.0"}
    assert said(environment) == "2.0"
    assert not (environment.site / "tells/only_in_1.py").exists()
    assert not Path(environment.prefix, "share/tell/1.0.txt").exists()
    assert environment.faults() == []
    assert environment.uninstall("tell").is_ok
    assert environment.packages() == {"alpha": "2.0", "beta": "1.0"}
    assert not Path(environment.prefix, "bin/tell").exists()
    assert not (environment.site / "tells").exists()
    assert environment.faults() == []


def test_the_result_is_the_same_as_without_a_transaction(environment, tmp_path):
    environment.install("tell==1.0", "alpha==1.0")
    environment.install("tell==2.0", "beta")
    other = RealEnvironment(tmp_path / "other", environment.settings.installer)
    for lines in (("tell==1.0", "alpha==1.0"), ("tell==2.0", "beta")):
        assert transaction.runner.run(other.plan(*lines), quiet, never).is_ok
    ours, theirs = environment.files(), other.files()
    assert ours.keys() == theirs.keys()
    differing = [place for place in ours if ours[place] != theirs[place]]
    # These name their own environment, or hold the hash of one that does.
    named = ("tell", "tell-2.0.dist-info/RECORD")
    assert [it for it in differing if not it.startswith("bin/activate")] == [
        it for it in ours if it.endswith(named) and it.startswith(("bin/", "lib/"))
    ]


def test_no_script_names_the_stage(environment):
    environment.install("tell==1.0")
    assert ".pinlight" not in Path(environment.prefix, "bin/tell").read_text()


def test_an_editable_project_is_installed(environment, tmp_path):
    write_project(tmp_path / "own", "own", requires=["alpha"])
    result = environment.install(f"-e {tmp_path / 'own'}")
    assert result.is_ok, result.message
    code = "import own; print(own.__file__)"
    command = [environment.python, "-I", "-c", code]
    ran = subprocess.run(command, check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == str(tmp_path / "own/own.py")
    assert environment.faults() == []


def test_what_cannot_be_installed_changes_nothing(environment):
    environment.install("tell==1.0")
    before = environment.files()
    result = environment.install("tell==2.0", "nothing-like-this")
    assert not result.is_ok
    assert environment.files() == before


def test_cancelled_in_the_middle_of_a_download_changes_nothing(environment, index):
    environment.install("alpha==1.0")
    before = environment.files()
    result = transaction.run(
        environment.plan("slow"), quiet, lambda: "slow-1.0" in str(index.served)
    )
    assert result.is_cancelled
    assert environment.files() == before
    assert not [name for name in os.listdir(f"{environment.prefix}/.pinlight") if "stage" in name]


def test_a_file_that_another_package_owns_comes_back_with_undo(environment):
    """pip and uv overwrite it in silence."""
    environment.install("tell==1.0")
    before = environment.files()
    assert environment.install("clash").is_ok
    assert (environment.site / "tells/part1.py").read_text() == "mine now\n"
    result = environment.undo()
    assert result.is_ok, result.message
    assert environment.files() == before
    assert environment.faults() == []


def test_files_that_someone_put_into_a_package_stay(environment):
    environment.install("tell==1.0")
    (environment.site / "tells/notes.txt").write_text("mine")
    environment.install("tell==2.0")
    assert (environment.site / "tells/notes.txt").read_text() == "mine"
    environment.undo()
    assert (environment.site / "tells/notes.txt").read_text() == "mine"
    environment.uninstall("tell")
    assert os.listdir(environment.site / "tells") == ["notes.txt"]


def test_a_change_from_outside_to_the_same_package_is_noticed(environment, tmp_path):
    environment.install("tell==1.0")
    inner = tuple(environment.files())

    def meddling(message: str, percentage: int | None) -> None:
        if percentage == 100 and environment.packages() == {"tell": "1.0"}:
            environment.bare("alpha==1.0")

    result = transaction.run(environment.plan("tell==2.0", "beta"), meddling, never)
    assert not result.is_ok
    assert "`alpha` was changed from outside meanwhile; nothing was changed" in result.message
    assert environment.packages() == {"alpha": "1.0", "tell": "1.0"}
    assert set(inner) <= set(environment.files())
    assert environment.faults() == []


def test_a_change_from_outside_to_another_package_is_told(environment):
    def meddling(message: str, percentage: int | None) -> None:
        if percentage == 100 and not environment.packages():
            environment.bare("alpha==1.0")

    result = transaction.run(environment.plan("tell==2.0"), meddling, never)
    assert result.is_ok
    assert "`alpha` was changed from outside meanwhile" in result.message
    assert environment.packages() == {"alpha": "1.0", "tell": "2.0"}


@pytest.mark.skipif(os.name == "nt", reason="uv locks there in another way")
@pytest.mark.parametrize("is_stopped", [False, True])
def test_uv_in_a_terminal_is_waited_for(environment, is_stopped):
    """uv holds a lock of its own while it changes the environment."""
    import fcntl

    environment.install("tell==1.0")
    Path(environment.prefix, ".lock").touch()
    told = []
    with Path(environment.prefix, ".lock").open("rb+") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)

        def report(message: str, percentage: int | None) -> None:
            if message.startswith("Waiting for uv"):
                told.append(message)
                if not is_stopped:
                    fcntl.flock(theirs, fcntl.LOCK_UN)

        stopped = (lambda: bool(told)) if is_stopped else never
        result = transaction.run(environment.plan("tell==2.0"), report, stopped)
        assert result.is_ok != is_stopped
        assert result.is_cancelled == is_stopped
        undone = restore.undo_last(environment.prefix, report, stopped)
        assert undone.is_ok != is_stopped
    assert told
    assert environment.packages() == {"tell": "1.0"}


def test_what_an_interruption_left_of_a_package_is_replaced(environment):
    """FACTS: a dist-info without METADATA; installing again does not repair it."""
    environment.install("tell==1.0")
    [info] = environment.site.glob("tell-*.dist-info")
    (info / "METADATA").unlink()
    (environment.site / "tells/part3.py").unlink()
    result = environment.install("tell==1.0", reinstall=["tell"])
    assert result.is_ok, result.message
    assert environment.faults() == []
    assert said(environment) == "1.0"


def test_a_namespace_that_two_packages_share(tmp_path, monkeypatch, tool):  # noqa: F811
    packages = {
        name: [Release("1.0", files={f"shared/{name}/x.py": f"{name}\n"})] for name in ("a", "b")
    }
    with PackageIndex(packages) as index:
        index.apply(monkeypatch)
        environment = RealEnvironment(tmp_path / ".venv", tool)
        environment.install("a")
        before = environment.files()
        environment.install("b")
        assert sorted(os.listdir(environment.site / "shared")) == ["a", "b"]
        assert environment.undo().is_ok
        assert environment.files() == before
        environment.install("b")
        environment.uninstall("a")
        assert os.listdir(environment.site / "shared") == ["b"]


@pytest.mark.skipif(os.name == "nt" or os.getuid() == 0, reason="root may write anywhere")
def test_without_permission_nothing_is_changed(environment):
    os.chmod(environment.prefix, 0o555)
    try:
        result = environment.install("alpha")
    finally:
        os.chmod(environment.prefix, 0o755)
    assert "failed: there is no permission to write" in result.message
    assert result.message.endswith("; nothing was changed")
