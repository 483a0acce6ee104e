"""`pinlight undo` and `pinlight repair`, with real uv against a local index."""

import shutil

import pytest

from kills import killed_after
from package_index import PackageIndex, Release
from pinlight.shell import transaction

PACKAGES = {
    "alpha": ["1.0", "2.0"],
    "many": [Release("1.0", files={f"many/part{number}.py": "" for number in range(9)})],
}


@pytest.fixture
def project(write, run, monkeypatch):
    """A project whose environment was filled in two steps."""
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        root = write({"requirements.txt": "alpha==1.0\n"})
        assert run("create").status == 0
        assert run("install", "--yes").status == 0
        (root / "requirements.txt").write_text("alpha==2.0\nmany\n")
        assert run("install", "--yes").status == 0
        yield root


def installed(root):
    [site] = root.glob(".venv/[Ll]ib/**/site-packages")
    return sorted(path.name.removesuffix(".dist-info") for path in site.glob("*.dist-info"))


def test_changes_are_taken_back_one_by_one_and_each_says_what_it_does(project, run):
    undone = run("undo", "--yes")
    assert undone.out.splitlines() == [
        "Undoing the last change of `.venv` brings back `alpha` 1.0 and removes `many` 1.0",
        "Undo the last change of `.venv`: brings back `alpha` 1.0 and removes `many` 1.0",
    ]
    assert undone.status == 0
    assert installed(project) == ["alpha-1.0"]
    assert run("undo", "--yes").status == 0
    assert installed(project) == []
    assert run("undo", "--yes") == (0, "There is no change of `.venv` to undo\n", "")


def test_what_someone_else_changed_since_is_not_overwritten(project, run):
    [info] = project.glob(".venv/[Ll]ib/**/site-packages/alpha-2.0.dist-info")
    shutil.rmtree(info)
    ran = run("undo", "--yes")
    assert ran.status == 1
    assert "it was changed since then: `alpha` 2.0 was removed" in ran.err
    assert installed(project) == ["many-1.0"]


def test_without_a_terminal_nothing_is_undone_unless_agreed(project, run, monkeypatch):
    with (project / "requirements.txt").open() as nobody:
        monkeypatch.setattr("sys.stdin", nobody)
        assert run("undo").status == 2
    assert installed(project) == ["alpha-2.0", "many-1.0"]


def test_without_an_environment_there_is_nothing_to_undo(write, run):
    write({"requirements.txt": "alpha\n"})
    assert run("undo").err == "pinlight: no environment serves `.`\n"


def test_a_file_that_is_missing_inside_a_package_is_found_and_brought_back(project, run):
    assert run("repair", "--check").out == (
        "Nothing to repair: every file of every package is as it was installed\n"
    )
    [part] = project.glob(".venv/[Ll]ib/**/site-packages/many/part3.py")
    part.unlink()
    found = run("repair", "--check")
    assert found.status == 1
    assert ".venv: `many` 1.0 is damaged: `" in found.out
    assert "`many` is damaged: 1 of its 9 files is missing, `many/part3.py`" in run("check").out
    assert "damaged-package" not in run("check", "--ignore", "damaged-package").out
    repaired = run("repair", "--yes")
    assert repaired.status == 0, repaired.err
    assert part.exists()
    assert run("repair", "--check").status == run("check").status == 0


def test_a_file_that_was_changed_is_found_by_the_full_check_only(project, run):
    [part] = project.glob(".venv/[Ll]ib/**/site-packages/many/part3.py")
    part.unlink()  # The installer's cache may hold the same file.
    part.write_text("changed = True\n")
    assert run("check").status == 0
    assert run("repair", "--check").status == 1


def test_metadata_that_is_gone_is_found_by_every_check_and_brought_back(project, run):
    [info] = project.glob(".venv/[Ll]ib/**/site-packages/many-1.0.dist-info")
    (info / "METADATA").unlink()
    (info.parent / "~old").mkdir()
    assert "damaged-package" in run("check").out
    repaired = run("repair", "--yes")
    assert repaired.status == 0, repaired.err
    assert (info / "METADATA").exists()
    assert not (info.parent / "~old").exists()
    assert run("check").status == 0


def test_an_interrupted_change_shows_and_is_put_right(project, run, monkeypatch):
    exchange = transaction.exchange

    def killed(prefix, journal):
        with killed_after(6) as was_killed:
            exchange(prefix, journal)
        assert was_killed[0]
        raise OSError("killed")

    (project / "requirements.txt").write_text("alpha==1.0\n")
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "exchange", killed)
        assert run("install", "--yes").status == 1
    assert "interrupted-change" in run("check").out
    assert "a change was interrupted" in run("repair", "--check").out
    repaired = run("repair", "--yes")
    assert repaired.out.splitlines()[-1] == (
        "Repair `.venv`: finished what was interrupted: Install `alpha==1.0` into `.venv`"
    )
    assert run("check").status == 0
    assert run("repair", "--check").status == 0
    assert installed(project) == ["alpha-1.0", "many-1.0"]
