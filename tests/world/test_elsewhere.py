"""A package that is missing here and lies in another environment is told, with where."""

import pytest

from fixture import parse_project
from format_shapes import SHAPES
from pinlight import environments
from pinlight.fixes import actions
from pinlight.model import Candidate, Choice, Select, Tools
from pinlight.rules import diagnose
from pinlight.settings import DEFAULT
from pinlight.text import Span
from pinlight.words import short
from pinlight.world import elsewhere, step
from pinlight.world.state import (
    Answered,
    Chosen,
    Idle,
    Looked,
    Opened,
    Read,
    Remember,
    Scanned,
    Walked,
    World,
)
from tree import Tree, conda_files, environment_files

FILE, ENV = "/w/a/requirements.txt", "/w/a/.venv"


def scanned(prefix, *lines, kind=""):
    tree = Tree(environment_files(prefix, list(lines)))
    read = environments.read(prefix, tree)
    return Scanned(read._replace(kind=kind) if kind else read)


def play(world, *events):
    effects = []
    for event in events:
        world, more = step(world, event)
        effects += more
    return world, effects


def opened(*answers, text="flask\n"):
    """Return a world with one open file whose environment is empty, after `answers`."""
    return play(
        World(folders=("/w",)),
        Opened(FILE, text, 1),
        Answered((Looked(Choice(FILE, ENV, "because"), DEFAULT), *answers)),
        Answered((scanned(ENV),)),
        Idle(),
    )


def messages(world):
    return [problem.message for problem in world.problems[FILE]]


def test_another_environment_of_the_workspace_is_named():
    world, _ = opened(scanned("/w/.venv", "flask 3.0"), scanned("/usr", "flask 2.0", kind="global"))
    assert messages(world) == ["`flask` is not installed in `.venv`, only in `../.venv`"]


def test_the_global_python_is_named_as_such():
    world, _ = opened(scanned("/usr", "flask 2.0", kind="global"))
    [message] = messages(world)
    assert message == "`flask` is not installed in `.venv`, only in the global Python `/usr`"


def test_the_environment_nearest_the_file_is_named():
    world, _ = opened(scanned("/w/b/.venv", "flask 3"), scanned("/w/a/env", "flask 3"))
    assert world.resolutions[FILE].elsewhere == {"flask": "/w/a/env"}


def test_nothing_is_looked_for_where_nothing_is_missing():
    offered = (Candidate("/usr", "global", ""),)
    world, effects = opened(Walked("/w", (), offered=offered), text="flask; os_name == 'nt'\n")
    assert not world.resolutions[FILE].elsewhere
    assert Read("environment", "/usr") not in effects


def test_the_global_python_is_read_once_something_is_missing():
    offered = (Candidate("/w/x", "venv", ""), Candidate("/usr", "global", ""))
    world, effects = opened(Walked("/w", (), offered=offered))
    assert effects[-3:].count(Read("environment", "/usr")) == 1
    world, effects = play(world, Answered((scanned("/usr", "flask 2.0", kind="global"),)), Idle())
    assert messages(world) == [
        "`flask` is not installed in `.venv`, only in the global Python `/usr`"
    ]
    assert Read("environment", "/usr") not in effects


def test_one_action_lets_the_other_environment_serve_the_file():
    world, _ = opened(scanned("/w/.venv", "flask 3.0", "click 8"), text="flask\nclick\nnone\n")
    resolution, problems = world.resolutions[FILE], world.problems[FILE]
    found = actions(resolution, problems, Span(0, 99), Tools())
    [use] = [it for it in found if isinstance(it.do, Select)]
    assert use.title == "Use the environment `../.venv` for this file"
    assert [problem.about for problem in use.solves] == ["flask", "click"]
    _, effects = play(world, Chosen(FILE, use.id))
    assert effects[0] == Remember({FILE: "/w/.venv"})


def test_no_action_selects_a_global_python():
    world, _ = opened(scanned("/usr", "flask 3.0", kind="global"))
    found = actions(world.resolutions[FILE], world.problems[FILE], Span(0, 99), Tools())
    assert not any(isinstance(it.do, Select) for it in found)


def test_a_package_of_conda_is_looked_for_in_other_environments_of_conda():
    project = parse_project("""
        -- environment.yml --
        dependencies:
          - numpy
          - scipy
          - pip:
              - flask
        -- env (conda) --
    """)
    resolution = project.resolution("environment.yml")
    machine = {
        **conda_files("/w/other", ["numpy 1.26.4 py312_0", "flask 3.0.2"]),
        **environment_files("/w/.venv", ["numpy 1.26.4", "scipy 1.11", "flask 3.0.2"]),
    }
    tree = Tree(machine)
    found = {it: environments.read(it, tree) for it in ("/w/other", "/w/.venv")}
    told, _ = elsewhere.told(World(environments=found), resolution)
    assert told.elsewhere == {"numpy": "/w/other", "flask": "/w/other"}


@pytest.mark.parametrize("place", SHAPES)
def test_every_format_tells_where_a_missing_package_lies_and_lets_that_one_serve(place):
    """A file of conda's own is told only of conda's environments: no other kind can serve it."""
    shape = SHAPES[place]
    is_conda = shape.environment != ".venv"
    settings = dict(shape.settings)
    text = shape.project([("flask", "")], "click 8 h1_0" if is_conda else "click 8")
    resolution = parse_project(text, settings=settings).resolution(shape.file)
    machine = {
        **conda_files("/w/other/env", ["flask 3.0.2 h1_0", "flask 3.0.2"]),
        **environment_files("/w/other/.venv", ["flask 3.0.2"]),
        **environment_files("/usr", ["flask 3.0.2"]),
    }
    kinds = {"/w/other/env": "conda", "/w/other/.venv": "venv", "/usr": "global"}
    found = {it: environments.read(it, Tree(machine), kind) for it, kind in kinds.items()}
    expected = "/w/other/env" if is_conda else "/w/other/.venv"
    found.pop("/w/other/.venv" if is_conda else "/w/other/env")
    for others, where in (
        (found, f"`{short(expected, resolution.manifest.path)}`"),
        ({"/usr": found["/usr"]}, "the global Python `/usr`"),
    ):
        if is_conda and expected not in others:
            continue
        told, _ = elsewhere.told(World(environments=others), resolution)
        problems = tuple(diagnose(told, DEFAULT))
        [missing] = [it for it in problems if it.code == "missing-package"]
        env = short(resolution.choice.prefix, resolution.manifest.path)
        assert missing.message == f"`flask` is not installed in `{env}`, only in {where}"
        uses = [it.do for it in actions(told, problems, missing.span, Tools()) if "Use" in it.title]
        is_global = expected not in others
        assert uses == ([] if is_global else [Select(resolution.manifest.path, expected)])
