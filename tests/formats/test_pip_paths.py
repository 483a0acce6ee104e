"""Relative paths of requirements files, from any folder."""

import pytest

from pinlight.formats import format_of
from pinlight.formats.pip_paths import relative, starting_at

TEXT = """\
flask
-e .
./lib[extra] ; python_version > "3"
name @ file:../other
/absolute/one
-e file:///absolute/two
git+https://host/three
${HERE}/four
"""


def parsed(path: str, text: str = TEXT):
    return format_of(path).parse(path, text, {"HERE": "./here"})


def paths(manifest) -> list[str]:
    return [it.path for it in manifest.dependencies if it.path]


def test_only_relative_paths_start_elsewhere():
    manifest = parsed("/w/requirements/dev.txt")
    assert relative(manifest) == (".", "./lib", "../other")
    assert paths(starting_at(manifest, "/w")) == [
        "/w",
        "/w/lib",
        "/other",
        "/absolute/one",
        "/absolute/two",
        "/w/requirements/here/four",
    ]


def test_a_start_is_taken_back():
    manifest = parsed("/w/requirements/dev.txt")
    there = starting_at(manifest, "/w")
    assert there != manifest
    assert starting_at(there, "/w/requirements") == manifest


def test_what_hangs_on_a_block_stays_where_nothing_changes():
    manifest = parsed("/w/requirements/dev.txt")
    there = starting_at(manifest, "/w")
    again = starting_at(there, "/w")
    assert [id(it) for it in again.dependencies.blocks] == [
        id(it) for it in there.dependencies.blocks
    ]


@pytest.mark.parametrize("text", ["", "flask\n", "-r other.txt\n"])
def test_a_file_without_local_paths_is_left_alone(text):
    manifest = parsed("/w/requirements/dev.txt", text)
    assert starting_at(manifest, "/w") is manifest
    assert relative(manifest) == ()


def test_on_windows():
    manifest = parsed("C:\\w\\reqs\\requirements.txt", ".\\lib\nD:\\x\\y\n")
    assert paths(starting_at(manifest, "C:\\w")) == ["C:\\w\\lib", "D:\\x\\y"]
