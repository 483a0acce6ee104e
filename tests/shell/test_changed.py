"""Which files differ from a revision, asked of a real git that may run nothing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pinlight.shell.changed import NotKnown, changed

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="needs git")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = tmp_path / "project"
    root.mkdir()
    git(root, "init", "-q")
    for name in ("kept.txt", "edited.txt", "gone.txt", "inner/ünïcode name.txt"):
        put(root, name, "one\n")
    put(root, ".gitignore", "ignored.txt\n")
    commit(root)
    return root


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@b.example")
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def put(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "x")


def names(root: Path, revision: str = "HEAD", inside: str = ".") -> list[str]:
    found = changed(str(root / inside), revision)
    return sorted(os.path.relpath(path, os.path.realpath(root)) for path in found)


def test_nothing_differs_after_a_commit(repository):
    assert names(repository) == []


def test_edited_removed_and_new_files_differ(repository):
    put(repository, "edited.txt", "two\n")
    put(repository, "inner/ünïcode name.txt", "two\n")
    put(repository, "new.txt", "one\n")
    put(repository, "ignored.txt", "one\n")
    (repository / "gone.txt").unlink()
    expected = ["edited.txt", "gone.txt", "inner/ünïcode name.txt", "new.txt"]
    assert names(repository) == expected
    assert names(repository, inside="inner") == expected


def test_commits_since_the_revision_count_too(repository):
    put(repository, "edited.txt", "two\n")
    commit(repository)
    assert names(repository) == []
    assert names(repository, "HEAD~1") == ["edited.txt"]


@pytest.mark.parametrize("revision", ["no-such", "--output=/x", "-h", "HEAD:kept.txt", ""])
def test_what_is_no_revision_is_refused(repository, revision):
    with pytest.raises(NotKnown, match="is no revision of the repository"):
        changed(str(repository), revision)


def test_a_folder_of_no_repository_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(NotKnown, match="not a git repository"):
        changed(str(tmp_path), "HEAD")


@pytest.mark.skipif(os.name == "nt", reason="the trap is a shell script")
@pytest.mark.parametrize(
    "configured",
    [
        ("core.fsmonitor", "{trap}"),
        ("core.hooksPath", "{folder}"),
        ("diff.external", "{trap}"),
        ("diff.x.textconv", "{trap}"),
        ("diff.x.command", "{trap}"),
        ("filter.x.clean", "{trap}"),
        ("filter.x.process", "{trap}"),
        ("core.pager", "{trap}"),
        ("core.sshCommand", "{trap}"),
    ],
)
def test_nothing_that_the_repository_configures_is_run(repository, tmp_path, configured):
    proof, trap = tmp_path / "proof", tmp_path / "hooks" / "post-index-change"
    trap.parent.mkdir()
    trap.write_text(f"#!/bin/sh\ntouch '{proof}'\ncat\n")
    trap.chmod(0o755)
    put(repository, ".gitattributes", "*.txt filter=x diff=x\n")
    commit(repository)
    key, value = configured
    git(repository, "config", key, value.format(trap=trap, folder=trap.parent))
    if key.startswith("filter.x"):
        git(repository, "config", "filter.x.required", "true")
    put(repository, "edited.txt", "two\n")
    os.utime(repository / "kept.txt", (1, 1))  # Only its content tells that it is the same.
    assert names(repository) == ["edited.txt"]
    assert not proof.exists()
