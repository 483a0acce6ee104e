"""An environment is known at the next start, taken as it was at first, and then read thoroughly."""

import os
import random
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

import random_environments as make
from pinlight.environments import read
from pinlight.model import Distribution, Environment
from pinlight.shell import cache
from pinlight.shell.disk import Disk
from pinlight.shell.engine import Engine
from pinlight.shell.scans import Scans
from pinlight.world.state import Effect, Opened, Publish, World
from tree import conda_files, environment_files


def put(files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)


def age(folder: Path) -> None:
    then = time.time() - 60
    for path in (folder, *folder.rglob("*")):
        os.utime(path, (then, then), follow_symlinks=False)


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    return {"PINLIGHT_CACHE": str(tmp_path / "cache")}


@pytest.fixture
def prefix(tmp_path: Path) -> Path:
    """An environment whose files were written a minute ago."""
    put(environment_files(str(tmp_path / "w" / ".venv"), ["flask 3.0", "  Requires-Dist: click"]))
    age(tmp_path / "w" / ".venv")
    return tmp_path / "w" / ".venv"


def keep(prefix: Path, variables: dict[str, str]) -> Environment:
    """Read an environment at one start and keep what is known of it."""
    scans = Scans(variables, tuple)
    environment = scans.scan(str(prefix), {}).environment
    assert scans.has_unsaved and not scans.has_unconfirmed
    scans.save({str(prefix): environment})
    return environment


def as_told(environment: Environment) -> Environment:
    """The environment with what the headers say: more of them is not kept."""
    told = {name: _as_told(it) for name, it in environment.distributions.items()}
    assert list(told) == [it.name for it in environment.distributions.values()]
    return environment._replace(distributions=told)


def _as_told(one: Distribution) -> Distribution:
    return one._replace(metadata=one.headers._replace(name="", version=""))


def test_what_did_not_change_is_as_it_was(prefix, variables):
    before = keep(prefix, variables)
    scans = Scans(variables, tuple)
    first = scans.scan(str(prefix), {})
    assert scans.has_unconfirmed
    assert as_told(first.environment) == as_told(before)
    assert list(first.consulted.values()) == list(before.stamp)
    assert scans.confirm({str(prefix): first.environment}) is None
    assert not scans.has_unconfirmed
    assert not scans.has_unsaved
    assert scans.confirm({}) is None


def test_the_links_of_now_count_not_those_of_then(prefix, variables):
    keep(prefix, variables)
    links = (("/truly", "/link"),)
    scans = Scans(variables, lambda: links)
    held = {str(prefix): scans.scan(str(prefix), {}).environment}
    assert scans.has_unconfirmed
    assert held[str(prefix)].links == links
    assert scans.confirm(held) is None


def metadata(prefix: Path, name: str = "flask") -> Path:
    return next(prefix.rglob(f"{name}-*/METADATA"))


def test_what_was_changed_in_place_is_seen_when_it_is_read_thoroughly(prefix, variables):
    keep(prefix, variables)
    metadata(prefix).write_text("Name: flask\nVersion: 3.0\nRequires-Dist: jinja2\n")
    scans = Scans(variables, tuple)
    held = {str(prefix): scans.scan(str(prefix), {}).environment}
    assert held[str(prefix)].distributions["flask"].requires == ("click",)
    told = scans.confirm(held)
    assert told is not None
    assert told.environment.distributions["flask"].requires == ("jinja2",)
    assert scans.has_unsaved


def installs(prefix: Path) -> None:
    put(environment_files(str(prefix), ["click 8"]))


def breaks(prefix: Path) -> None:
    (prefix / "bin" / "python").unlink()


@pytest.mark.parametrize("change", [installs, breaks])
def test_what_changed_is_read_at_once(prefix, variables, change):
    keep(prefix, variables)
    change(prefix)
    scans = Scans(variables, tuple)
    found = scans.scan(str(prefix), {}).environment
    assert not scans.has_unconfirmed
    assert as_told(found) == as_told(read(str(prefix), Disk()))
    assert found.state == ("ok" if change is installs else "broken")
    assert scans.has_unsaved


def test_what_is_young_is_read_again_at_the_next_start(prefix, variables):
    (prefix / "pyvenv.cfg").touch()
    keep(prefix, variables)
    assert cache.recall(str(prefix), variables).environment is None
    assert len(cache.recall(str(prefix), variables).kept) == 1


def test_of_what_changed_that_is_read_at_once_which_the_system_names(prefix, variables):
    put(environment_files(str(prefix), ["click 8", "six 1"]))
    scans = Scans(variables, tuple)
    held = {str(prefix): scans.scan(str(prefix), {}).environment}
    click = metadata(prefix, "click").parent
    metadata(prefix).write_text("Name: flask\nVersion: 3.0\n")
    shutil.rmtree(click)
    scans.touch([str(click.parent), str(click), "/elsewhere/click-8.dist-info"])
    found = scans.scan(str(prefix), held).environment
    assert {name: it.requires for name, it in found.distributions.items()} == {
        "flask": ("click",),
        "six": (),
    }
    told = scans.confirm({str(prefix): found})
    assert told is not None
    assert as_told(told.environment) == as_told(read(str(prefix), Disk()))
    assert told.environment.distributions["flask"].requires == ()
    assert scans.has_unsaved and not scans.has_unconfirmed


def test_what_an_installer_has_just_begun_is_not_told_as_left_behind(prefix, variables):
    scans = Scans(variables, tuple)
    held = {str(prefix): scans.scan(str(prefix), {}).environment}
    site = metadata(prefix).parent.parent
    put(environment_files(str(prefix), ["click 8"]))
    for name in ("six-1.dist-info", "~lask"):
        (site / name).mkdir()

    def touched(*names: str) -> list[tuple[str, ...]]:
        """What is left behind after a quick look and after a thorough one."""
        scans.touch([str(site / name) for name in names])
        held[str(prefix)] = scans.scan(str(prefix), held).environment
        quick = held[str(prefix)].leftovers
        assert scans.confirm(held) is None
        return [tuple(map(os.path.basename, it)) for it in (quick, held[str(prefix)].leftovers)]

    assert touched("click-8.dist-info") == [(), ()]
    assert touched("six-1.dist-info", "~lask") == [("six-1.dist-info", "~lask")] * 2
    assert touched("click-8.dist-info") == [("six-1.dist-info", "~lask")] * 2
    assert scans.scan(str(prefix), held).environment == scans.scan(str(prefix), {}).environment


def test_a_second_look_is_thorough(prefix, variables):
    keep(prefix, variables)
    scans = Scans(variables, tuple)
    held = {str(prefix): scans.scan(str(prefix), {}).environment}
    metadata(prefix).write_text("Name: flask\nVersion: 3.0\n")
    assert scans.scan(str(prefix), held).environment.distributions["flask"].requires == ()
    assert not scans.has_unconfirmed


def test_another_machine_is_told_from_this_one(prefix, variables):
    environment = keep(prefix, variables)
    assert cache.holds(environment, Disk())
    elsewhere = {**environment.markers, "platform_release": "0.0"}
    assert not cache.holds(environment._replace(markers=elsewhere), Disk())


@pytest.mark.parametrize("seed", range(30))
def test_what_is_known_whole_is_what_is_read(tmp_path, variables, seed):
    chance = random.Random(seed)
    site = make.make_prefix(tmp_path / "env")
    make.write(site, make.fakes(chance, has_legacy=True, are_plain=False))
    egg = site / "Old_one-1.0.egg-info"
    egg.mkdir()
    (egg / "PKG-INFO").write_text("Name: Old_one\nVersion: 1.0\nSummary: old\n")
    (egg / "requires.txt").write_text("anchor\n[more]\nx\n")
    (site / "~nchor").mkdir()
    if seed % 3 == 0:
        records = conda_files(str(tmp_path / "env"), ["openssl 3.0", "python 3.12.1"])
        put({path: it for path, it in records.items() if "conda-meta" in path})
    age(tmp_path / "env")
    keep(tmp_path / "env", variables)
    scans = Scans(variables, tuple)
    found = scans.scan(str(tmp_path / "env"), {}).environment
    assert scans.has_unconfirmed
    assert as_told(found) == as_told(read(str(tmp_path / "env"), Disk()))
    assert scans.confirm({str(tmp_path / "env"): found}) is None


def test_diagnostics_of_what_was_changed_in_place_are_put_right(prefix, variables):
    path = str(prefix.parent / "requirements.txt")
    keep(prefix, variables)
    metadata(prefix).write_text("Name: flask\nVersion: 3.0\n")
    published: list[list[str]] = []

    def out(effect: Effect) -> None:
        if isinstance(effect, Publish):
            published.append([problem.code for problem in effect.problems])

    engine = Engine(World(variables=variables), out, print)
    engine.feed(Opened(path, "flask\n", 1))
    engine.finish()
    assert published == [["installed-conflict"], []]
