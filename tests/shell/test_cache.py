"""What was read of an environment is known at the next start, and only while it is true."""

import marshal
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pinlight.environments import read
from pinlight.environments.installed import Kept
from pinlight.judge.conflicts import Told, conflicts
from pinlight.model import Distribution, Environment
from pinlight.rules.installed_conflict import all_of
from pinlight.shell import cache
from pinlight.shell.disk import Disk
from tree import environment_files

INSTALLED = [
    "flask 3.0.2",
    "  Requires-Dist: click>=8",
    '  Requires-Dist: x; extra == "async"',
    "  Provides-Extra: async",
    "  Requires-Python: >=3.8",
    "  Summary: Ünïcode",
    "here 1.0",
    "  Requires-Dist: old>=2",
    '  direct_url: {"url": "file:///w/here", "dir_info": {"editable": true}}',
    "old 1.0",
    '  direct_url: {"url": "https://h/o.whl", "archive_info": {"hashes": {"sha256": "0"}}}',
]


def made(prefix: Path) -> str:
    """Make an environment whose files were written a minute ago."""
    for path, content in environment_files(str(prefix), INSTALLED).items():
        file = Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    age(prefix)
    return str(prefix)


def age(folder: Path) -> None:
    then = time.time() - 60
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (then, then))


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    return {"PINLIGHT_CACHE": str(tmp_path / "cache")}


def read_apart(kept: Mapping[str, tuple[Any, Distribution]]) -> dict[str, Any]:
    """What is kept, with the headers as they say: what is written down holds nothing else."""
    return {where: (times, as_told(it)) for where, (times, it) in kept.items()}


def as_told(one: Distribution) -> Distribution:
    return one._replace(metadata=one.headers._replace(name="", version=""))


def alike(one: Environment, other: Environment) -> bool:
    ours, theirs = (
        it._replace(distributions={name: as_told(it) for name, it in it.distributions.items()})
        for it in (one, other)
    )
    return ours == theirs


def remembered(prefix: str, variables: dict[str, str]) -> Kept:
    kept: Kept = {}
    environment = read(prefix, Disk(), kept=kept)
    cache.keep(environment, kept, all_of(environment), time.time_ns(), variables)
    return kept


def test_all_is_known_at_the_next_start(tmp_path, variables):
    prefix = made(tmp_path / "env")
    kept = remembered(prefix, variables)
    assert len(kept) == 3
    known = cache.recall(prefix, variables)
    assert read_apart(known.kept) == read_apart(kept)
    environment = read(prefix, Disk(), kept=dict(known.kept))
    assert alike(environment, read(prefix, Disk()))
    assert len(conflicts(environment)) == 2
    told = cache.conflicts(environment, known)
    assert told == all_of(environment)
    assert told.leading == {"flask", "here"}


def test_what_changed_since_is_read_anew(tmp_path, variables):
    prefix = made(tmp_path / "env")
    remembered(prefix, variables)
    [metadata] = (tmp_path / "env").rglob("flask-3.0.2.dist-info/METADATA")
    metadata.write_text("Name: flask\nVersion: 3.0.2\nSummary: new\n")
    shutil.rmtree(next((tmp_path / "env").rglob("old-1.0.dist-info")))
    known = cache.recall(prefix, variables)
    found = read(prefix, Disk(), kept=dict(known.kept))
    assert alike(found, read(prefix, Disk()))
    assert cache.conflicts(found, known) is None
    assert found.distributions["flask"].summary == "new"


def test_what_is_young_is_not_kept(tmp_path, variables):
    prefix = made(tmp_path / "env")
    next((tmp_path / "env").rglob("flask-3.0.2.dist-info/METADATA")).touch()
    remembered(prefix, variables)
    assert sorted(it.name for _, it in cache.recall(prefix, variables).kept.values()) == [
        "here",
        "old",
    ]


def mistold(body: bytes) -> list[bytes]:
    """Return bodies of other shapes, which no version of ours wrote."""
    whose, rows, around, found, leading, whole = marshal.loads(body)
    others = [
        ("x", rows, around, found, leading, whole),
        (whose, [1], around, found, leading, whole),
        (whose, [(1, 2)], around, found, leading, whole),
        (whose, rows, around, found, leading, whole[:2]),
        (whose, rows, around, found, leading, 7),
    ]
    return [body[:-1], *map(marshal.dumps, others)]


def damaged(content: bytes) -> list[bytes]:
    head, _, body = content.partition(b"\n")
    mangled = marshal.dumps([1])
    return [
        b"",
        content[:-5],
        content[:50] + b"?" + content[51:],
        head.replace(b"pinlight", b"other") + b"\n" + body,
        cache._head(mangled) + b"\n" + mangled,
        cache._head(b"\xff") + b"\n\xff",
        *(cache._head(other) + b"\n" + other for other in mistold(body)),
    ]


def test_a_damaged_file_is_no_file(tmp_path, variables):
    prefix = made(tmp_path / "env")
    remembered(prefix, variables)
    [file] = (tmp_path / "cache").iterdir()
    for content in damaged(file.read_bytes()):
        file.write_bytes(content)
        assert cache.recall(prefix, variables) == cache.Known()


def test_where_nothing_can_be_kept_nothing_happens(tmp_path):
    prefix = made(tmp_path / "env")
    for folder in ("", str(tmp_path / "env" / "pyvenv.cfg")):
        remembered(prefix, {"PINLIGHT_CACHE": folder})
        assert cache.recall(prefix, {"PINLIGHT_CACHE": folder}) == cache.Known()


def test_the_oldest_files_go(tmp_path, variables):
    folder = tmp_path / "cache"
    folder.mkdir()
    for second in range(cache.MOST_FILES):
        file = folder / f"{second:03}.kept"
        file.touch()
        os.utime(file, (second, second))
    cache.keep(Environment("new", "venv", "", {}, {}), {}, Told((), frozenset()), 0, variables)
    names = {file.name for file in folder.iterdir()}
    assert len(names) == cache.MOST_FILES
    assert {"000.kept", "001.kept"} - names == {"000.kept"}


def test_another_python_has_other_conflicts(tmp_path, variables):
    prefix = made(tmp_path / "env")
    remembered(prefix, variables)
    known = cache.recall(prefix, variables)
    environment = read(prefix, Disk())._replace(python="3.7.1")
    assert cache.conflicts(environment, known) is None


@pytest.mark.parametrize(
    ("variables", "end"),
    [
        ({"PINLIGHT_CACHE": "/x"}, "/x"),
        ({"PINLIGHT_CACHE": ""}, ""),
        ({"XDG_CACHE_HOME": "/c"}, "/c/pinlight/environments"),
        ({}, "/.cache/pinlight/environments"),
    ],
)
@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="other folders")
def test_it_lies_where_caches_lie(variables, end):
    assert cache.place(variables).endswith(end)
