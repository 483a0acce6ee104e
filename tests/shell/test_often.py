"""Where the system tells of nothing, a folder that changed is told once, when it is at rest."""

import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from pinlight.shell.burst import UNFINISHED_S
from pinlight.shell.often import LOOK_S, Often

WRITTEN = ("INSTALLER", "METADATA", "RECORD")
_times = count(1_000_000_000, 1_000_000_000)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    made = tmp_path / "site-packages"
    made.mkdir()
    return made


def moves_on(site: Path) -> int:
    """The folder gets another time, even where the clock is coarse."""
    now = next(_times)
    os.utime(site, ns=(now, now))
    return now


def install(site: Path, name: str, files: tuple[str, ...] = WRITTEN) -> str:
    (site / name).mkdir(exist_ok=True)
    for file in files:
        (site / name / file).write_text(f"{name}/RECORD,,\n")
    moves_on(site)
    return str(site / name)


def looks(often: Often) -> Callable[[], tuple[str, ...]]:
    """One look after the other, as time goes on."""
    now_s = count()
    return lambda: often.look(next(now_s) * LOOK_S)


def test_what_was_installed_is_told_at_the_second_look_that_sees_it(site):
    often = Often()
    often.follow({str(site): moves_on(site)})
    look = looks(often)
    assert look() == ()
    flask = install(site, "flask-3.0.dist-info")
    assert [look(), look(), look()] == [(), (str(site), flask), ()]
    often.follow({str(site): site.stat().st_mtime_ns})
    assert look() == ()
    shutil.rmtree(flask)
    moves_on(site)
    assert [look(), look(), look()] == [(), (str(site), flask), ()]


def test_what_goes_on_is_told_at_its_end(site):
    often = Often()
    often.follow({str(site): moves_on(site)})
    look = looks(often)
    look()
    made = [install(site, f"{name}-1.dist-info") for name in "ab"]
    assert look() == ()
    made.append(install(site, "c-1.dist-info"))
    assert [look(), look()] == [(), (str(site), *made)]


def test_what_is_half_made_is_waited_for(site):
    often = Often()
    often.follow({str(site): moves_on(site)})
    look = looks(often)
    look()
    flask = install(site, "flask-3.0.dist-info", ())
    assert [look(), look(), look()] == [()] * 3
    for name in WRITTEN:  # The time of the folder around it stays as it is.
        (site / "flask-3.0.dist-info" / name).write_text("flask-3.0.dist-info/RECORD,,\n")
    assert look() == (str(site), flask)


def test_what_stays_half_made_is_told_after_all(site):
    often = Often()
    often.follow({str(site): moves_on(site)})
    look = looks(often)
    look()
    flask = install(site, "flask-3.0.dist-info", ())
    told = [look() for _ in range(int(UNFINISHED_S / LOOK_S) + 3)]
    assert [it for it in told if it] == [(str(site), flask)]
    assert told.index((str(site), flask)) * LOOK_S >= UNFINISHED_S


def test_what_changed_before_the_first_look_is_told_without_names(site):
    often = Often()
    often.follow({str(site): moves_on(site)})
    install(site, "flask-3.0.dist-info")
    look = looks(often)
    assert [look(), look()] == [(), (str(site),)]


def test_a_folder_that_is_gone_is_told_and_what_is_not_followed_is_not(site, tmp_path):
    often = Often()
    often.follow({str(site): moves_on(site), str(tmp_path): 1})
    often.follow({str(site): site.stat().st_mtime_ns})
    look = looks(often)
    look()
    site.rmdir()
    assert [look(), look()] == [(), (str(site),)]


def test_what_happens_is_told_within_the_time_that_is_given(site):
    often = Often()
    often.follow({str(site): moves_on(site)})
    assert often.changed(0.01) == ()
    flask = install(site, "flask-3.0.dist-info")
    assert often.changed(20.0) == (str(site), flask)


def test_a_folder_that_came_back_and_was_read_is_told_when_it_is_gone_again(site):
    often = Often()
    often.follow({str(site): moves_on(site)})
    look = looks(often)
    look()
    site.rmdir()
    assert [look(), look(), look()] == [(), (str(site),), ()]
    often.follow({str(site): 7})  # It was there meanwhile.
    assert [look(), look(), look()] == [(), (str(site),), ()]
