"""Event stories: what the world wants done after each thing that happens."""

from collections.abc import Iterable
from typing import NamedTuple

import pytest

from pinlight import environments
from pinlight.model import Choice, Install, Tools
from pinlight.settings import DEFAULT
from pinlight.world import step
from pinlight.world.state import (
    Answered,
    Ask,
    Await,
    Based,
    Changed,
    Chosen,
    Closed,
    Commanded,
    Configured,
    Effect,
    Event,
    FoldersSet,
    Idle,
    Loaded,
    Looked,
    Opened,
    Ordered,
    Placed,
    Publish,
    Ran,
    Read,
    Refresh,
    Remember,
    Replied,
    Requested,
    Run,
    Say,
    Scanned,
    Selected,
    Touched,
    Trusted,
    Walked,
    World,
)
from tree import Tree, environment_files

FILE = "/w/requirements.txt"
ENV = "/w/.venv"


def environment(*distributions: str, prefix: str = ENV):
    return environments.read(prefix, Tree(environment_files(prefix, list(distributions))))


def looked(path: str = FILE, prefix: str = ENV, suggested: str = "") -> Answered:
    choice = Choice(path, prefix, "because", suggested)
    return Answered((Looked(choice, DEFAULT, ({"/w": 1},)),))


def scanned(*distributions: str, prefix: str = ENV) -> Answered:
    read = environment(*distributions, prefix=prefix)
    return Answered((Scanned(read, {f"{prefix}/lib": 1}),))


def loaded(path: str, text: str | None, reason: str = "") -> Answered:
    return Answered((Loaded(path, text, reason),))


class Shown(NamedTuple):
    """A Publish, as short as a story wants it."""

    path: str
    version: int | None
    codes: tuple[str, ...]


def play(world: World, *events: Event) -> tuple[World, list[Effect | Shown]]:
    """Feed the events and return the last world and all effects, Refresh and Await left out."""
    effects: list[Effect | Shown] = []
    for event in events:
        world, more = step(world, event)
        effects += _short(more)
    return world, effects


def _short(effects: Iterable[Effect]) -> Iterable[Effect | Shown]:
    for effect in effects:
        if isinstance(effect, Publish):
            codes = tuple(problem.code for problem in effect.problems)
            yield Shown(effect.path, effect.version, codes)
        elif not isinstance(effect, (Refresh, Await)):
            yield effect


@pytest.fixture
def served() -> World:
    """One open file, satisfied by its environment."""
    world, _ = play(
        World(folders=("/w",), is_trusted=True),
        Opened(FILE, "flask==3.0\n", 1),
        looked(),
        scanned("flask 3.0"),
        Idle(),
    )
    return world


def test_nothing_is_published_before_the_environment_was_looked_at() -> None:
    world, effects = play(World(), Opened(FILE, "flask\n", 1), Idle())
    assert effects == [Read("choice", FILE)]
    world, effects = play(world, looked(), Idle())
    assert effects == [Read("environment", ENV)]
    world, effects = play(world, scanned(), Idle())
    assert effects == [Shown(FILE, 1, ("missing-package",))]


def test_an_environment_that_comes_along_with_a_choice_of_it_is_not_asked_for_again() -> None:
    both = Answered((*looked().answers, *scanned("flask 3.0").answers))
    _, effects = play(World(), Opened(FILE, "flask\n", 1), both, Idle())
    assert effects == [Read("choice", FILE), Shown(FILE, 1, ())]


def test_a_satisfied_file_is_published_once_and_empty() -> None:
    _, effects = play(
        World(), Opened(FILE, "flask\n", 1), looked(), scanned("flask 3.0"), Idle(), Idle()
    )
    assert effects[-1] == Shown(FILE, 1, ())
    assert effects.count(Shown(FILE, 1, ())) == 1


def test_an_open_file_without_an_environment_shows_one_problem() -> None:
    _, effects = play(World(), Opened(FILE, "a\nb\nc\n", 1), looked(prefix=""), Idle())
    assert effects == [Read("choice", FILE), Shown(FILE, 1, ("no-environment",))]


def test_so_many_files_are_judged_before_input_is_looked_at_again() -> None:
    files = [f"/w/{number}/requirements.txt" for number in range(9)]
    world, _ = play(
        World(folders=("/w",)),
        Answered((Walked("/w", tuple(files)), *(Loaded(path, "lost\n") for path in files))),
        Answered(tuple(Looked(Choice(path, ENV, "because"), DEFAULT) for path in files)),
        scanned(),
    )
    for count in (4, 4, 1, 0):
        world, effects = play(world, Idle(4))
        assert len(effects) == count
    assert not world.stale


def test_a_burst_of_changes_is_judged_once(served: World) -> None:
    changes = [Changed(FILE, f"flask=={n}\n", n) for n in range(2, 50)]
    _, effects = play(served, *changes, Idle())
    assert effects == [Shown(FILE, 49, ("wrong-version",))]


def test_a_change_that_moves_no_problem_publishes_nothing(served: World) -> None:
    _, effects = play(served, Changed(FILE, "flask==3.0 # ok\n", 2), Idle())
    assert effects == []


def test_problems_are_told_again_when_the_text_moves_them(served: World) -> None:
    world, _ = play(served, Changed(FILE, "x\nflask==3.0\n", 2), Idle())
    _, effects = play(world, Changed(FILE, "x\n\nflask==3.0\n", 3), Idle())
    assert effects == [Shown(FILE, 3, ("missing-package",))]


def test_an_equal_scan_publishes_nothing(served: World) -> None:
    _, effects = play(served, scanned("flask 3.0"), Idle())
    assert effects == []


def test_an_uninstall_in_a_terminal_shows(served: World) -> None:
    world, effects = play(served, Touched((f"{ENV}/lib",)))
    assert effects == [Read("environment", ENV)]
    _, effects = play(world, scanned(), Idle())
    assert effects == [Shown(FILE, 1, ("missing-package",))]


def test_a_new_environment_beside_the_file_is_noticed(served: World) -> None:
    _, effects = play(served, Touched(("/w",)))
    assert effects == [Read("choice", FILE), Read("names", "/w")]


def test_what_two_choices_share_makes_both_anew_and_what_one_rests_on_only_that_one() -> None:
    above, first, second = {"/w": 1, "/w/.venv/pyvenv.cfg": 1}, {"/w/a": 1}, {"/w/b": 1}
    files = ("/w/a/requirements.txt", "/w/b/requirements.txt")
    choices = [Choice(path, ENV, "because") for path in files]
    world, _ = play(
        World(folders=("/w",)),
        Answered((Walked("/w", files), *(Loaded(path, "flask\n") for path in files))),
        Answered((Looked(choices[0], DEFAULT, (above, first)),)),
        Answered((Looked(choices[1], DEFAULT, (above, second)),)),
        scanned("flask 3.0"),
    )
    both = [Read("choice", path) for path in files]
    for path in above:
        _, effects = play(world, Touched((path,)))
        assert [it for it in effects if it.what == "choice"] == both
    for path, read in zip(("/w/a", "/w/b"), both, strict=True):
        _, effects = play(world, Touched((path,)))
        assert [it for it in effects if it.what == "choice"] == [read]
    _, effects = play(world, Touched(("/w/c",)))
    assert effects == []
    above_then = {"/w": 2, "/w/.venv/pyvenv.cfg": 1}
    world, _ = play(world, Answered((Looked(choices[0], DEFAULT, (above_then,)),)))
    assert play(world, Touched(("/w/a",)))[1] == [
        Read("names", "/w/a")
    ]  # It no longer rests on it.


def test_the_editor_wins_over_the_disk(served: World) -> None:
    _, effects = play(served, Touched((FILE,)), loaded(FILE, "other\n"), Idle())
    assert effects == []


def test_closing_gives_the_file_back_to_the_disk(served: World) -> None:
    world, _ = play(served, Answered((Walked("/w", (FILE,)),)))
    world, effects = play(world, Changed(FILE, "unsaved\n", 2), Closed(FILE))
    assert effects == [Read("file", FILE)]
    _, effects = play(world, loaded(FILE, "flask==2\n"), Idle())
    assert effects == [Shown(FILE, None, ("wrong-version",))]


def test_closing_a_file_of_no_folder_takes_its_problems_back() -> None:
    stray = "/elsewhere/requirements.txt"
    world, _ = play(World(folders=("/w",)), Opened(stray, "a\n", 1), looked(stray, ""), Idle())
    _, effects = play(world, Closed(stray))
    assert effects == [Shown(stray, None, ())]


def test_a_closed_file_shows_problems_only_with_an_environment() -> None:
    world, effects = play(
        World(), FoldersSet(("/w",)), Answered((Walked("/w", (FILE,)),)), loaded(FILE, "flask\n")
    )
    assert effects == [Read("folder", "/w"), Read("file", FILE), Read("choice", FILE)]
    _, effects = play(world, looked(prefix=""), Idle())
    assert effects == []
    _, effects = play(world, looked(), scanned(), Idle())
    assert effects == [Read("environment", ENV), Shown(FILE, None, ("missing-package",))]


def test_closed_files_can_be_left_out() -> None:
    calm = DEFAULT._replace(closed_files=False)
    looked_at = Answered((Looked(Choice(FILE, ENV, "because"), calm),))
    walked = Answered((Walked("/w", (FILE,)),))
    _, effects = play(World(), walked, loaded(FILE, "x\n"), looked_at, scanned(), Idle())
    assert not any(isinstance(effect, Shown) for effect in effects)


def test_a_file_that_vanishes_takes_its_problems_back(served: World) -> None:
    world, _ = play(served, Answered((Walked("/w", (FILE,)),)), Changed(FILE, "x\n", 2), Idle())
    _, effects = play(world, Closed(FILE), loaded(FILE, None, "missing"), Idle())
    assert effects[1:] == [Shown(FILE, None, ())]


def test_a_lock_that_comes_or_changes_is_seen_from_its_declarations() -> None:
    """The file of declarations offers what its lock makes possible."""
    declared, lock = "/w/pyproject.toml", "/w/uv.lock"
    world, _ = play(
        World(folders=("/w",), is_trusted=True),
        Opened(declared, '[project]\nname = "shop"\ndependencies = []\n', 1),
        looked(declared),
        scanned("flask 3.0"),
        Idle(),
    )
    assert world.resolutions[declared].lock is None
    walked = Answered((Walked("/w", (lock,)),))
    for text in ("version = 1\n", "version = 2\n"):
        world, _ = play(world, walked, loaded(lock, text), looked(lock), Idle())
        found = world.resolutions[declared].lock
        assert found is not None
        assert found.text == text
    world, _ = play(world, Touched((lock,)), loaded(lock, None, "missing"), Idle())
    assert world.resolutions[declared].lock is None


def test_an_include_is_read_and_judged_with_its_includer() -> None:
    world, effects = play(World(folders=("/w",)), Opened(FILE, "-r base.txt\n", 1), looked())
    assert Read("file", "/w/base.txt") in effects
    world, effects = play(world, scanned(), Idle())
    assert effects == []  # What the file includes is not known yet.
    world, effects = play(world, loaded("/w/base.txt", "flask\n"), Idle())
    assert effects == [Read("choice", "/w/base.txt"), Shown(FILE, 1, ("missing-package",))]
    _, effects = play(world, looked("/w/base.txt"), Idle(), Idle())  # The open file first.
    assert Shown("/w/base.txt", None, ("missing-package",)) in effects
    assert Shown(FILE, 1, ()) in effects  # The included file shows it itself now.


def test_an_include_that_is_missing_is_told_and_found_again() -> None:
    world, effects = play(
        World(folders=("/w",)),
        Opened(FILE, "-r base.txt\n", 1),
        looked(),
        scanned(),
        loaded("/w/base.txt", None, "missing"),
        Idle(),
    )
    assert effects[-1] == Shown(FILE, 1, ("missing-file",))
    _, effects = play(world, Touched(("/w/base.txt",)), loaded("/w/base.txt", ""), Idle())
    assert effects[0] == Read("file", "/w/base.txt")
    assert Shown(FILE, 1, ()) in effects


def based(folder: str, path: str = FILE) -> Answered:
    return Answered((Based(path, folder, {f"{folder}/pyproject.toml": 1}),))


def test_a_local_path_that_is_missing_is_told() -> None:
    world, effects = play(World(), Opened(FILE, "./pkg\n", 1))
    assert Read("place", "/w/pkg") in effects
    _, effects = play(
        world,
        looked(),
        scanned(),
        based("/w"),
        Answered((Placed("/w/pkg", "missing"),)),
        Idle(),
    )
    assert "missing-file" in effects[-1].codes


def test_a_relative_path_starts_in_the_folder_that_the_disk_suggests() -> None:
    file = "/w/requirements/dev.txt"
    world, effects = play(World(folders=("/w",)), Opened(file, "flask\n-e ./pkg\n", 1))
    assert Read("base", file) in effects
    gone = Answered((Placed("/w/requirements/pkg", "missing"),))
    world, effects = play(world, looked(file), scanned("flask 3.0", "pkg 1.0"), gone, Idle())
    assert not any(isinstance(it, Shown) for it in effects)  # Where it starts is not known yet.
    world, effects = play(world, based("/w", file), Idle())
    assert Read("place", "/w/pkg") in effects
    assert "missing-file" not in effects[-1].codes
    world, effects = play(world, Changed(file, "flask\nidna\n-e ./pkg\n", 2), Idle())
    assert [it.path for it in world.manifests[file].dependencies if it.path] == ["/w/pkg"]
    assert Read("base", file) not in effects
    _, effects = play(world, Touched(("/w/pyproject.toml",)))
    assert Read("base", file) in effects


def test_one_change_at_a_time_per_environment(served: World) -> None:
    first, second, other = (
        Install(ENV, lines=("a",)),
        Install(ENV, lines=("b",)),
        Install("/w/.venv-b", lines=("c",)),
    )
    world, effects = play(served, Ordered(first), Ordered(second), Ordered(other))
    assert effects == [Run(first), Run(other)]
    _, effects = play(world, Ran(first, True, ""))
    assert Run(second) in effects


def test_nothing_flickers_while_an_install_runs(served: World) -> None:
    install = Install(ENV, lines=("x",))
    world, effects = play(
        served, Ordered(install), Touched((f"{ENV}/lib", "/w")), scanned(), Idle()
    )
    assert effects == [Run(install), Read("names", "/w")]
    _, effects = play(world, Ran(install, True, ""))
    assert effects[:2] == [Read("environment", ENV), Read("choice", FILE)]


def test_a_failed_change_is_told_and_a_cancelled_one_is_not(served: World) -> None:
    install = Install(ENV, lines=("x",))
    _, effects = play(served, Ordered(install), Ran(install, False, "no such package"))
    assert Say("error", "no such package") in effects
    _, effects = play(served, Ordered(install), Ran(install, False, "stopped", True))
    assert not any(isinstance(effect, Say) for effect in effects)


def test_trust_is_asked_for_once_before_the_first_command(served: World) -> None:
    world = served._replace(is_trusted=None)
    install = Install(ENV, lines=("x",))
    world, effects = play(world, Ordered(install))
    [ask] = effects
    assert isinstance(ask, Ask)
    world, effects = play(world, Replied(ask.id, ask.choices[0]))
    assert effects == [Run(install)]
    other = Install("/w/.venv-b", lines=("x",))
    _, effects = play(world, Ordered(other))
    assert effects == [Run(other)]


@pytest.mark.parametrize("answer", ["", "no"])
def test_without_trust_nothing_is_run(served: World, answer: str) -> None:
    world, [ask] = play(served._replace(is_trusted=None), Ordered(Install(ENV)))
    assert isinstance(ask, Ask)
    _, effects = play(world, Replied(ask.id, answer))
    assert [type(effect) for effect in effects] == [Say]
    _, effects = play(served, Trusted(False), Ordered(Install(ENV)))
    assert [type(effect) for effect in effects] == [Say]


def test_an_action_that_was_offered_is_carried_out() -> None:
    world, _ = play(World(is_trusted=True), Opened(FILE, "flask\n", 1), looked(), scanned(), Idle())
    from pinlight.fixes import actions
    from pinlight.text import Span

    [install] = [
        action
        for action in actions(world.resolutions[FILE], world.problems[FILE], Span(0, 0), Tools())
        if action.is_preferred
    ]
    _, effects = play(world, Chosen(FILE, install.id))
    assert effects == [Run(install.do)]
    world, _ = play(world, scanned("flask 3.0"), Idle())
    _, effects = play(world, Chosen(FILE, install.id))
    assert [type(effect) for effect in effects] == [Say]


def test_a_selected_environment_is_remembered_and_looked_at(served: World) -> None:
    _, effects = play(served, Selected(FILE, "/w/.venv-b"))
    assert effects == [Remember({FILE: "/w/.venv-b"}), Read("choice", FILE)]


def test_select_environment_asks_among_those_that_are_known(served: World) -> None:
    world, [ask] = play(served, Commanded("pinlight.selectEnvironment", FILE))
    assert isinstance(ask, Ask)
    assert ENV in ask.choices
    _, effects = play(world, Replied(ask.id, ENV))
    assert effects[0] == Remember({FILE: ENV})


def test_why_this_environment(served: World) -> None:
    _, [say] = play(served, Commanded("pinlight.whyThisEnvironment"))
    assert say == Say("information", "`.venv` serves requirements.txt: because")


def test_settings_are_looked_at_again_when_they_change(served: World) -> None:
    _, effects = play(served, Configured(DEFAULT._replace(groups=("test",))))
    assert effects == [Read("choice", FILE)]
    _, effects = play(served, Configured(DEFAULT))
    assert effects == []


def test_a_folder_whose_own_settings_name_other_files_is_walked_again() -> None:
    world, _ = play(World(), FoldersSet(("/w", "/x")))
    more = DEFAULT._replace(files=("*.pip",))
    world, effects = play(world, Configured(DEFAULT, {"/x": more}))
    assert effects == [Read("folder", "/x")]
    _, effects = play(world, Configured(more, {"/x": more}))
    assert effects == [Read("folder", "/w")]


def test_a_folder_that_leaves_the_workspace_takes_its_problems_along() -> None:
    world, _ = play(
        World(folders=("/w",)),
        Answered((Walked("/w", (FILE,)),)),
        loaded(FILE, "flask\n"),
        looked(),
        scanned(),
        Idle(),
    )
    _, effects = play(world, FoldersSet(()))
    assert effects == [Shown(FILE, None, ())]


def test_the_command_line_names_files_of_any_name() -> None:
    path = "/w/what-we-need"
    world = World(folders=("/w",), is_everything_open=True)
    world, effects = play(world, Requested(path))
    assert effects == [Read("file", path), Read("choice", path)]
    _, effects = play(world, loaded(path, "flask\n"), looked(path), scanned(), Idle())
    assert effects[-1] == Shown(path, None, ("missing-package",))


def test_select_environment_lists_what_is_offered_and_global_pythons_last(served: World) -> None:
    from pinlight.model import Candidate

    offered = (
        Candidate("/usr", "global", ""),
        Candidate("/conda/envs/x", "conda", "", "", True),
        Candidate("/w/.tox/py312", "venv", "/w", "", True),
    )
    walked = Walked("/w", (), ("/w/b/.venv",), offered=offered)
    _, [ask] = play(served, Answered((walked,)), Commanded("pinlight.selectEnvironment", FILE))
    assert isinstance(ask, Ask)
    assert ask.choices == (
        ENV,
        "/w/b/.venv",
        "/conda/envs/x",
        "/w/.tox/py312",
        "/usr",
        "No environment",
    )
    assert ask.details == (
        "Python 3.12.1, venv, serves it now",
        "",
        "conda",
        "venv",
        "global",
        "",
    )
