"""The commands that change environments, with real uv and pip against a local index."""

import os
from pathlib import Path

import pytest

from package_index import PackageIndex, Release

PACKAGES = {
    "alpha": ["1.0", "2.0", "3.0"],
    "beta": [Release("1.0", requires=["alpha<3"]), Release("2.0", requires=["gamma"])],
    "gamma": ["1.0"],
    "stray": [Release("1.0", requires=["needed"])],
    "needed": ["1.0"],
}


@pytest.fixture
def project(write, run, monkeypatch):
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        root = write({"requirements.txt": "alpha==1.0\n"})
        assert run("create").status == 0
        assert run("install", "--yes").status == 0
        yield root


def installed(root: Path) -> list[str]:
    [site] = root.glob(".venv/[Ll]ib/**/site-packages")
    return sorted(path.name.removesuffix(".dist-info") for path in site.glob("*.dist-info"))


def require(root: Path, text: str, name: str = "requirements.txt") -> None:
    (root / name).write_text(text)


def test_a_dry_run_shows_what_would_change_and_changes_nothing(project, run):
    require(project, "alpha==2.0\nbeta==2.0\n")
    ran = run("install", "--dry-run")
    assert ran.status == 0
    assert ran.out.splitlines()[-3:] == ["~ alpha 1.0 -> 2.0", "+ beta 2.0", "+ gamma 1.0"]
    assert installed(project) == ["alpha-1.0"]


def test_conflicts_are_told_before(project, run):
    require(project, "beta==1.0\n")
    assert run("install", "--yes").status == 0
    require(project, "alpha==3.0\n")
    ran = run("install", "--dry-run")
    assert ran.out.splitlines()[-2:] == [
        "~ alpha 1.0 -> 3.0",
        "! `beta` 1.0 requires `alpha<3`, 3.0 is then installed",
    ]


def test_sync_removes_what_no_file_of_the_project_asks_for(project, run):
    require(project, "alpha==1.0\nstray\nbeta==1.0\n")
    assert run("install", "--yes").status == 0
    require(project, "beta\n", "requirements-dev.txt")
    require(project, "alpha==2.0\n")
    shown = run("sync", "requirements.txt", "--dry-run")
    assert shown.out.splitlines()[-3:] == ["~ alpha 1.0 -> 2.0", "- needed 1.0", "- stray 1.0"]
    ran = run("sync", "requirements.txt", "--yes")
    assert (ran.status, ran.err) == (0, ran.err)
    assert installed(project) == ["alpha-2.0", "beta-1.0"]
    assert run("sync").out == ".venv holds exactly what its files ask for\n"
    assert run("undo", "--yes").status == 0
    assert installed(project) == ["alpha-1.0", "beta-1.0", "needed-1.0", "stray-1.0"]


def test_sync_removes_nothing_where_it_cannot_read_all(project, run):
    require(project, "alpha==1.0\nno such = thing\n")
    ran = run("sync", "--yes")
    assert ran.status == 2
    assert "cannot be read wholly; nothing was changed" in ran.err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["alpha"], ["alpha-2.0", "stray-1.0"]),
        (["alpha==1.0"], ["alpha-1.0", "stray-1.0"]),
        ([], ["alpha-2.0", "stray-1.0"]),
    ],
)
def test_upgrade_goes_as_far_as_the_file_allows(project, run, arguments, expected):
    require(project, "alpha<3\nstray\n")
    assert run("install", "--yes").status == 0
    ran = run("upgrade", *arguments, "--yes")
    assert ran.status == 0, ran.err
    assert installed(project) == [*expected[:-1], "needed-1.0", expected[-1]]


def test_uninstall_tells_who_needs_it(project, run):
    require(project, "stray\n")
    run("install", "--yes")
    shown = run("uninstall", "needed", "--dry-run")
    assert shown.out.splitlines()[-2:] == [
        "- needed 1.0",
        "! `stray` 1.0 requires `needed`, it is then missing",
    ]
    assert run("uninstall", "Needed", "stray", "--yes").status == 0
    assert installed(project) == ["alpha-1.0"]
    assert run("uninstall", "nothing").err == "pinlight: `.venv` holds no `nothing`\n"


def test_freeze_prints_or_writes(project, run):
    assert run("freeze").out == "alpha==1.0\n"
    ran = run("freeze", "-o", "frozen.txt")
    assert ran.out == "Freeze to `frozen.txt`: 1 package\n"
    assert (project / "frozen.txt").read_text() == "alpha==1.0\n"
    assert "is there; `--yes` replaces it" in run("freeze", "-o", "frozen.txt").err


def test_delete_asks_and_then_it_is_gone(project, run, monkeypatch):
    assert run("delete", "--dry-run").status == 0
    with Path(os.devnull).open() as nobody:
        monkeypatch.setattr("sys.stdin", nobody)
        assert run("delete").status == 2
    assert (project / ".venv").exists()
    assert run("delete", "--yes").status == 0
    assert sorted(os.listdir(project)) == [".git", "requirements.txt"]


def test_an_environment_is_replaced_and_brought_back(project, run):
    assert "already exists" in run("create", "requirements.txt", "--name", ".venv").err
    shown = run("create", "requirements.txt", "--replace", "--dry-run")
    assert shown.out.splitlines()[-1] == "- alpha 1.0"
    ran = run("create", "requirements.txt", "--replace", "--yes", "--prompt", "mine")
    assert ran.status == 0, ran.err
    assert installed(project) == []
    assert "mine" in (project / ".venv/pyvenv.cfg").read_text()
    assert run("undo", "--yes").status == 0
    assert installed(project) == ["alpha-1.0"]


def test_a_lock_is_written(write, run, monkeypatch):
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        root = write({"requirements.in": "beta==2.0\n"})
        assert run("lock", "--dry-run").status == 0
        assert not (root / "pylock.toml").exists()
        ran = run("lock")
        assert ran.status == 0, ran.err
        text = (root / "pylock.toml").read_text()
    assert 'name = "gamma"' in text
    assert run("lock", "requirements.in", "--dry-run").status == 0


def test_without_anything_to_lock_it_is_said(write, run):
    write({"readme.md": ""})
    assert "nothing in" in run("lock").err


def test_undo_and_repair_only_show(project, run):
    ran = run("undo", "--dry-run")
    assert (ran.status, ran.out) == (0, "Undoing the last change of `.venv` removes `alpha` 1.0\n")
    assert installed(project) == ["alpha-1.0"]
    assert run("repair", "--dry-run").status == 0
