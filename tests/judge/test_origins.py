"""Where a distribution came from against where a line wants it from."""

import pytest

from pinlight.judge.origins import difference, is_from, without_secrets
from pinlight.model import NOWHERE, Dependency, Origin

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def line(url: str, **fields: object) -> Dependency:
    return Dependency("foo", NOWHERE, NOWHERE, NOWHERE, NOWHERE, url=url)._replace(**fields)


def git(url: str = "https://h.example/o/foo", revision: str = "", **fields: object) -> Origin:
    return Origin(url, vcs="git", revision=revision, commit=COMMIT)._replace(**fields)


SAME = [
    ("https://h.example/foo-1.0.zip", Origin("https://h.example/foo-1.0.zip")),
    ("https://u:p@h.example/foo-1.0.zip", Origin("https://h.example/foo-1.0.zip")),
    ("https://${USER}:${TOKEN}@h.example/foo.zip", Origin("https://h.example/foo.zip")),
    ("https://H.example:443/a%20b.zip", Origin("HTTPS://h.example/a b.zip")),
    ("https://h.example/foo.zip#egg=foo&sha256=ab", Origin("https://h.example/foo.zip#sha256=ab")),
    (
        "https://h.example/f.zip#subdirectory=a/b",
        Origin("https://h.example/f.zip", subdirectory="a/b"),
    ),
    ("git+https://h.example/o/foo", git()),
    ("git+https://h.example/o/foo.git", git()),
    ("git+https://h.example/o/foo/@v1#egg=foo", git("https://h.example/o/foo.git", "v1")),
    ("git+https://u:p@h.example/o/foo@feature/x", git(revision="feature/x")),
    (f"git+https://h.example/o/foo@{COMMIT}", git(revision="v1")),
    (f"git+https://h.example/o/foo@{COMMIT[:8].upper()}", git()),
    ("git+ssh://git@h.example/o/foo.git@v1", git("ssh://git@h.example/o/foo.git", "v1")),
    ("git+git@h.example:o/foo.git@v1", git("ssh://git@h.example/o/foo.git", "v1")),
    ("git+ssh://git@h.example/o/foo", git("git@h.example:o/foo.git")),
    ("git+https://GitHub.com/O/Foo", git("https://github.com/o/foo")),
    ("git+file:///srv/foo", git("file:///srv/foo")),
    ("git+https://h.example/o/foo#subdirectory=py", git(subdirectory="py")),
    ("hg+https://h.example/o/foo", git(vcs="hg")),
]


@pytest.mark.parametrize(("url", "origin"), SAME)
def test_one_place_in_two_spellings_is_no_difference(url: str, origin: Origin) -> None:
    assert difference(line(url), origin) == ""
    assert is_from(line(url), origin)


PATHS = [
    ("./foo", "/w/p/foo", "file:///w/p/foo"),
    ("foo", "/w/p/foo", "file:///w/p/foo/"),
    ("file:///w/p/a%20b", "/w/p/a b", "file://localhost/w/p/a%20b"),
    ("./foo", "C:\\p\\foo", "file:///C:/P/Foo"),
    ("./foo", "c:\\p\\a b", "file:///C:/p/a%20b"),
    ("./foo", "C:\\p\\foo", "file:///c|/p/foo"),
    ("./foo", "\\\\server\\share\\foo", "file://server/share/foo"),
    ("./x#subdirectory=s", "/w/p/x", "file:///w/p/x"),
]


@pytest.mark.parametrize(("url", "path", "installed"), PATHS)
def test_a_local_path_is_compared_with_its_file_url(url: str, path: str, installed: str) -> None:
    origin = Origin(installed, subdirectory="s" if "subdirectory" in url else "")
    assert difference(line(url, path=path), origin) == ""
    assert difference(line(url), origin) == "" or not url.startswith("file:")


LINKS = (("/mnt/data", "/home/me/work"), ("C:\\data", "W:\\work"))


@pytest.mark.parametrize(
    ("asked", "installed", "words"),
    [
        ("/home/me/work/p/foo", "file:///mnt/data/p/foo", ""),
        ("/mnt/data/p/foo", "file:///mnt/data/p/foo", ""),
        ("w:/Work/foo", "file:///C:/Data/foo", ""),
        (
            "/home/me/work/p/foo",
            "file:///mnt/data2/p/foo",
            "is installed from `/mnt/data2/p/foo`, `./foo` is required",
        ),
        (
            "/home/me/work/foo",
            "https://h.example/mnt/data/foo",
            "is installed from `https://h.example/mnt/data/foo`, `./foo` is required",
        ),
    ],
)
def test_a_folder_that_is_reached_by_a_link_is_one_with_where_it_truly_lies(
    asked: str, installed: str, words: str
) -> None:
    dependency, origin = line("./foo", path=asked), Origin(installed)
    assert difference(dependency, origin, LINKS) == words
    assert is_from(dependency, origin, LINKS) == (not words)


def test_case_counts_in_posix_paths() -> None:
    words = difference(line("./foo", path="/w/p/foo"), Origin("file:///w/p/Foo"))
    assert words == "is installed from `/w/p/Foo`, `./foo` is required"


OTHER = [
    (line("https://h.example/f.zip"), None, "is installed, but not from `https://h.example/f.zip`"),
    (
        line("https://u:secret@h.example/f.zip?token=secret#sha256=1"),
        Origin("https://v:secret@h.example/g.zip?token=secret"),
        "is installed from `https://h.example/g.zip`, `https://h.example/f.zip` is required",
    ),
    (
        line("https://h.example/f.zip?a=1"),
        Origin("https://h.example/f.zip?a=2"),
        "is installed from `https://h.example/f.zip` with another query",
    ),
    (
        line("git+https://h.example/o/foo@v2"),
        git(revision="v1"),
        "is installed from revision `v1` of `git+https://h.example/o/foo`, "
        "revision `v2` is required",
    ),
    (
        line("git+https://h.example/o/foo"),
        git(revision="v1"),
        "is installed from revision `v1` of `git+https://h.example/o/foo`, "
        "the default branch is required",
    ),
    (
        line("git+https://h.example/o/foo@v1"),
        git(),
        "is installed from the default branch of `git+https://h.example/o/foo`, "
        "revision `v1` is required",
    ),
    (
        line("git+https://h.example/o/foo@fedcba98"),
        git(revision="v1"),
        "is installed from revision `v1` of `git+https://h.example/o/foo`, "
        "revision `fedcba98` is required",
    ),
    (
        line("git+https://h.example/o/foo"),
        Origin("https://h.example/o/foo"),
        "is installed from `https://h.example/o/foo`, `git+https://h.example/o/foo` is required",
    ),
    (
        line("git+https://h.example/o/foo#subdirectory=a"),
        git(),
        "is installed from the top folder of `git+https://h.example/o/foo`, "
        "the folder `a` is required",
    ),
    (
        line("./foo", path="/p/foo", is_editable=True),
        Origin("file:///p/foo"),
        "is installed from `/p/foo`, but not as editable",
    ),
    (
        line("./foo", path="/p/foo"),
        Origin("file:///p/foo", is_editable=True),
        "is installed from `/p/foo` as editable, which is not asked for",
    ),
    (
        line("https://h.example/f.zip", hashes=("sha256:aa", "sha256:bb")),
        Origin("https://h.example/f.zip", hashes=("sha256:cc", "md5:dd")),
        "is installed from `https://h.example/f.zip` with another hash than required",
    ),
    (
        line("https://h.example/f.zip#sha256=aa"),
        Origin("https://h.example/f.zip", hashes=("sha256=cc",)),
        "is installed from `https://h.example/f.zip` with another hash than required",
    ),
    (
        line("https://${HOST}/f.zip", expanded="https://secret.example/f.zip"),
        Origin("https://secret.example/g.zip"),
        "is installed from elsewhere, `https://${HOST}/f.zip` is required",
    ),
]


@pytest.mark.parametrize(("dependency", "origin", "words"), OTHER)
def test_the_words_name_both_places_and_no_secret(
    dependency: Dependency, origin: Origin | None, words: str
) -> None:
    assert difference(dependency, origin) == words
    assert "secret" not in words


@pytest.mark.parametrize(
    ("hashes", "known"),
    [
        (("sha256:AA",), ("sha256:aa",)),
        (("sha256:aa", "sha256:bb"), ("sha256:bb",)),
        (("sha256:aa",), ("md5:bb",)),
        (("sha256:aa",), ()),
        ((), ("sha256:aa",)),
    ],
)
def test_a_hash_differs_only_where_both_sides_name_the_algorithm(
    hashes: tuple[str, ...], known: tuple[str, ...]
) -> None:
    dependency = line("https://h.example/f.zip", hashes=hashes)
    assert difference(dependency, Origin("https://h.example/f.zip", hashes=known)) == ""


@pytest.mark.parametrize(
    ("dependency", "origin"),
    [
        (line("https://${HOST}/f.zip"), Origin("https://h.example/f.zip")),
        (line("https://${HOST}/f.zip"), None),
        (line("git+https://h.example/o/foo@v1"), git(revision=COMMIT)),
        (line("git+https://h.example/o/foo"), git(revision=COMMIT)),
        (
            line("git+https://h.example/o/foo#egg=foo", is_editable=True),
            Origin("file:///e/src/foo", is_editable=True),
        ),
    ],
)
def test_what_files_do_not_tell_is_no_alarm(dependency: Dependency, origin: Origin | None) -> None:
    assert difference(dependency, origin) is None


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://u:p@h.example/x", "https://h.example/x"),
        ("https://token@h.example/x@1", "https://h.example/x@1"),
        ("https://u:p@h@h.example/x", "https://h.example/x"),
        ("https://u:p/w@h.example/x", "https://h.example/x"),
        ("https://h.example:8443/x@v1", "https://h.example:8443/x@v1"),
        ("https://[::1]:80/x@v1", "https://[::1]:80/x@v1"),
        ("https://h.example/x?t=1#f", "https://h.example/x"),
        ("git+ssh://git@h.example/x", "git+ssh://h.example/x"),
        ("./a@b?c", "./a@b?c"),
    ],
)
def test_a_url_is_shown_without_secrets(url: str, shown: str) -> None:
    assert without_secrets(url) == shown
