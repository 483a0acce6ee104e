"""Creating the environment that a file lacks."""

from pinlight.model import Create, Install

PROJECT = """
    -c limits.txt
    --index-url https://index.example/simple
    flask>=3  # web
    -r more/base-requirements.txt
    -- limits.txt --
    werkzeug<3
    -- more/base-requirements.txt --
    --find-links ./wheels
    ./local ; python_version > "3"
    requests
    """


def test_one_action_creates_and_installs_and_is_preferred(offer):
    offered = offer(PROJECT, "flask")
    assert offered.titles == ["* Create `.venv` and install `requirements.txt`", "Create `.venv`"]
    assert offered.operation("Create `.venv` and") == Create(
        "/w/.venv",
        then=Install(
            "/w/.venv",
            "/w/requirements.txt",
            (
                "flask>=3  # web",
                '/w/more/local ; python_version > "3"',
                "requests",
            ),
            ("--index-url https://index.example/simple", "--find-links /w/more/wheels"),
            ("/w/limits.txt",),
        ),
    )
    assert offered.actions[1].do == Create("/w/.venv")
    assert [action.solves[0].code for action in offered.actions] == ["no-environment"] * 2


def test_it_is_a_source_action_too(offer):
    whole = offer(PROJECT)
    assert whole.titles == offer(PROJECT, "flask").titles
    assert all(action.is_source for action in whole.actions)


def test_ids_are_stable_and_name_file_and_environment(offer):
    first = "fix:create-and-install::/w/requirements.txt:/w/.venv"
    assert offer(PROJECT).actions[0].id == first
    assert offer(PROJECT, "flask").actions[0].id == first


def test_the_dependencies_of_a_project_are_installed_as_they_are_said(offer):
    project = """
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1"
        requires-python = ">=3.11"
        dependencies = ["Flask[async] >= 3", 'a @ https://h.example/a.whl ; os_name == "posix"']
        """
    operation = offer(project, file="pyproject.toml").operation("Create `.venv` and install")
    assert isinstance(operation, Create)
    assert operation.requires_python == ">=3.11"
    assert operation.then is not None
    assert operation.then.lines == (
        "flask[async]>= 3",
        'a @ https://h.example/a.whl ; os_name == "posix"',
    )


def test_a_broken_environment_is_made_anew(offer):
    project = """
        flask
        -- .venv/pyvenv.cfg --
        home = /gone/bin
        version = 3.12.1
        """
    offered = offer(project, "flask")
    assert offered.titles == [
        "* Recreate `.venv` and install `requirements.txt`",
        "Recreate `.venv`",
    ]
    assert offered.operation("Recreate `.venv` and").replaces


def test_what_an_index_of_the_include_serves_remotely_is_installed_too(offer):
    project = "-r https://h.example/remote.txt\nflask\n"
    operation = offer(project).operation("Create `.venv` and")
    assert operation.then.lines == ("flask", "-r https://h.example/remote.txt")


MOVED = """
    --index-url https://index.example/simple
    -c limits.txt
    flask
    -- limits.txt --
    click<9
    -- .venv/bin/activate --
    VIRTUAL_ENV=/elsewhere/.venv
    -- .venv --
    flask 3.0.2
      Requires-Dist: click
    click 8.1
    stray 1.0
    """


def test_one_that_was_moved_is_made_anew_with_the_same_packages(offer):
    """Its scripts name another folder, so that none of them starts."""
    offered = offer(MOVED, "flask")
    assert [title.lstrip("* ") for title in offered.titles][-3:] == [
        "Recreate `.venv` and install `requirements.txt`",
        "Recreate `.venv`",
        "Recreate `.venv` with the same packages",
    ]
    assert offered.operation("Recreate `.venv` with the same").then == Install(
        "/w/.venv",
        "/w/requirements.txt",
        ("click==8.1", "flask==3.0.2", "stray==1.0"),
        ("--index-url https://index.example/simple",),
    )
