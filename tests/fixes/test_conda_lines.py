"""Packages of conda are installed by conda only; those of the pip list by an installer of Python's.

No action may hand a package of conda to pip: an index may hold a stranger's of the same name.
"""

from fixture import parse_project
from pinlight.installers import plan
from pinlight.model import Create, Install, Operation, Repair, Tools
from pinlight.settings import DEFAULT

PROJECT = """
    -- environment.yml --
    dependencies:
      - conda-forge::numpy >=2
      - scipy 1.11 py312_0
      - r-base
      - pip:
          - flask>=3
          - requests
    -- env (conda) --
    numpy 1.26.4 py312_0
    scipy 1.11 py311_0
"""
PIXI = """
    -- pixi.toml --
    [dependencies]
    numpy = ">=2"
    tk = { version = "8.*", build = "x*" }
    [pypi-dependencies]
    flask = ">=3"
    -- .pixi/envs/default (conda) --
    numpy 1.26.4 py312_0
"""


def test_a_line_goes_to_conda_as_it_is_written(offer):
    offered = offer(PROJECT, "r-base", "environment.yml")
    assert offered.titles == [
        "* Install `r-base` with conda",
        "Install everything that is missing or not as required with conda (3 packages)",
    ]
    assert offered.operation("* Install `r-base`"[2:]) == Install(
        "/w/env", "/w/environment.yml", ("r-base",), tool="conda"
    )
    assert offered.operation("Install everything").lines == (
        "conda-forge::numpy >=2",
        "scipy 1.11 py312_0",
        "r-base",
    )


def test_a_wrong_version_is_changed_or_pinned(offer):
    offered = offer(PROJECT, "numpy >=2", "environment.yml")
    assert offered.titles == [
        "* Change `numpy` from 1.26.4 to `>=2` with conda",
        "Install everything that is missing or not as required with conda (3 packages)",
        "Pin `numpy` to the installed version: `==1.26.4`",
    ]
    assert "- conda-forge::numpy ==1.26.4\n" in offered.text_after("Pin")


def test_the_pip_list_goes_to_an_installer_of_python(offer):
    offered = offer(PROJECT, "requests", "environment.yml")
    assert offered.titles == [
        "* Install `requests`",
        "Install everything that is missing (2 packages)",
    ]
    assert offered.operation("Install everything").lines == ("flask>=3", "requests")
    assert offered.operation("Install `requests`").tool == ""


def test_the_whole_file_is_installed_in_two_steps(offer):
    offered = offer(PROJECT, None, "environment.yml")
    assert [(it.do.tool, len(it.do.lines)) for it in offered.actions] == [("conda", 3), ("", 2)]


def test_pixi_installs_what_its_files_ask_for(offer):
    offered = offer(PIXI, "numpy", "pixi.toml")
    assert offered.operation("Change").tool == "pixi"
    assert offered.operation("Install everything").lines == (
        "numpy >=2",
        'tk 8.*[build="x*"]',
        "flask>=3",
    )


def test_a_broken_environment_is_made_anew_by_its_tool(offer):
    project = (
        PROJECT.split("-- env (")[0] + "-- env/conda-meta/python-3.12.1-h1_0.json --\n    {}\n"
    )
    offered = offer(project, None, "environment.yml")
    create = offered.operation("Recreate `env` and install")
    assert isinstance(create, Create)
    assert (create.tool, create.then) == (
        "conda",
        Install("/w/env", "/w/environment.yml", tool="conda"),
    )


def test_a_damaged_package_of_pip_is_not_mistaken_for_one_of_conda(offer):
    project = PROJECT
    for name in ("scipy-1.11", "flask-3.0"):
        record = f"env/lib/python3.12/site-packages/{name}.dist-info/RECORD"
        project += f"    -- {record} --\n    {name}.py,,\n"
    offered = offer(project, "scipy", "environment.yml")
    repair = offered.operation("Repair `env`: install `scipy` anew with conda")
    assert isinstance(repair, Repair)
    assert repair.then == Install(
        "/w/env",
        "/w/environment.yml",
        ("scipy=1.11=py311_0",),
        reinstall=("scipy",),
        tool="conda",
    )
    repair = offered.operation("Repair `env`: install `flask` anew")
    assert (repair.then.lines, repair.then.tool) == (("flask>=3",), "")


def test_no_action_hands_a_package_of_conda_to_pip(offer):
    for project, file in ((PROJECT, "environment.yml"), (PIXI, "pixi.toml")):
        for at in (None, "numpy"):
            for action in offer(project, at, file).actions:
                install = action.do if isinstance(action.do, Install) else None
                if isinstance(action.do, Operation) and install and not install.tool:
                    names = " ".join(install.lines)
                    assert not any(it in names for it in ("numpy", "scipy", "r-base", "tk")), names


def test_what_is_offered_can_be_carried_out_by_the_tools_themselves(offer):
    """The commands that the installers make of the actions: conda's for its own packages."""
    tools = Tools(programs={"conda": "/opt/conda/bin/conda", "pixi": "/opt/pixi"})
    for text, file, program in (
        (PROJECT, "environment.yml", "/opt/conda/bin/conda"),
        (PIXI, "pixi.toml", "/opt/pixi"),
    ):
        tree = parse_project(text).tree
        for action in offer(text, "numpy", file, tools=tools).actions:
            if not isinstance(action.do, Install):
                continue
            planned = plan(action.do, tools, DEFAULT, tree)
            assert not isinstance(planned, str), planned
            assert planned.commands[0].argv[0] == program
            words = " ".join(word for command in planned.commands for word in command.argv)
            assert file == "pixi.toml" or "conda-forge::numpy >=2" in words
