"""A tool that changes the environment itself: wholly, or all of it comes back."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from kills import killed_after
from package_index import PackageIndex, Release
from pinlight.model import Command, Create, Install, Plan, Relock, Repair
from pinlight.shell import journal as journals
from pinlight.shell import recover, restore, transaction
from real_environment import RealEnvironment, never, quiet, tool  # noqa: F401 - a fixture.

PACKAGES = {
    "alpha": [
        Release("1.0", files={f"alpha/part{number}.py": "1" for number in range(4)}),
        Release("2.0", files={f"alpha/part{number}.py": "2" for number in range(2, 6)}),
    ],
    "tell": [
        Release(
            "1.0",
            files={
                "tell.py": "def main():\n    print('told')\n",
                "tell-1.0.dist-info/entry_points.txt": "[console_scripts]\ntell = tell:main\n",
            },
        )
    ],
}

# What tools do to an environment: replace, write in place, add, remove, and a file of the project.
TOOL = """
import os, sys
site, project, status = sys.argv[1], sys.argv[2], sys.argv[3]
os.unlink(f"{site}/alpha/part1.py")
open(f"{site}/alpha/part2.py.new", "w").write("other")
os.replace(f"{site}/alpha/part2.py.new", f"{site}/alpha/part2.py")
os.makedirs(f"{site}/new/inner")
open(f"{site}/new/inner/x.py", "w")
open(f"{site}/paths.pth", "a").write("/more\\n")
open(f"{site}/alpha-1.0.dist-info/INSTALLER", "w").write("someone else")
open(project, "a").write("more\\n")
if status == "killed":
    os.kill(os.getpid(), 9)
sys.exit(int(status))
"""


@pytest.fixture
def index(monkeypatch):
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        yield index


@pytest.fixture
def environment(tmp_path, index):
    found = RealEnvironment(tmp_path / ".venv")
    found.bare("alpha==1.0")
    (found.site / "paths.pth").write_text("/there\n")
    return found


def tooled(environment, status: str = "0", code: str = TOOL) -> Plan:
    project = str(project_file(environment))
    argv = (sys.executable, "-c", code, str(environment.site), project, status)
    command = Command(argv, "", touches=(project,))
    return Plan("Try", environment.prefix, (command,), Install(environment.prefix, lines=("x",)))


def project_file(environment) -> Path:
    return Path(environment.prefix).parent / "Pipfile.lock"


@pytest.mark.parametrize("status", ["1", "killed"])
@pytest.mark.parametrize("text", [None, "before\n"])
def test_what_a_tool_did_before_it_failed_comes_back(environment, status, text):
    if text is not None:
        project_file(environment).write_text(text)
    before = environment.files()
    result = transaction.run(tooled(environment, status), quiet, never)
    assert not result.is_ok
    assert environment.files() == before
    assert environment.faults() == []
    there = project_file(environment).read_text() if project_file(environment).exists() else None
    assert there == text
    assert restore.undo_last(environment.prefix, quiet, never).message.endswith(
        "there is no change to undo"
    )


def test_what_a_tool_did_is_undone_with_the_files_of_the_project(environment):
    project_file(environment).write_text("before\n")
    before = environment.files()
    code = TOOL.replace('f"{site}/alpha-1.0.dist-info/INSTALLER", "w"', "os.devnull, 'w'")
    code = code.replace('os.unlink(f"{site}/alpha/part1.py")', "").replace("alpha/part2", "beta")
    result = transaction.run(tooled(environment, code=code), quiet, never)
    assert result.is_ok, result.message
    after = environment.files()
    assert after.keys() - before.keys() == {
        place for place in after if place.endswith(("new/inner/x.py", "beta.py"))
    }
    assert project_file(environment).read_text() == "before\nmore\n"
    result = environment.undo()
    assert result.is_ok, result.message
    assert environment.files() == before
    assert project_file(environment).read_text() == "before\n"


def test_a_file_of_the_project_that_was_edited_since_is_not_overwritten(environment):
    environment.bare("tell")
    code = "import sys; open(sys.argv[2], 'a').write('x')"
    assert transaction.run(tooled(environment, code=code), quiet, never).is_ok
    project_file(environment).write_text("mine")
    assert "Pipfile.lock` was changed since then" in environment.undo().message
    assert project_file(environment).read_text() == "mine"


def test_packages_that_are_not_whole_are_not_kept(environment):
    """The tool says that all is well; its RECORD says otherwise."""
    before = environment.files()
    code = (
        "import os, sys; info = sys.argv[1] + '/broken-1.dist-info'; os.mkdir(info); "
        "open(info + '/METADATA', 'w'); open(info + '/RECORD', 'w').write('broken.py,,\\n')"
    )
    result = transaction.run(tooled(environment, code=code), quiet, never)
    assert "is not whole" in result.message
    assert environment.files() == before


def test_without_build_isolation_real_tools_are_protected(environment, tool):  # noqa: F811
    """uv and pip replace files, so that links keep the old ones."""
    environment.settings = environment.settings._replace(installer=tool)
    before = environment.files()
    plan = environment.plan("alpha==2.0", "tell")
    [command] = plan.commands
    variables = {**command.env, "PIP_NO_BUILD_ISOLATION": "1"}
    plan = plan._replace(commands=(command._replace(env=variables),))
    failing = Command((sys.executable, "-c", "raise SystemExit(1)"), "")
    failed = transaction.run(plan._replace(commands=(*plan.commands, failing)), quiet, never)
    assert not failed.is_ok
    assert environment.files() == before
    assert transaction.run(plan, quiet, never).is_ok
    assert environment.packages() == {"alpha": "2.0", "tell": "1.0"}
    assert environment.faults() == []
    undone = environment.undo()
    assert "brings back `alpha` 1.0 and removes `tell` 1.0" in undone.message
    assert environment.files() == before


@pytest.mark.parametrize("text", [None, "before\n"])
def test_a_lock_that_could_not_be_written_is_as_it_was(tmp_path, text):
    target = tmp_path / "uv.lock"
    if text:
        target.write_text(text)
    code = "import sys; open(sys.argv[1], 'w').write('half'); sys.exit(int(sys.argv[2]))"
    for status in ("1", "0"):
        argv = (sys.executable, "-c", code, str(target), status)
        command = Command(argv, "", touches=(str(target),))
        plan = Plan("Lock", "", (command,), Relock("", str(tmp_path / "pyproject.toml")))
        result = transaction.run(plan, quiet, never)
        there = target.read_text() if target.exists() else None
        assert (result.is_ok, there) == ((True, "half") if status == "0" else (False, text))


def test_killed_before_any_change_of_a_file(environment):
    """And killed again while it is put right."""
    before = environment.files()
    plan = tooled(environment, "1")
    for number in count():
        with killed_after(number * 7) as was_killed:
            transaction.run(plan, quiet, never)
        for again in count():
            with killed_after(again * 5) as was_killed_again:
                recovered = recover.recover(environment.prefix, forward=again % 2 == 0)
                assert not recovered.reason
            if not was_killed_again[0]:
                break
        assert journals.read(environment.prefix) is None
        assert environment.files() == before, f"killed before change {number}"
        if not was_killed[0]:
            break
    assert number > 5


# Environments that are made


def created(environment, **more: object) -> Create:
    return Create(environment.prefix, sys.executable, **more)


def test_a_new_environment_has_its_own_paths_everywhere(tmp_path, index, tool):  # noqa: F811
    environment = RealEnvironment(tmp_path / "for its tools", tool)
    environment.prefix = str(tmp_path / "made here/.venv")
    then = Install(environment.prefix, lines=("tell",))
    ran = environment.do(created(environment, then=then, prompt="mine"))
    assert ran.is_ok, ran.message
    said = subprocess.run(
        [f"{environment.prefix}/bin/tell"], check=True, capture_output=True, text=True
    )
    assert said.stdout == "told\n"
    assert "prompt = " in Path(environment.prefix, "pyvenv.cfg").read_text()
    assert sorted(os.listdir(f"{environment.prefix}/.pinlight")) == ["lock", "room"]
    assert environment.packages()["tell"] == "1.0"


def test_an_environment_that_could_not_be_filled_is_not_there(tmp_path, environment):
    environment.prefix = str(tmp_path / "new/.venv")
    then = Install(environment.prefix, lines=("nothing-like-this",))
    ran = environment.do(created(environment, then=then))
    assert not ran.is_ok
    assert "nothing-like-this" in ran.message
    assert not os.path.lexists(environment.prefix)


def test_an_environment_that_could_not_be_made_anew_is_as_it_was(environment):
    before = environment.files()
    then = Install(environment.prefix, lines=("nothing-like-this",))
    ran = environment.do(created(environment, then=then, replaces=True))
    assert not ran.is_ok
    assert environment.files() == before


def test_an_environment_that_was_made_anew_is_brought_back_by_undo(environment):
    before = environment.files()
    then = Install(environment.prefix, lines=("tell",))
    ran = environment.do(created(environment, then=then, replaces=True))
    assert ran.is_ok, ran.message
    assert environment.packages() == {"tell": "1.0"}
    assert not (environment.site / "paths.pth").exists()
    assert environment.install("alpha==2.0").is_ok
    refused = environment.undo()
    assert refused.is_ok
    undone = environment.undo()
    assert undone.is_ok, undone.message
    assert "brings back `alpha` 1.0 and removes `tell` 1.0" in undone.message
    assert environment.files() == before


@pytest.mark.parametrize("replaces", [True, False])
def test_killed_while_an_environment_is_made_it_is_the_old_one_or_the_new_one(
    environment, tmp_path, replaces
):
    if not replaces:
        environment.prefix = str(tmp_path / "new")
    before = environment.files()
    operation = created(environment, replaces=replaces)
    was_old = 0
    for number in count():
        with killed_after(number) as was_killed:
            environment.do(operation)
        if not was_killed[0]:
            break
        repaired = environment.do(Repair(environment.prefix))
        assert repaired.is_ok, repaired.message
        is_old = environment.files() == before
        was_old += is_old
        if not is_old:  # The journal was gone: that is the moment at which it has happened.
            assert was_old == number, f"killed before change {number}"
            break
        assert os.path.lexists(environment.prefix) == replaces
    assert was_old > 5
    assert environment.packages() == {}
    assert subprocess.run([environment.python, "-c", ""], check=True).returncode == 0
