"""One pass over a folder finds its requirement files and environments, and nothing else."""

import os
import shutil
import subprocess

import pytest

from pinlight.shell import walk as walk_module
from pinlight.shell.walk import walk


def claims(path):
    return path.endswith("requirements.txt")


@pytest.fixture
def make(tmp_path):
    """Write files, each name with its text, or a list of empty ones."""

    def make(files):
        texts = files if isinstance(files, dict) else dict.fromkeys(files, "")
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return make


def found(root, folder=None, **options):
    """Return files, environments and skipped as relative paths."""
    slices = list(walk(str(folder or root), **{"claims": claims, **options}))
    assert [part.is_done for part in slices] == [False] * (len(slices) - 1) + [True]

    def relative(path):
        return os.path.relpath(path, root).replace(os.sep, "/")

    files = [relative(path) for part in slices for path in part.files]
    environments = [relative(path) for part in slices for path in part.environments]
    skipped = {relative(path): reason for part in slices for path, reason in part.skipped}
    assert len(files) == len(set(files))
    return sorted(files), sorted(environments), skipped


def test_files_are_found_by_their_claim_at_any_depth(make):
    root = make(["requirements.txt", "a/b/requirements.txt", ".github/requirements.txt", "x.txt"])
    files = [".github/requirements.txt", "a/b/requirements.txt", "requirements.txt"]
    assert found(root) == (files, [], {})


def test_the_formats_claim_when_nobody_else_does(make):
    root = make(["requirements-dev.txt", "pyproject.toml", "setup.cfg", "tool.py", "notes.txt"])
    assert found(root, claims=None)[0] == ["pyproject.toml", "requirements-dev.txt", "setup.cfg"]


def test_environments_are_reported_and_not_entered(make):
    names = ["a/.venv/pyvenv.cfg", "a/.venv/requirements.txt", "c/conda-meta/history"]
    root = make([*names, "c/requirements.txt", "c/x/requirements.txt"])
    assert found(root) == ([], ["a/.venv", "c"], {})


def test_a_workspace_that_is_an_environment_itself_is_still_searched(make):
    root = make(["pyvenv.cfg", "lib/requirements.txt", "requirements.txt", "a/requirements.txt"])
    assert found(root) == (["a/requirements.txt", "requirements.txt"], ["."], {})


@pytest.mark.parametrize(
    "name", [".git", "node_modules", "__pycache__", ".tox", ".nox", ".mypy_cache", ".cache"]
)
def test_caches_are_not_entered(make, name):
    root = make([f"{name}/requirements.txt", f"a/{name}/env/pyvenv.cfg"])
    assert found(root) == ([], [], {})


def test_what_git_ignores_is_skipped_but_not_its_environments(make):
    root = make(
        {
            ".gitignore": ".venv\nbuild/\n/only-here\n*.requirements.txt\n!my.requirements.txt\n",
            ".venv/pyvenv.cfg": "",
            "build/requirements.txt": "",
            "build/env/pyvenv.cfg": "",
            "only-here/requirements.txt": "",
            "a/only-here/requirements.txt": "",
            "your.requirements.txt": "",
            "my.requirements.txt": "",
            "a/.gitignore": "secret/\n!your.requirements.txt",
            "a/secret/requirements.txt": "",
            "a/your.requirements.txt": "",
        }
    )
    assert found(root) == (
        ["a/only-here/requirements.txt", "a/your.requirements.txt", "my.requirements.txt"],
        [".venv"],
        {"your.requirements.txt": "git ignores it"},
    )


def test_ignore_files_above_the_folder_hold_too(make):
    root = make({".gitignore": "b/", ".git/HEAD": "", "a/b/requirements.txt": ""})
    assert found(root, root / "a") == ([], [], {})
    assert found(root, root / "a" / "b")[0] == ["a/b/requirements.txt"]


def test_a_repository_inside_another_has_its_own_rules(make):
    root = make({".gitignore": "x/", ".git/HEAD": "", "sub/x/requirements.txt": ""})
    assert found(root)[0] == []
    (root / "sub" / ".git").write_text("gitdir: elsewhere")
    assert found(root)[0] == ["sub/x/requirements.txt"]


def test_the_repositorys_own_excludes_hold(make):
    root = make({".git/info/exclude": "secret\n", "secret/requirements.txt": ""})
    assert found(root)[0] == []


@pytest.mark.parametrize(
    ("exclude", "files"),
    [
        ((), ["a/docs/requirements.txt", "docs/requirements.txt", "requirements.txt"]),
        (("docs",), ["requirements.txt"]),
        (("a/docs",), ["docs/requirements.txt", "requirements.txt"]),
        (("./docs/",), ["a/docs/requirements.txt", "requirements.txt"]),
        (("*.txt",), []),
        (("**/docs/*.txt",), ["requirements.txt"]),
    ],
)
def test_settings_exclude_files_and_folders(make, exclude, files):
    root = make(["requirements.txt", "docs/requirements.txt", "a/docs/requirements.txt"])
    assert found(root, exclude=exclude)[0] == files


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX links")
def test_an_excluded_environment_is_left_alone(make):
    root = make(["old/pyvenv.cfg", "new/pyvenv.cfg"])
    (root / "older").symlink_to("new")
    assert found(root, exclude=("old", "older"))[1] == ["new"]


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("deps.txt", ["a/deps.txt", "deps.txt"]),
        ("a/*.txt", ["a/deps.txt"]),
        ("**/{deps,more}.txt", ["a/deps.txt", "deps.txt", "more.txt"]),
        ("hidden/deps.txt", ["hidden/deps.txt"]),
        ("hidden/*.txt", []),
        ("gone.txt", []),
    ],
)
def test_settings_name_more_files_and_a_single_one_is_always_taken(make, pattern, files):
    texts = dict.fromkeys(["deps.txt", "a/deps.txt", "more.txt", "hidden/deps.txt"], "")
    root = make({**texts, ".gitignore": "hidden"})
    assert found(root, files=(pattern,))[0] == files


def test_a_file_given_as_the_folder_is_taken(make):
    root = make({".gitignore": "*", "any.name": ""})
    assert found(root, root / "any.name") == (["any.name"], [], {})


def test_a_folder_named_like_a_file_is_told_and_entered(make):
    root = make(["requirements.txt/requirements.txt"])
    files, _, skipped = found(root)
    assert files == ["requirements.txt/requirements.txt"]
    assert skipped == {"requirements.txt": "is a folder"}


def test_a_folder_that_is_gone_is_told(tmp_path):
    files, environments, skipped = found(tmp_path, tmp_path / "gone")
    assert (files, environments) == ([], [])
    assert list(skipped) == ["gone"]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX links")
def test_links_lead_to_files_and_environments_but_never_in_circles(make):
    root = make(["a/requirements.txt", "real/pyvenv.cfg"])
    (root / "a" / "loop").symlink_to("..")
    (root / "again").symlink_to("a")
    (root / "self").symlink_to("self")
    (root / ".venv").symlink_to("real")
    (root / "my-requirements.txt").symlink_to("a/requirements.txt")
    (root / "gone-requirements.txt").symlink_to("nowhere")
    assert found(root) == (
        ["a/requirements.txt", "my-requirements.txt"],
        [".venv", "real"],
        {"gone-requirements.txt": "is no file"},
    )


def test_the_walk_comes_in_slices(make, monkeypatch):
    root = make([f"f{number}/requirements.txt" for number in range(10)])
    monkeypatch.setattr(walk_module, "SLICE_FOLDERS", 3)
    parts = list(walk(str(root), claims=claims))
    assert [len(part.files) for part in parts] == [2, 3, 3, 2]
    assert {part.folder for part in parts} == {str(root)}


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_git_lists_the_same_files(make):
    root = make(
        {
            ".gitignore": "*.log\n/dist\nlocal-*\n!local-requirements.txt\n",
            "dist/requirements.txt": "",
            "src/dist/requirements.txt": "",
            "local-requirements.txt": "",
            "src/local-x/requirements.txt": "",
            "src/.gitignore": "/gen/**\n!/gen/keep/\n",
            "src/gen/requirements.txt": "",
            "src/gen/keep/requirements.txt": "",
        }
    )
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    command = ["git", "-c", "core.excludesFile=", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, text=True)
    expected = [name for name in listed.stdout.splitlines() if claims(name)]
    assert found(root)[0] == sorted(expected)
