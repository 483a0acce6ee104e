"""Event stories about undo and repair: what is asked, run and told."""

import pytest

from pinlight import environments
from pinlight.model import Choice, Install, Repair, Undo
from pinlight.settings import DEFAULT
from pinlight.world import step
from pinlight.world.state import (
    Answered,
    Ask,
    Commanded,
    Idle,
    Looked,
    Opened,
    Ordered,
    Ran,
    Read,
    Refresh,
    Replied,
    Run,
    Say,
    Scanned,
    World,
)
from tree import Tree, environment_files

FILE = "/w/requirements.txt"
ENV = "/w/.venv"
STEP = '{"differences": [["flask", "2.0", "3.0"], ["click", "", "8.1"], ["gone", "1.0", ""]]}'


def play(world, *events):
    effects = []
    for event in events:
        world, more = step(world, event)
        effects += more
    return world, effects


def scanned(**files: str) -> Answered:
    """The environment, with `files` in the private folder."""
    made = environment_files(ENV, ["flask 3.0", "click 8.1"])
    made |= {f"{ENV}/.pinlight/{name}": text.encode() for name, text in files.items()}
    return Answered((Scanned(environments.read(ENV, Tree(made)), {}),))


@pytest.fixture
def world() -> World:
    choice = Choice(FILE, ENV, "because")
    world, _ = play(
        World(folders=("/w",), is_trusted=True),
        Opened(FILE, "flask\n", 1),
        Answered((Looked(choice, DEFAULT),)),
        scanned(**{"undo/000002/step.json": STEP, "undo/000001/step.json": "{}"}),
        Idle(),
    )
    return world


def test_undo_says_what_it_would_do_and_asks(world):
    world, effects = play(world, Commanded("pinlight.undo", FILE))
    assert effects == [
        Ask(
            "undo:/w/.venv",
            "Undo the last change of `.venv`? "
            "It brings back `flask` 2.0, `gone` 1.0 and removes `click` 8.1",
            ("Undo",),
        )
    ]
    world, effects = play(world, Replied("undo:/w/.venv", "Undo"))
    assert effects == [Run(Undo(ENV))]
    _, effects = play(world, Ran(Undo(ENV), True, "Undo: done"))
    assert effects == [
        Say("information", "Undo: done"),
        Read("environment", ENV),
        Read("choice", FILE),
        Refresh(),
    ]


def test_dismissed_it_does_nothing(world):
    _, effects = play(world, Commanded("pinlight.undo", FILE), Replied("undo:/w/.venv", ""))
    assert [effect for effect in effects if not isinstance(effect, Ask)] == []


@pytest.mark.parametrize("files", [{}, {"undo/000001/step.json": "no"}, {"undo/x/step.json": STEP}])
def test_without_a_change_there_is_nothing_to_undo(world, files):
    world, _ = play(world, scanned(**files), Idle())
    _, effects = play(world, Commanded("pinlight.undo", FILE))
    assert effects == [Say("information", "There is no change of `.venv` to undo")]


def test_undo_waits_for_the_change_that_is_running(world):
    install = Install(ENV, lines=("x",))
    world, effects = play(world, Ordered(install), Ordered(Undo(ENV)))
    assert effects == [Run(install)]
    _, effects = play(world, Ran(install, True, "done"))
    assert effects[-1] == Run(Undo(ENV))


def test_an_interrupted_change_shows_until_it_is_repaired(world):
    world, _ = play(world, scanned(**{"journal.json": '{"title": "Install"}'}), Idle())
    assert [problem.code for problem in world.problems[FILE]] == ["interrupted-change"]
    world, effects = play(world, Ordered(Repair(ENV)))
    assert effects == [Run(Repair(ENV))]
    world, _ = play(world, Ran(Repair(ENV), True, "done"), scanned(), Idle())
    assert world.problems[FILE] == ()


def test_a_title_from_a_file_drives_no_terminal(world):
    world, _ = play(world, scanned(**{"journal.json": '{"title": "a\\u001b[31m\\nb"}'}), Idle())
    assert world.problems[FILE][0].message.endswith("was interrupted: a[31mb")
