"""What git ignores: our reading of the patterns against git's own."""

import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pinlight.shell import gitignore

NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def ignored(root, path, is_folder=False):
    """Go down to `path` as the walk does: nothing inside an ignored folder is looked at."""
    ignores = gitignore.excludes(str(root))
    folder = root
    *folders, name = path.split("/")
    for part in folders:
        ignores += gitignore.read(str(folder / ".gitignore"), str(folder))
        folder /= part
        if gitignore.is_ignored(ignores, str(folder), True):
            return True
    ignores += gitignore.read(str(folder / ".gitignore"), str(folder))
    return gitignore.is_ignored(ignores, str(folder / name), is_folder)


@pytest.mark.parametrize(
    ("text", "hidden", "shown"),
    [
        ("", [], ["a"]),
        ("# a\n\n \n", [], ["a", "# a", " "]),
        ("a", ["a", "b/a", "a/b"], ["ab", "b/ab"]),
        ("a\r\nb\r\n", ["a", "b"], ["c"]),
        ("\ufeffa", ["a"], []),
        ("/a", ["a"], ["b/a"]),
        ("b/a", ["b/a"], ["c/b/a"]),
        ("a/", ["a/b"], ["a", "b/a"]),
        ("*.txt\n!b.txt", ["a.txt", "c/a.txt"], ["b.txt", "c/b.txt"]),
        ("c/\n!c/b.txt", ["c/b.txt"], []),
        ("**/a", ["a", "c/a", "c/d/a"], []),
        ("c/**", ["c/a", "c/d/a"], ["c"]),
        ("c/**/a", ["c/a", "c/d/e/a"], ["a"]),
        ("a  ", ["a"], []),
        ("a\\ ", ["a "], ["a"]),
        ("\\#a\n\\!b", ["#a", "!b"], []),
        ("*\n!*/\n!*.txt", ["a.in", "c/a.in"], ["a.txt", "c/a.txt"]),
        ("a[", [], ["a["]),
        ("a\\", [], ["a", "a\\"]),
        ("/", [], ["a"]),
        ("!", [], ["a"]),
    ],
)
def test_patterns_hide_paths(tmp_path, text, hidden, shown):
    (tmp_path / ".gitignore").write_text(text, encoding="utf-8", newline="")
    assert [path for path in hidden if not ignored(tmp_path, path)] == []
    assert [path for path in shown if ignored(tmp_path, path)] == []


def test_a_nearer_file_wins_and_the_repositorys_own_is_the_weakest(tmp_path):
    (tmp_path / ".git" / "info").mkdir(parents=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("*.log\nsecret")
    (tmp_path / ".gitignore").write_text("!*.log\n*.txt")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / ".gitignore").write_text("!keep.txt\n/only.in")
    paths = ["secret", "x.log", "x.txt", "keep.txt", "a/keep.txt", "a/only.in", "a/b/only.in"]
    found = [path for path in paths if ignored(tmp_path, path)]
    assert found == ["secret", "x.txt", "keep.txt", "a/only.in"]


def test_files_above_the_folder_hold_up_to_the_repositorys_root(tmp_path):
    inner = tmp_path / "repo" / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".gitignore").write_text("outer.txt")
    (tmp_path / "repo" / ".gitignore").write_text("root.txt")
    (tmp_path / "repo" / "a" / ".gitignore").write_text("a.txt")
    assert gitignore.above(str(inner)) == ()
    (tmp_path / "repo" / ".git").mkdir()
    ignores = gitignore.above(str(inner))
    names = ["outer.txt", "root.txt", "a.txt"]
    hidden = [name for name in names if gitignore.is_ignored(ignores, str(inner / name), False)]
    assert hidden == ["root.txt", "a.txt"]


def test_a_folder_that_is_ignored_itself_is_shown_as_if_it_were_not(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / "a").mkdir()
    (tmp_path / ".gitignore").write_text("*")
    assert gitignore.above(str(tmp_path / "a")) == ()


def test_a_hostile_ignore_file_is_read_quickly(tmp_path):
    (tmp_path / ".gitignore").write_text("*a" * 80 + "b\n" + "**/a/" * 40 + "b\n")
    assert not ignored(tmp_path, "a" * 200)
    assert not ignored(tmp_path, "/".join(["a"] * 60))


NAMES = st.sampled_from(["a", "b", "ab", "a.txt", "b.txt", "c d", "x[y", "-", "a\\b", "\u00e9"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PIECES = st.sampled_from(
    [*"aabbc/**?!#\\ ]-^.", "**/", "/**", "*.txt", "[ab]", "[!a]", "[^b]", "[a-c]", "[", "[]-]"]
    + ["[[:alpha:]]", "[\\]]", "[a/b]", "\\*", "\\ ", ".txt", "x[[]y", "é", "\t"]
)
LINES = st.lists(PIECES, max_size=6).map("".join)


@NEEDS_GIT
@settings(
    derandomize=True,
    deadline=None,
    max_examples=200,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(LINES, max_size=5),
    st.lists(LINES, max_size=3),
    st.lists(PATHS, min_size=1, max_size=12, unique=True),
)
@example(["*", "!*/", "!a/b"], [], ["a/b", "a", "b"])
@example(["a/**/b"], ["!b"], ["a/b", "a/a/b", "a/a/a/b"])
def test_git_says_the_same(tmp_path, lines, inner, paths):
    root = tmp_path / "repo"
    if not root.exists():
        subprocess.run(["git", "init", "-q", str(root)], check=True)
        (root / "a").mkdir()
    (root / ".gitignore").write_text("\n".join(lines), encoding="utf-8", newline="")
    (root / "a" / ".gitignore").write_text("\n".join(inner), encoding="utf-8", newline="")
    asked = subprocess.run(
        ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=root,
        input="\0".join(paths).encode(),
        stdout=subprocess.PIPE,
    )
    told = set(filter(None, asked.stdout.decode().split("\0")))
    assert {path for path in paths if ignored(root, path, path == "a")} == told
