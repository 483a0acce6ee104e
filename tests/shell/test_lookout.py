"""Files that are gone from packages, on a real disk: as the full check sees it, and when."""

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from package_index import PackageIndex, Release
from pinlight.environments import read
from pinlight.environments.losses import losses
from pinlight.shell import records
from pinlight.shell.disk import Disk
from pinlight.shell.engine import Engine
from pinlight.shell.lookout import MOST_POLLED, Lookout
from pinlight.shell.vault import place_of
from pinlight.world.state import (
    Await,
    Effect,
    FoldersSet,
    Opened,
    Publish,
    Rested,
    Touched,
    World,
)
from real_environment import RealEnvironment, tool  # noqa: F401 - a fixture.
from tree import environment_files

SITE = "lib/python3.12/site-packages"
RECORD = "flask/__init__.py,,\nflask/app.py,,\nflask/sub/x.py,,\n"


def put(root: Path, name: str, text: str = "") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def made(root: Path, lines: list[str]) -> Path:
    for path, content in environment_files(str(root / ".venv"), lines).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    return root / ".venv" / SITE


# Beside the full check


FOLDERS = ["", "a", "a/b", "a/tests", "a/tests/x", "test", "a/__pycache__", "{info}", "{info}/y"]
FOLDERS += ["../../../bin", "../../../share/man", "../../.."]
NAMES = ["__init__.py", "m.py", "m.pyc", "d.json", "x,y.py", "entry_points.txt", "é.so"]
PATHS = st.sets(st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)), max_size=25)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.tuples(PATHS, PATHS), st.sampled_from(["\n", "\r\n"]), st.data())
def test_it_finds_what_the_full_check_finds_of_what_counts(listed, end, data):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        site = made(root, ["one 1.0", "two 1.0"])
        expected = {}
        for name, some in zip(("one", "two"), listed, strict=True):
            info = f"{name}-1.0.dist-info"
            paths = sorted(f"{at.format(info=info)}/{it}".lstrip("/") for at, it in some)
            there = data.draw(st.sets(st.sampled_from(paths))) if paths else ()
            for path in there:
                put(site, os.path.normpath(path))
            out = io.StringIO()
            csv.writer(out, lineterminator=end).writerows([path, "", ""] for path in paths)
            (site / info / "RECORD").write_text(out.getvalue(), newline="")
        prefix = str(root / ".venv")
        for name in ("one", "two"):
            if gone := list(_missing(prefix, f"{SITE}/{name}-1.0.dist-info")):
                expected[name] = len(gone)
        found = losses(read(prefix, Disk()), Disk())
        assert {it.name: it.missing for it in found if it} == expected


def _missing(prefix: str, info: str) -> Iterator[str]:
    """Yield what the full check misses, but for what is left out."""
    for fault in records.faults(prefix, info):
        place = fault.removesuffix("` is missing").removeprefix("`")
        folder = place.rpartition("/")[0]
        parts = place.split("/")
        above = ["/".join(parts[:end]) for end in range(4, len(parts))]
        has_no_tests = any(
            it.endswith(("/test", "/tests")) and not os.path.exists(f"{prefix}/{it}")
            for it in above
        )
        if place.startswith(f"{info}/"):
            counts = place == f"{info}/entry_points.txt"
        else:
            counts = place.startswith(f"{SITE}/") or folder == "bin"
        is_compiled = place.endswith(".py") and os.path.exists(f"{prefix}/{place}c")
        if fault.endswith(" is missing") and counts and not has_no_tests and not is_compiled:
            yield place


# What is told, and when


class Told:
    """What an editor is told, and what is waited for."""

    def __init__(self, root: Path) -> None:
        self.messages: list[str] = []
        self.awaited: list[Await] = []
        self.path = str(root / "requirements.txt")
        self.engine = Engine(World(), self._out, print)
        self.after(FoldersSet((str(root),)), Opened(self.path, "flask\n", 1))

    def _out(self, effect: Effect) -> None:
        if isinstance(effect, Publish) and effect.path == self.path:
            self.messages = [problem.message for problem in effect.problems]
        elif isinstance(effect, Await):
            self.awaited.append(effect)

    def after(self, *events) -> list[str]:
        for event in events:
            self.engine.feed(event)
        self.engine.finish()
        return self.messages

    def rest(self) -> list[str]:
        """Let the pause pass that was asked for."""
        waiting, self.awaited = self.awaited, []
        return self.after(*(Rested(*it) for it in waiting))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = made(tmp_path, ["flask 3.0"])
    put(site, "flask-3.0.dist-info/RECORD", RECORD)
    for line in RECORD.splitlines():
        put(site, line.rstrip(","))
    put(tmp_path, "requirements.txt", "flask\n")
    return site


GONE = "`flask` is damaged: 1 of its 3 files is missing, `flask/sub/x.py`"


def test_what_is_gone_is_told_at_the_second_look_and_what_is_back_at_once(tmp_path, site):
    gone = site / "flask/sub/x.py"
    gone.unlink()
    told = Told(tmp_path)
    assert told.messages == []
    assert told.rest() == []
    assert told.rest() == [GONE]
    assert told.rest() == [GONE], "nothing is waited for any more"
    assert not told.awaited
    put(site, "flask/sub/x.py")
    followed = {path for part in told.engine.world.consulted.values() for it in part for path in it}
    assert str(gone.parent) in followed, "the poll sees that it is back"
    assert told.after(Touched((str(gone.parent),))) == []


def test_an_installer_at_work_alarms_nobody(tmp_path, site):
    for name in ("app.py", "sub/x.py"):
        (site / "flask" / name).unlink()
    told = Told(tmp_path)
    assert told.rest() == []
    put(site, "flask/app.py")
    assert told.rest() == [], "one came: it is still at work"
    put(site, "flask/sub/x.py")
    assert told.rest() == []
    assert not told.awaited


def test_a_file_that_is_deleted_is_seen_when_something_is_installed(tmp_path, site):
    told = Told(tmp_path)
    assert told.rest() == []
    (site / "flask/sub/x.py").unlink()
    assert told.rest() == []
    (site / "click-8.dist-info").mkdir()
    put(site, "click-8.dist-info/METADATA", "Name: click\nVersion: 8\n")
    told.after(Touched((str(site),)))
    assert told.awaited
    told.rest()
    assert told.rest() == [GONE]


def test_a_reinstallation_takes_it_back(tmp_path, site):
    (site / "flask/sub/x.py").unlink()
    told = Told(tmp_path)
    told.rest()
    assert told.rest() == [GONE]
    put(site, "flask/sub/x.py")
    os.rename(site / "flask-3.0.dist-info", site / "~lask")
    os.rename(site / "~lask", site / "flask-3.0.dist-info")
    assert told.after(Touched((str(site),))) == []


def test_environments_are_looked_at_in_turns(tmp_path):
    prefixes = []
    for number in range(2):
        site = made(tmp_path / str(number), [f"p{it} 1" for it in range(9)])
        put(site, "p7-1.dist-info/RECORD", "gone.py,,\n")
        prefixes.append(str(tmp_path / str(number) / ".venv"))
    world = World(environments={prefix: read(prefix, Disk()) for prefix in prefixes})
    lookout = Lookout(-1.0)
    found = {}
    for _ in range(10):
        for prefix in prefixes:
            if prefix not in found and (answer := lookout.look(world, prefix)):
                found[prefix] = [*answer.losses]
    assert found == {prefix: ["p7"] for prefix in prefixes}


def test_of_a_large_package_few_folders_are_polled(tmp_path):
    site = made(tmp_path, ["flask 3.0"])
    put(site, "flask-3.0.dist-info/RECORD", "".join(f"f{it}/x.py,,\n" for it in range(500)))
    prefix = str(tmp_path / ".venv")
    lookout = Lookout(9.0)
    found = lookout.look(World(environments={prefix: read(prefix, Disk())}), prefix)
    assert [it.missing for it in found.losses.values()] == [500]
    assert len(found.consulted) == MOST_POLLED
    assert str(site / "flask-3.0.dist-info") in found.consulted


# With real tools


def many(version: str) -> Release:
    files = {f"many/sub{number % 3}/part{number}.py": "" for number in range(30)}
    files |= {"many/__init__.py": "", "many/tests/__init__.py": "", "many/data.json": "{}"}
    return Release(version, files={**files, f"many-{version}.data/scripts/many": "#!python\n"})


def test_of_a_package_that_a_tool_installed_each_loss_is_seen(tool, tmp_path, monkeypatch):  # noqa: F811
    with PackageIndex({"many": [many("1.0")]}) as index:
        index.apply(monkeypatch)
        environment = RealEnvironment(tmp_path / ".venv", tool)
        assert environment.install("many").is_ok
    prefix = environment.prefix

    def lost() -> list[tuple[int, str]]:
        return [(it.missing, it.example) for it in losses(read(prefix, Disk()), Disk()) if it]

    def missing() -> list[str]:
        info = place_of(prefix, str(environment.site / "many-1.0.dist-info"))
        return [*records.faults(prefix, info)]

    assert (lost(), missing()) == ([], [])
    (environment.site / "many/sub1/part1.py").unlink()
    assert lost() == [(1, "many/sub1/part1.py")]
    [script] = Path(prefix).glob("[bS]*/many")
    script.unlink()
    assert [count for count, _ in lost()] == [len(missing())] == [2]
    for path in environment.site.glob("many/**/*.*"):
        path.unlink()
    assert [count for count, _ in lost()] == [len(missing())] == [34]
    shutil.rmtree(environment.site / "many/tests")
    assert [count for count, _ in lost()] == [33]
