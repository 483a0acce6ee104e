"""What a change would do, as real uv and real pip tell, is what it then does."""

import pytest

from package_index import PackageIndex, Release, write_project
from pinlight.environments import read
from pinlight.judge.strays import strays
from pinlight.model import Create, Install, Repair, Sync, Uninstall
from pinlight.model.operation import Freeze, Outcome, Trial
from pinlight.shell import runner
from pinlight.shell.disk import Disk
from pinlight.world.outcomes import lines, told
from real_environment import RealEnvironment, tool  # noqa: F401 - a fixture.

PACKAGES = {
    "alpha": ["1.0", "2.0"],
    "beta": [Release("1.0", requires=["alpha<2"]), Release("2.0", requires=["gamma"])],
    "gamma": ["1.0"],
    "delta": ["1.0"],
}


@pytest.fixture
def environment(tmp_path, monkeypatch, tool):  # noqa: F811 - the fixture.
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        environment = RealEnvironment(tmp_path / ".venv", tool)
        environment.bare("alpha==1.0", "beta==1.0")
        yield environment


def tried(environment, operation) -> Outcome:
    before = environment.files()
    ran = environment.do(Trial(environment.prefix, operation))
    assert environment.files() == before
    assert ran.is_ok, ran.message
    return ran.operation.outcome


CASES = [
    ("delta", [("delta", "", "1.0")], []),
    (
        "alpha==2.0",
        [("alpha", "1.0", "2.0")],
        ["`beta` 1.0 requires `alpha<2`, 2.0 is then installed"],
    ),
    ("beta==2.0", [("beta", "1.0", "2.0"), ("gamma", "", "1.0")], []),
    ("alpha==1.0", [], []),
]


@pytest.mark.parametrize(("line", "changes", "conflicts"), CASES)
def test_what_an_installation_would_do_is_what_it_does(environment, line, changes, conflicts):
    install = Install(environment.prefix, lines=(line,))
    found = tried(environment, install)
    assert found == Outcome(tuple(changes), tuple(conflicts))
    before = environment.packages()
    assert environment.do(install).is_ok
    after = environment.packages()
    names = sorted({**before, **after})
    done = [(it, before.get(it, ""), after.get(it, "")) for it in names]
    assert [one for one in done if one[1] != one[2]] == changes


def test_a_project_of_which_the_version_is_not_known_yet_comes_from_source(environment, tmp_path):
    write_project(tmp_path / "local", "local")
    found = tried(environment, Install(environment.prefix, lines=(f"-e {tmp_path / 'local'}",)))
    [(name, before, after)] = found.changes
    assert (name, before) == ("local", "")
    assert lines(found) == [f"+ local {after}"]
    assert after in ("1.0", "from source")


def test_what_is_removed_is_told_with_who_needs_it(environment):
    found = tried(environment, Uninstall(environment.prefix, ("alpha",)))
    assert found.changes == (("alpha", "1.0", ""),)
    assert found.conflicts == ("`beta` 1.0 requires `alpha<2`, it is then missing",)


def test_an_upgrade_and_a_downgrade(environment):
    prefix = environment.prefix
    lines = ("alpha", "beta")
    assert environment.do(Install(prefix, lines=lines, upgrade=("beta",))).is_ok
    assert environment.packages() == {"alpha": "1.0", "beta": "2.0", "gamma": "1.0"}
    assert environment.do(Install(prefix, lines=("beta==1.0",), upgrade=("beta",))).is_ok
    assert environment.packages()["beta"] == "1.0"


def test_a_sync_keeps_what_is_needed_by_what_comes(environment):
    """`gamma` is a stray until `beta` 2.0 needs it."""
    prefix = environment.prefix
    environment.bare("gamma", "delta")
    roots = (("beta", ()),)
    found = strays(read(prefix, Disk()), roots)
    assert found == ("delta", "gamma")
    sync = Sync(prefix, Install(prefix, lines=("beta==2.0",)), found, roots)
    assert [name for name, _, after in tried(environment, sync).changes if not after] == [
        "delta",
        "gamma",
    ]
    ran = environment.do(sync)
    assert ran.is_ok, ran.message
    assert environment.packages() == {"alpha": "1.0", "beta": "2.0", "gamma": "1.0"}
    assert environment.faults() == []
    assert environment.undo().is_ok
    assert environment.packages() == {
        "alpha": "1.0",
        "beta": "1.0",
        "delta": "1.0",
        "gamma": "1.0",
    }


def test_a_sync_of_which_no_stray_is_left_removes_nothing(environment):
    environment.bare("gamma")
    prefix = environment.prefix
    roots = (("alpha", ()), ("beta", ()))
    sync = Sync(prefix, Install(prefix, lines=("beta==2.0",)), ("gamma",), roots)
    assert environment.do(sync).is_ok
    assert environment.packages()["gamma"] == "1.0"


def test_a_sync_that_installs_nothing_only_removes(environment, tmp_path):
    prefix = environment.prefix
    sync = Sync(prefix, Install(prefix, str(tmp_path / "r.txt")), ("beta",), (("alpha", ()),))
    assert environment.do(sync).is_ok
    assert environment.packages() == {"alpha": "1.0"}


def test_what_cannot_be_installed_says_why(environment):
    trial = Trial(environment.prefix, Install(environment.prefix, lines=("nothing-like-this",)))
    ran = environment.do(trial)
    assert not ran.is_ok
    assert "nothing-like-this" in ran.message


def test_an_uv_without_json_is_understood(environment, monkeypatch):
    captured = runner.captured

    def old(command, report, cancelled):
        if "--output-format" in command.argv:
            line = "error: unexpected argument '--output-format' found"
            return runner.Ended(2, (line,)), ""
        return captured(command, report, cancelled)

    if environment.settings.installer == "pip":
        pytest.skip("pip has no other form")
    monkeypatch.setattr(runner, "captured", old)
    found = tried(environment, Install(environment.prefix, lines=("beta==2.0",)))
    assert found.changes == (("beta", "1.0", "2.0"), ("gamma", "", "1.0"))


def test_recreating_removes_all_that_is_there(environment):
    found = tried(environment, Create(environment.prefix, replaces=True))
    assert [one[2] for one in found.changes] == ["", ""]


def test_it_is_told_in_lines_and_in_a_sentence():
    outcome = Outcome((("a", "", "1"), ("b", "1", "2"), ("c", "3", "")), ("`d` 1 requires `b<2`",))
    assert lines(outcome) == ["+ a 1", "~ b 1 -> 2", "- c 3", "! `d` 1 requires `b<2`"]
    assert told(outcome) == (
        "It installs `a` 1 and replaces `b` 1 by 2 and removes `c` 3. Then `d` 1 requires `b<2`"
    )
    many = Outcome(tuple((f"p{number}", "", "1") for number in range(10)))
    assert told(many).endswith("`p7` 1 and 2 more")
    assert told(Outcome(())) == "Nothing would change"
    assert told(Outcome((), unknown="it is not known")) == "It is not known"
    assert lines(Outcome((), unknown="it is not known")) == ["? it is not known"]


def test_what_is_installed_is_written_to_a_file(environment, tmp_path):
    target = tmp_path / "frozen.txt"
    ran = environment.do(Freeze(environment.prefix, str(target)))
    assert ran.message == "Freeze to `frozen.txt`: 2 packages"
    assert target.read_text() == "alpha==1.0\nbeta==1.0\n"
    assert not environment.do(Freeze(environment.prefix, str(tmp_path / "no/where.txt"))).is_ok


def test_what_is_damaged_is_found_by_its_files_and_brought_back(environment):
    prefix = environment.prefix
    check = Repair(prefix, check=Install(prefix))
    assert environment.do(check).message.endswith("every file is as it was installed")
    part = environment.site / "alpha.py"
    part.write_text("changed = 1.0\n")
    ran = environment.do(check)
    assert ran.is_ok, ran.message
    assert environment.faults() == []
    assert environment.packages() == {"alpha": "1.0", "beta": "1.0"}
