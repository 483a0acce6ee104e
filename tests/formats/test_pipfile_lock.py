"""Pipfile.lock: packages per category with their markers."""

import json

import pytest

from pinlight import locks
from pinlight.formats import format_of

LOCK = """{
    "_meta": {"hash": {"sha256": "abc"}, "sources": []},
    "default": {
        "Flask": {"version": "==3.0.3", "hashes": []},
        "colorama": {"version": "==0.4.6", "markers": "sys_platform == 'win32'"},
        "repo": {"git": "https://git.example/repo.git", "ref": "abc"}
    },
    "develop": {"pytest": {"version": "==8.0"}}
}
"""


def read(text, path="/w/Pipfile.lock"):
    return format_of(path).parse(path, text, {})


def test_categories_and_markers():
    manifest = read(LOCK)
    assert (manifest.kind, manifest.faults) == ("lock", ())

    def wanted(*groups):
        selected = frozenset((locks.ALWAYS, *groups))
        found = locks.wanted(manifest.lock, None, selected, {"sys_platform": "linux"})
        return [it.name + it.specifier for it in found]

    assert wanted() == ["flask==3.0.3", "repo"]
    assert wanted(("dev", False)) == ["flask==3.0.3", "repo", "pytest==8.0"]
    lock = manifest.lock
    assert (lock.fingerprint, lock.of) == ("abc", "/w/Pipfile")
    assert LOCK[lock.place.start : lock.place.end] == '"abc"'
    place = lock.packages[0].dependency.name_span
    assert LOCK[place.start : place.end] == "Flask"


def test_real_files_are_read_as_json_reads_them(shared):
    count = 0
    for path in sorted((shared / "corpus" / "pipfilelock").rglob("Pipfile.lock")):
        text = path.read_bytes().decode()
        manifest = read(text, str(path))
        try:
            document = json.loads(text)
        except ValueError:
            assert [fault.code for fault in manifest.faults] == ["invalid-syntax"]
            continue
        expected = [
            (name.lower().replace("_", "-").replace(".", "-"), entry.get("version", ""))
            for category, table in document.items()
            if category != "_meta"
            for name, entry in table.items()
        ]
        found = [(it.dependency.name, it.dependency.specifier) for it in manifest.lock.packages]
        assert found == expected
        assert manifest.lock.fingerprint == document["_meta"]["hash"]["sha256"]
        count += len(found)
    assert count > 150


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", ": a value is expected here"),
        ('{"a": 1,}', "}: another item is expected after the comma"),
        ('{"a" 1}', "1: `:` is expected here"),
        ('{"a": [1 2]}', "2: `,` is expected here"),
        ('{"a": "b', '": a string is expected here, or it is not closed'),
        ("[" * 60, "[: nested too deeply"),
    ],
)
def test_broken_json_is_told_once(text, fault):
    (found,) = read(text).faults
    assert f"{text[found.span.start : found.span.end]}: {found.message}" == fault


def test_what_stands_before_a_fault_is_kept():
    cut = LOCK[: LOCK.index('"repo"') + 3]
    assert [it.dependency.name for it in read(cut).lock.packages] == []
    lines = LOCK[: LOCK.index("}\n}")]
    assert len(read(lines).lock.packages) == 3
