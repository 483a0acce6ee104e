"""Event stories of the commands that change environments: what is asked, run and told."""

import pytest

from fixture import parse_project
from pinlight.model import Create, Delete, Install, Relock, Repair, Sync, Uninstall
from pinlight.model.operation import Freeze, Outcome, Trial
from pinlight.settings import DEFAULT
from pinlight.world import step
from pinlight.world.state import Ask, Commanded, Ordered, Ran, Replied, Run, Say, World

FILE = "/w/requirements.txt"
ENV = "/w/.venv"
PROJECT = """
    flask>=2
    requests
    absent
    -- .venv --
    flask 3.0
      Requires-Dist: click>=8
    click 8.1
    requests 2.31
    stray 1.0
    pip 24.0
"""


def play(world, *events):
    effects = []
    for event in events:
        world, more = step(world, event)
        effects += more
    return world, effects


def world_of(text: str = PROJECT, **settings: object) -> World:
    project = parse_project(text)
    seen = project.seen
    resolutions = dict(seen.resolutions)
    environments = {
        it.environment.prefix: it.environment for it in resolutions.values() if it.environment
    }
    return World(
        folders=("/w",),
        is_trusted=True,
        settings=DEFAULT._replace(**settings),
        resolutions=resolutions,
        manifests={it.manifest.path: it.manifest for it in resolutions.values()},
        environments=environments,
        choices={path: it.choice for path, it in resolutions.items()},
        problems=dict(seen.problems),
    )


def offset(text: str) -> int:
    project = parse_project(PROJECT)
    return project.resolution().manifest.text.index(text)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("absent", Run(Install(ENV, FILE, ("absent",)))),
        ("flask", Say("information", "`.venv` holds what this line asks for")),
    ],
)
def test_one_line_is_installed(where, expected):
    event = Commanded("pinlight.installThis", FILE, offset(where))
    assert play(world_of(), event)[1] == [expected]


def test_a_line_without_a_requirement_says_so():
    world = world_of("# nothing\nflask\n-- .venv --\nflask 1\n")
    _, effects = play(world, Commanded("pinlight.installThis", FILE, 0))
    assert effects == [Say("information", "There is no requirement on this line")]


SYNC = Sync(
    ENV,
    Install(ENV, FILE, ("absent",)),
    ("stray",),
    (("flask", ()), ("requests", ()), ("absent", ())),
)


def test_sync_shows_what_it_does_and_asks_before_it_removes():
    world, effects = play(world_of(), Commanded("pinlight.syncEnvironment", FILE))
    assert effects == [Run(Trial(ENV, SYNC))]
    known = Trial(ENV, SYNC, Outcome((("absent", "", "1.0"), ("stray", "1.0", ""))))
    world, effects = play(world, Ran(known, True, "It does things"))
    [ask] = effects
    assert isinstance(ask, Ask)
    assert (ask.question, ask.choices) == ("Syncing `.venv`: It does things", ("Go ahead",))
    agreed, effects = play(world, Replied(ask.id, "Go ahead"))
    assert effects == [Run(SYNC)]
    assert agreed.asked == {}
    left, effects = play(world, Replied(ask.id, ""))
    assert (effects, left.asked, left.running) == ([], {}, ())


def test_what_cannot_be_told_is_not_removed():
    world = world_of("flask\n-r https://h.example/more.txt\n-- .venv --\nflask 1\nother 1\n")
    _, effects = play(world, Commanded("pinlight.syncEnvironment", FILE))
    reason = "`https://h.example/more.txt` is not read"
    told = f"It cannot be told what `.venv` needs: {reason}; nothing was changed"
    assert effects == [Say("warning", told)]


def test_in_sync_there_is_nothing_to_do():
    world = world_of("flask\n-- .venv --\nflask 1\n")
    _, effects = play(world, Commanded("pinlight.syncEnvironment", FILE))
    assert effects == [Say("information", "`.venv` holds exactly what its files ask for")]


def test_the_package_to_upgrade_is_asked_for_what_the_file_names_first():
    world, effects = play(world_of(), Commanded("pinlight.upgradePackage", FILE))
    [ask] = effects
    assert ask.choices[:2] == ("flask", "requests")
    assert ask.details[:2] == ("3.0", "2.31")
    _, effects = play(world, Replied(ask.id, "flask"))
    assert effects == [Run(Install(ENV, FILE, ("flask>=2",), upgrade=("flask",)))]


@pytest.mark.parametrize(
    ("package", "line"), [("flask", "flask>=2"), ("click", "click"), ("flask==2.1", "flask==2.1")]
)
def test_a_package_is_upgraded_or_downgraded_at_once(package, line):
    event = Commanded("pinlight.upgradePackage", FILE, package=package, prefix=ENV)
    name = package.partition("==")[0]
    expected = Install(ENV, FILE, (line,), upgrade=(name,))
    assert play(world_of(), event)[1] == [Run(expected)]


def test_removing_a_package_tells_what_then_conflicts():
    event = Commanded("pinlight.uninstallPackage", FILE, package="click", prefix=ENV)
    world, effects = play(world_of(), event)
    operation = Uninstall(ENV, ("click",), FILE)
    assert effects == [Run(Trial(ENV, operation))]
    known = Trial(ENV, operation, Outcome((("click", "8.1", ""),), ("conflict",)))
    _, effects = play(world, Ran(known, True, "It removes `click` 8.1. Then conflict"))
    assert effects[0].question.endswith("It removes `click` 8.1. Then conflict")
    gone = Commanded("pinlight.uninstallPackage", FILE, package="gone", prefix=ENV)
    assert play(world, gone)[1] == [Say("information", "`.venv` holds no `gone`")]


def test_pip_is_upgraded_where_it_is():
    _, effects = play(world_of(), Commanded("pinlight.upgradePip", FILE))
    assert effects == [Run(Install(ENV, FILE, ("pip",), upgrade=("pip",)))]
    without = world_of("flask\n-- .venv --\nflask 1\n")
    _, effects = play(without, Commanded("pinlight.upgradePip", FILE))
    assert effects == [Say("information", "`.venv` has no pip: uv installs without it")]


@pytest.mark.parametrize(
    ("choice", "then"),
    [
        ("Empty", None),
        ("What the files ask for", Install(ENV, FILE, ("flask>=2", "requests", "absent"))),
        (
            "The same packages",
            Install(ENV, FILE, ("click==8.1", "flask==3.0", "requests==2.31", "stray==1.0")),
        ),
    ],
)
def test_an_environment_is_made_anew_with_what_is_chosen(choice, then):
    world, effects = play(world_of(), Commanded("pinlight.recreateEnvironment", FILE))
    [ask] = effects
    assert choice in ask.choices
    _, effects = play(world, Replied(ask.id, choice))
    minor = world.environments[ENV].python.rpartition(".")[0]
    assert effects == [Run(Create(ENV, minor, "", then, replaces=True))]


def test_deleting_asks_first():
    world, effects = play(world_of(), Commanded("pinlight.deleteEnvironment", FILE))
    [ask] = effects
    assert ask.question == "Delete `.venv` with its 5 packages? This cannot be undone"
    assert play(world, Replied(ask.id, ""))[1] == []
    assert play(world, Replied(ask.id, "Delete"))[1] == [Run(Delete(ENV))]


def test_freezing_asks_for_the_file():
    world, effects = play(world_of(), Commanded("pinlight.freeze", FILE))
    [ask] = effects
    assert (
        dict(zip(ask.choices, ask.details, strict=True))["requirements.txt"] == "replaces the file"
    )
    _, effects = play(world, Replied(ask.id, "constraints.txt"))
    assert effects == [Run(Freeze(ENV, "/w/constraints.txt"))]


def test_a_lock_is_written_by_the_project():
    world = world_of("-- pyproject.toml --\n[project]\nname = 'x'\nversion = '1'\n-- .venv --\n")
    path = "/w/pyproject.toml"
    _, effects = play(world, Commanded("pinlight.lock", path))
    assert effects == [Run(Relock(world.choices[path].prefix, path))]


def test_what_only_the_global_python_holds_is_told():
    world = world_of()
    resolution = world.resolutions[FILE]._replace(
        elsewhere={"absent": "/usr", "other": "/w/x/.venv"}, global_prefixes=frozenset(("/usr",))
    )
    event = Commanded("pinlight.checkGlobal", FILE)
    _, effects = play(world._replace(resolutions={FILE: resolution}), event)
    told = "Only installed globally, where `.venv` does not see it: `absent` in `/usr`"
    assert effects == [Say("warning", told)]
    _, effects = play(world, event)
    told = "No global Python holds what `.venv` lacks for requirements.txt"
    assert effects == [Say("information", told)]


@pytest.mark.parametrize("count", [19, 20])
def test_a_big_installation_is_shown_before(count):
    names = "\n".join(f"    p{number}" for number in range(count))
    world = world_of(f"{names}\n    -- .venv --\n    flask 1\n")
    _, [run] = play(world, Commanded("pinlight.installMissing", FILE))
    assert isinstance(run.operation, Trial) == (count == 20)
    _, [run] = play(
        world._replace(settings=DEFAULT._replace(ask_from=0)),
        Commanded("pinlight.installMissing", FILE),
    )
    assert isinstance(run.operation, Install)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (Outcome((("a", "", "1"),)), "run"),
        (Outcome((("a", "1", "2"),), ("`b` 1 requires `a<2`",)), "ask"),
        (Outcome((("a", "1", ""),)), "ask"),
        (Outcome(tuple((f"a{number}", "", "1") for number in range(20))), "ask"),
        (Outcome(()), "say"),
        (Outcome((), unknown="nobody knows"), "ask"),
    ],
)
def test_what_turns_out_small_goes_ahead(outcome, expected):
    install = Install(ENV, lines=("a",))
    world, _ = play(world_of(), Ordered(Trial(ENV, install)))
    world, [effect] = play(world, Ran(Trial(ENV, install, outcome), True, "told"))
    assert type(effect).__name__.lower() == expected
    assert (world.running == (install,)) == (expected == "run")


def test_a_trial_that_fails_says_why_and_changes_nothing():
    trial = Trial(ENV, Install(ENV, lines=("a",)))
    world, _ = play(world_of(), Ordered(trial))
    world, effects = play(world, Ran(trial, False, "no such package"))
    assert effects == [Say("error", "no such package")]
    assert (world.running, world.queue, world.asked) == ((), (), {})


@pytest.mark.parametrize("name", ["pinlight.syncEnvironment", "pinlight.freeze"])
def test_without_an_environment_it_is_said(name):
    world = world_of("flask\n")
    _, effects = play(world, Commanded(name, FILE))
    assert effects == [Say("information", "No environment serves requirements.txt")]


def test_every_file_can_be_checked_under_the_options_of_the_file():
    world = world_of(
        PROJECT.replace("    flask>=2", "    --index-url https://i.example/x\n    flask")
    )
    _, effects = play(world, Commanded("pinlight.repair", FILE))
    check = Install(ENV, FILE, options=("--index-url https://i.example/x",))
    assert effects == [Run(Repair(ENV, check=check))]
