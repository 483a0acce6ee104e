"""When the files of packages are looked for, and what of it is told."""

import pytest

from pinlight import environments
from pinlight.model import Choice, Loss, Repair
from pinlight.settings import DEFAULT
from pinlight.world import step
from pinlight.world.state import (
    Answered,
    Await,
    Changed,
    Closed,
    Effect,
    Event,
    Idle,
    Looked,
    Opened,
    Publish,
    Ran,
    Read,
    Rested,
    Scanned,
    Touched,
    Verified,
    World,
)
from tree import Tree, environment_files

FILE, OTHER, PREFIX = "/w/requirements.txt", "/w/dev/requirements.txt", "/w/.venv"
LOOK = Read("losses", PREFIX)
WHERE = f"{PREFIX}/lib/python3.12/site-packages/flask-3.0.dist-info"
FLASK = Loss("flask", WHERE, 3, 24, "flask/app.py", (1, 2))


def scanned(stamp: int = 1, *lines: str, changed: str = "") -> Answered:
    tree = Tree(environment_files(PREFIX, list(lines or ("flask 3.0",))))
    if changed:
        tree.write(f"{PREFIX}/.pinlight/journal.json", changed)
    environment = environments.read(PREFIX, tree)._replace(stamp=(stamp,))
    return Answered((Scanned(environment),))


def verified(*losses: Loss) -> Answered:
    consulted = {loss.where: 7 for loss in losses}
    return Answered((Verified(PREFIX, {loss.name: loss for loss in losses}, consulted),))


def play(world: World, *events: Event) -> tuple[World, list[Effect]]:
    """Return the last world and what concerns us of the effects."""
    found: list[Effect] = []
    for event in events:
        world, effects = step(world, event)
        found += [it for it in effects if it == LOOK or isinstance(it, Await)]
    return world, found


def told(world: World, path: str = FILE) -> list[str]:
    return [it.message for it in world.problems[path] if it.code == "damaged-package"]


def opened(path: str = FILE, **settings: object) -> tuple[Event, ...]:
    looked = Looked(Choice(path, PREFIX, "here"), DEFAULT._replace(**settings))
    return Opened(path, "flask\n", 1), Answered((looked,))


REST = Rested(PREFIX, (1,))
MESSAGE = "`flask` is damaged: 3 of its 24 files are missing, such as `flask/app.py`"


@pytest.fixture
def world() -> World:
    world, effects = play(World(), *opened(), scanned(), Idle())
    assert effects == [Await(PREFIX, (1,))]
    return world


def test_an_environment_is_looked_at_once_behind_the_first_answer(world):
    _, effects = play(World(), *opened(), scanned())
    assert effects == [], "not before the file is judged"
    world, effects = play(
        world, Changed(FILE, "flask\nx\n", 2), Idle(), Changed(FILE, "", 3), Idle()
    )
    assert effects == [], "a keystroke asks for nothing"
    world, effects = play(world, REST)
    assert effects == [LOOK]
    assert play(world, verified(), Idle())[1] == []


def test_what_is_gone_is_told_when_it_still_is(world):
    world, effects = play(world, REST, verified(FLASK), Idle())
    assert effects == [LOOK, Await(PREFIX, (1,))]
    assert told(world) == []
    world, effects = play(world, REST, verified(FLASK), Idle())
    assert effects == [LOOK]
    assert told(world) == [MESSAGE]


@pytest.mark.parametrize("other", [FLASK._replace(missing=2), FLASK._replace(stamp=(1, 3))])
def test_as_long_as_it_changes_nothing_is_told(world, other):
    world, _ = play(world, REST, verified(FLASK), Idle())
    world, effects = play(world, REST, verified(other), Idle())
    assert effects == [LOOK, Await(PREFIX, (1,))]
    assert told(world) == []


@pytest.fixture
def damaged(world) -> World:
    return play(world, REST, verified(FLASK), REST, verified(FLASK), Idle())[0]


def test_what_is_told_once_is_told_as_it_is_and_taken_back_at_once(damaged):
    world, effects = play(damaged, verified(FLASK._replace(missing=2)), Idle())
    assert effects == []
    assert told(world) == [MESSAGE.replace("3 of", "2 of")]
    world, effects = play(world, verified(), Idle())
    assert (told(world), effects) == ([], [])


def test_its_folders_are_polled(damaged):
    assert play(damaged, Touched((WHERE,)))[1] == [LOOK]
    world, _ = play(damaged, verified())
    assert play(world, Touched((WHERE,)))[1] == []


def test_a_change_of_the_environment_is_waited_out(world):
    world, effects = play(world, scanned(2))
    assert effects == [Await(PREFIX, (2,))], "also one that no file notices"
    assert play(world, REST)[1] == [], "the pause before it was too short"
    assert play(world, Rested(PREFIX, (2,)))[1] == [LOOK]


def test_after_a_change_what_was_gone_is_looked_at_at_once(damaged):
    assert play(damaged, scanned(2))[1] == [Await(PREFIX, (2,)), LOOK]


def test_another_version_has_lost_nothing_yet(damaged):
    world, _ = play(damaged, scanned(2, "flask 3.1"), Idle())
    assert told(world) == []
    other = FLASK._replace(where=FLASK.where.replace("3.0", "3.1"))
    world, effects = play(world, verified(other), Idle())
    assert (told(world), effects) == ([], [Await(PREFIX, (2,))])


def test_a_change_of_ours_is_not_looked_into(damaged):
    repair = Repair(PREFIX)
    world = damaged._replace(running=(repair,), verified={})
    assert play(world, REST)[1] == []
    world, _ = play(world, verified(FLASK._replace(missing=20)), Idle())
    assert told(world) == [MESSAGE]
    _, effects = play(world, Ran(repair, True, "done"), scanned(2), Idle())
    assert effects == [Await(PREFIX, (2,))]


def test_an_interrupted_change_is_told_alone(damaged):
    world, effects = play(damaged, scanned(2, changed="{}"), Idle())
    assert LOOK in effects, "what was gone may be there again"
    assert [it.code for it in world.problems[FILE]] == ["interrupted-change"]
    assert play(world, Rested(PREFIX, (2,)))[1] == []


@pytest.mark.parametrize(
    "settings", [{"ignore": ("damaged-package",)}, {"severity": {"damaged-package": "off"}}]
)
def test_where_the_rule_is_off_nothing_is_looked_at(settings):
    world, effects = play(World(), *opened(**settings), scanned(), Idle())
    assert effects == []
    assert play(world, REST)[1] == []


def test_only_environments_of_open_files_are_looked_at(world):
    world, _ = play(world, Closed(FILE))
    world, effects = play(world, REST)
    assert effects == []
    assert play(world, *opened(OTHER), Idle())[1] == [Await(PREFIX, (1,))]


def test_every_file_of_the_environment_is_told(damaged):
    world, _ = step(damaged, Opened(OTHER, "click\n", 1))
    world, _ = step(world, Answered((Looked(Choice(OTHER, PREFIX, "here"), DEFAULT),)))
    world, effects = step(world, Idle())
    [publish] = [it for it in effects if isinstance(it, Publish)]
    assert [it.message for it in publish.problems if it.code == "damaged-package"] == [
        "`flask` in `../.venv` is damaged: 3 of its 24 files are missing, such as `flask/app.py`"
    ]


def test_the_command_line_tells_what_it_sees_at_the_first_look():
    world = World(is_everything_open=True)
    world, _ = play(world, *opened(), Closed(FILE), *opened()[1:], scanned(), Idle())
    world, effects = play(world, REST, verified(FLASK), Idle())
    assert effects[-1:] == [LOOK]
    assert world.losses == {PREFIX: {"flask": FLASK}}
