"""Create Environment asks in an order that a user knows, and only what has more than one answer."""

import pytest

from pinlight import environments
from pinlight.model import Choice, Create, Install, Tools
from pinlight.settings import DEFAULT
from pinlight.world import step
from pinlight.world.state import (
    Answered,
    Ask,
    Commanded,
    Equipped,
    Event,
    Idle,
    Looked,
    Opened,
    Replied,
    Run,
    Say,
    Scanned,
    World,
)
from tree import Tree, environment_files

FILE = "/w/requirements.txt"
ENV = "/w/.venv"
COMMAND = Commanded("pinlight.createEnvironment", FILE)
UV = Tools(uv="/bin/uv")
ONE = (("3.13.0", "/py/bin/python3.13"),)
TWO = (*ONE, ("3.12.1", "/home/u/.pyenv/versions/3.12.1/bin/python"))


def play(world: World, *events: Event) -> tuple[World, list[object]]:
    effects: list[object] = []
    for event in events:
        world, effects = step(world, event)
    return world, effects


def opened(
    path: str = FILE, text: str = "flask\n", prefix: str = "", suggested: str = ENV
) -> tuple[Event, ...]:
    choice = Choice(path, prefix, "because", suggested)
    return Opened(path, text, 1), Answered((Looked(choice, DEFAULT),)), Idle()


def world(tools: Tools, **known: object) -> World:
    return World(folders=("/w",), is_trusted=True, tools=tools)._replace(**known)


def asked(effects: list[object]) -> Ask:
    [ask] = effects
    assert isinstance(ask, Ask), ask
    return ask


def created(effects: list[object]) -> Create:
    [run] = effects
    assert isinstance(run, Run), run
    assert isinstance(run.operation, Create)
    return run.operation


def test_nothing_is_asked_where_there_is_one_answer_only():
    _, effects = play(world(Tools(pythons=ONE)), *opened(), COMMAND)
    create = created(effects)
    assert (create.prefix, create.tool, create.python) == (ENV, "pip", "/py/bin/python3.13")
    assert create.then == Install(ENV, FILE, ("flask",))


def test_it_asks_for_the_tool_then_for_the_python():
    at, effects = play(world(UV._replace(pythons=TWO)), *opened(), COMMAND)
    ask = asked(effects)
    assert (ask.title, ask.question) == ("Create Environment", "Which tool creates `.venv`?")
    assert ask.choices == ("uv", "venv")
    assert ask.details[1] == "Creates `.venv` with Python's `venv`, installs with pip"
    at, effects = play(at, Replied(ask.id, "venv"))
    ask = asked(effects)
    assert ask.question == "Which Python for `.venv`?"
    assert ask.choices == ("Python 3.13.0", "Python 3.12.1 from pyenv")
    _, effects = play(at, Replied(ask.id, "Python 3.12.1 from pyenv"))
    create = created(effects)
    assert (create.tool, create.python) == ("pip", TWO[1][1])


BACK = "back"


def answered(at: World, ask: Ask, choice: str) -> tuple[World, list[object]]:
    return play(
        at, Replied(ask.id, "", is_back=True) if choice == BACK else Replied(ask.id, choice)
    )


def test_each_question_can_be_asked_again_from_the_one_after_it():
    """Whoever goes back finds the question as it was, and what is chosen then counts."""
    files = (*opened(), *opened("/w/requirements-dev.txt", "rich\n"))
    at, effects = play(world(UV._replace(pythons=TWO)), *files, COMMAND)
    first = asked(effects)
    assert not first.has_back
    at, effects = answered(at, first, "venv")
    second = asked(effects)
    assert second.has_back
    at, effects = answered(at, second, "Python 3.13.0")
    third = asked(effects)
    assert (third.is_many, third.has_back) == (True, True)
    at, effects = answered(at, third, BACK)
    assert asked(effects) == second
    at, effects = answered(at, second, BACK)
    assert asked(effects) == first
    at, effects = answered(at, first, "uv")
    other = asked(effects)
    assert (other.question, other.has_back) == (second.question, True)
    at, effects = answered(at, other, "Python 3.12.1 from pyenv")
    _, effects = play(at, Replied(asked(effects).id, "", ("requirements.txt",)))
    assert (created(effects).tool, created(effects).python) == ("uv", TWO[1][1])


def test_before_the_first_question_there_is_none():
    at, effects = play(world(UV._replace(pythons=TWO)), *opened(), COMMAND)
    assert answered(at, asked(effects), BACK)[1] == []


def test_going_back_from_the_tool_offers_all_folders_again():
    """Also the one of the file from which all began, though another was chosen meanwhile."""
    api = opened("/w/api/requirements.txt", suggested="/w/api/.venv")
    at, effects = play(served("flask 3.0"), Equipped(UV._replace(pythons=TWO)), *api, COMMAND)
    folders = asked(effects)
    at, effects = answered(at, folders, "api")
    tools = asked(effects)
    assert tools.has_back
    assert asked(answered(at, tools, BACK)[1]) == folders


def test_uv_downloads_a_python_only_when_the_user_says_so():
    path = "/w/pyproject.toml"
    text = PROJECT.replace(">=3.11,<3.13", ">=3.14")
    at, effects = play(world(UV), *opened(path, text), COMMAND._replace(path=path))
    ask = asked(effects)
    assert (ask.choices, ask.details) == (("Python >=3.14",), ("uv downloads it",))
    _, effects = play(at, Replied(ask.id, "Python >=3.14"))
    create = created(effects)
    assert (create.allows_download, create.python, create.requires_python) == (True, "", ">=3.14")
    assert play(at, Replied(ask.id, ""))[1] == []


def test_conda_brings_its_python_and_has_a_name_of_its_own():
    tools = Tools(pythons=TWO, programs={"conda": "/c/conda", "virtualenv": "/v"})
    at, effects = play(world(tools), *opened(), COMMAND)
    ask = asked(effects)
    assert ask.choices == ("venv", "virtualenv", "conda")
    assert ask.details[2] == "Creates `.conda` with conda, which brings its own Python"
    _, effects = play(at, Replied(ask.id, "conda"))
    create = created(effects)
    assert (create.prefix, create.tool, create.python) == ("/w/.conda", "conda", "")
    assert create.then == Install("/w/.conda", FILE, ("flask",))


def test_a_setting_that_names_the_installer_has_answered():
    settings = DEFAULT._replace(installer="pip")
    tools = UV._replace(pythons=TWO)
    _, effects = play(world(tools, settings=settings), *opened(), COMMAND)
    assert asked(effects).question == "Which Python for `.venv`?"


def test_it_asks_among_what_was_looked_up_last():
    at, _ = play(world(Tools()), *opened())
    _, effects = play(at, Equipped(Tools(pythons=TWO)), COMMAND)
    assert asked(effects).choices == ("Python 3.13.0", "Python 3.12.1 from pyenv")


PROJECT = '[project]\nname = "a"\ndependencies = ["flask"]\nrequires-python = ">=3.11,<3.13"\n'


def test_pythons_that_the_project_forbids_come_last_and_home_is_short():
    pythons = (("3.13.0", "/home/u/py/3.13"), ("3.12", "/usr/bin/python3.12"), ("3.10.1", "/py"))
    path = "/w/pyproject.toml"
    known = world(Tools(pythons=pythons), variables={"HOME": "/home/u"})
    at, effects = play(known, *opened(path, PROJECT), COMMAND._replace(path=path))
    ask = asked(effects)
    assert list(zip(ask.choices, ask.details, strict=True)) == [
        ("Python 3.12 from system", "/usr/bin/python3.12"),
        ("Python 3.13.0", "~/py/3.13: not >=3.11,<3.13"),
        ("Python 3.10.1", "/py: not >=3.11,<3.13"),
    ]
    _, effects = play(at, Replied(ask.id, "Python 3.13.0"))
    assert created(effects).python == "/home/u/py/3.13"


def test_the_python_of_the_settings_stands_first_and_equal_ones_are_told_apart():
    pythons = (("3.13.0", "/a/python"), ("3.13.0", "/b/python"), ("3.12", "/c/python"))
    settings = DEFAULT._replace(python="3.12")
    _, effects = play(world(Tools(pythons=pythons), settings=settings), *opened(), COMMAND)
    assert asked(effects).choices == (
        "Python 3.12",
        "Python 3.13.0",
        "Python 3.13.0 (/b/python)",
    )


def test_it_asks_which_folder_when_several_lack_an_environment():
    at, _ = play(
        world(Tools(pythons=ONE)),
        *opened("/w/api/requirements.txt", "idna\n", suggested="/w/api/.venv"),
        *opened("/w/served/requirements.txt", "idna\n", prefix="/w/served/.venv"),
        *opened(),
    )
    at, effects = play(at, COMMAND)
    ask = asked(effects)
    assert ask.question == "Which folder gets an environment?"
    assert (ask.choices, ask.details) == (("w", "api"), ("requirements.txt",) * 2)
    _, effects = play(at, Replied(ask.id, "api"))
    create = created(effects)
    assert create.prefix == "/w/api/.venv"
    assert create.then == Install("/w/api/.venv", "/w/api/requirements.txt", ("idna",))


GROUPS = """[build-system]
requires = ["hatchling"]
[project]
name = "shop"
dependencies = ["flask", "idna", "rich", "attrs"]
[project.optional-dependencies]
docs = ["sphinx"]
[dependency-groups]
dev = ["pytest"]
lint = [{include-group = "dev"}, "ruff"]
"""
WHAT = (
    "pyproject.toml",
    "extra docs",
    "group dev",
    "group lint",
    "shop itself",
    "requirements-ci.txt",
)


def contents() -> tuple[World, Ask]:
    path = "/w/pyproject.toml"
    at, effects = play(
        world(Tools(pythons=ONE)),
        *opened("/w/requirements-ci.txt", "--no-binary urllib3\nurllib3\n"),
        *opened(path, GROUPS),
        COMMAND._replace(path=path),
    )
    return at, asked(effects)


def test_it_asks_which_files_extras_and_groups_to_install():
    _, ask = contents()
    assert ask.is_many
    assert ask.question == "What is installed into `.venv`?"
    assert sorted(ask.choices) == sorted(WHAT)
    assert ask.choices[0] == "pyproject.toml"
    assert ask.details[0] == "flask, idna, rich and 1 more"
    assert ask.details[ask.choices.index("group lint")] == "pytest, ruff"
    assert ask.taken == ("pyproject.toml", "group dev")


@pytest.mark.parametrize(
    ("taken", "lines"),
    [
        (("pyproject.toml",), ("flask", "idna", "rich", "attrs")),
        (("group lint", "extra docs"), ("sphinx", "pytest", "ruff")),
        (("requirements-ci.txt", "shop itself"), ("urllib3", "-e /w")),
    ],
)
def test_exactly_what_was_taken_is_installed(taken, lines):
    at, ask = contents()
    _, effects = play(at, Replied(ask.id, "", taken))
    then = created(effects).then
    assert then is not None
    assert sorted(then.lines) == sorted(lines)
    assert then.options == (("--no-binary urllib3",) if "requirements-ci.txt" in taken else ())


def test_taking_nothing_creates_an_empty_environment_and_walking_away_none():
    at, ask = contents()
    _, effects = play(at, Replied(ask.id, "", ()))
    assert created(effects).then is None
    assert play(at, Replied(ask.id, ""))[1] == []


def served(*distributions: str, kind: str = "") -> World:
    read = environments.read(ENV, Tree(environment_files(ENV, list(distributions))))
    read = read._replace(kind=kind) if kind else read
    at, _ = play(
        world(Tools(pythons=ONE)),
        *opened(prefix=ENV)[:2],
        Answered((Scanned(read, {}),)),
        Idle(),
    )
    return at


def test_where_one_is_there_it_is_used_or_made_anew():
    at, effects = play(served("flask 3.0"), COMMAND)
    ask = asked(effects)
    assert ask.question == "`.venv` is there already"
    assert ask.choices == ("Use Existing", "Delete and Recreate")
    _, [run] = play(at, Replied(ask.id, "Use Existing"))
    assert run == Run(Install(ENV, FILE, ("flask",)))
    _, effects = play(at, Replied(ask.id, "Delete and Recreate"))
    create = created(effects)
    assert (create.replaces, create.prefix) == (True, ENV)


def test_an_environment_of_another_kind_is_left_alone():
    _, effects = play(served("flask 3.0", kind="conda"), COMMAND)
    assert effects == [Say("information", "`.venv` already serves requirements.txt")]


def test_a_tool_that_is_gone_or_a_file_that_is_closed_ends_it():
    at, effects = play(world(UV._replace(pythons=ONE)), *opened(), COMMAND)
    at, effects = play(world(UV._replace(pythons=TWO)), *opened(), COMMAND)
    ask = asked(effects)
    no_longer = Say("information", "This no longer applies: the file or its environment changed")
    _, effects = play(at, Equipped(Tools(pythons=TWO)), Replied(ask.id, "uv"))
    assert effects == [no_longer]
    _, effects = play(World(), Replied(ask.id, "uv"))
    assert effects == [no_longer]
    assert play(at, Replied(ask.id, ""))[1] == []


def test_nothing_is_asked_where_nothing_may_be_run():
    known = world(UV._replace(pythons=TWO), is_trusted=False)
    _, [said] = play(known, *opened(), COMMAND)
    assert isinstance(said, Say)
    assert "not trusted" in said.message


def test_quick_create_asks_nothing():
    quick = Commanded("pinlight.quickCreateEnvironment", FILE)
    _, effects = play(world(UV._replace(pythons=TWO)), *opened(), quick)
    assert created(effects).then == Install(ENV, FILE, ("flask",))
    _, effects = play(served("flask 3.0"), quick)
    assert effects == [Say("information", "`.venv` already serves requirements.txt")]


def test_a_silenced_problem_hinders_nothing():
    silent = "flask  # pinlight: ignore\n"
    at, effects = play(world(Tools(pythons=ONE)), *opened(text=silent), COMMAND)
    assert at.problems[FILE] == ()
    then = created(effects).then
    assert then is not None
    assert [line.split()[0] for line in then.lines] == ["flask"]


def test_what_another_tool_makes_is_left_to_it():
    path = "/w/tox.ini"
    text = "[testenv]\ndeps = flask\n"
    for name in ("createEnvironment", "quickCreateEnvironment"):
        command = Commanded(f"pinlight.{name}", path)
        _, effects = play(world(UV._replace(pythons=TWO)), *opened(path, text), command)
        told = "The environment of tox.ini is made by its own tool"
        assert effects == [Say("information", told)]
