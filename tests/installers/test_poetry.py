"""Poetry: what is ordered, to the letter; `test_with_real_tools` runs it."""

import pytest

from installers_words import PREFIX, PYTHON, TOOLS, planned, words
from pinlight.locks import fingerprints
from pinlight.model import Create, Install, Plan, Relock, Sync, Uninstall
from pinlight.settings import DEFAULT

SOURCE = "/w/pyproject.toml"
TEXT = """[project]
name = "demo"
dependencies = ["flask>=3", "other @ git+https://h/other"]
[project.optional-dependencies]
fast = ["speed"]
[dependency-groups]
dev = ["pytest"]
docs = ["sphinx"]
[tool.poetry]
package-mode = false
"""
FRESH = f"""[metadata]
content-hash = "{fingerprints.poetry(TEXT)[0]}"
[[package]]
name = "click"
version = "8.1.7"
"""
STALE = '[metadata]\ncontent-hash = "another"\n'
FILES = {SOURCE: TEXT, "/w/poetry.lock": FRESH}
RUN = "/opt/poetry {} --no-interaction --no-ansi"
INSTALL, LOCK = RUN.format("install"), RUN.format("lock")


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Install(PREFIX, SOURCE, ("flask>=3",)), [f"{INSTALL} --with dev"]),
        (Install(PREFIX, SOURCE, ("flask >= 3",)), [f"{INSTALL} --with dev"]),
        (Install(PREFIX, SOURCE, ("sphinx",)), [f"{INSTALL} --with dev --with docs"]),
        (Install(PREFIX, SOURCE, ("speed",)), [f"{INSTALL} --with dev --extras fast"]),
        (Install(PREFIX, SOURCE, ("other @ git+https://h/other",)), [f"{INSTALL} --with dev"]),
        (Install(PREFIX, SOURCE), [f"{INSTALL} --with dev"]),
        (Install(PREFIX, SOURCE, ("-e .",)), [f"{INSTALL} --with dev"]),
        (Install(PREFIX, "/w/poetry.lock", ("click==8.1.7",)), [f"{INSTALL} --with dev"]),
        (Install(PREFIX, lines=("rich>=13",)), [RUN.format("add") + " -- rich>=13"]),
        (Install(PREFIX, lines=("flask<4",)), [RUN.format("add") + " -- flask<4"]),
        (
            Install(PREFIX, lines=("-e ../lib", "flask")),
            [f"{INSTALL} --with dev", RUN.format("add") + " --editable -- ../lib"],
        ),
        (
            Install(PREFIX, SOURCE, upgrade=("flask",)),
            [RUN.format("update") + " --with dev -- flask"],
        ),
        (
            Install(PREFIX, SOURCE, ("click", "pip"), upgrade=("click", "pip")),
            [
                f"/opt/uv pip install --python {PYTHON} --upgrade-package pip "
                "-r {input}/requirements.txt",
                RUN.format("update") + " --with dev -- click",
            ],
        ),
        (
            Install(PREFIX, SOURCE, ("flask==3.0.1",), upgrade=("flask",)),
            [RUN.format("add") + " -- flask==3.0.1"],
        ),
        (
            Install(PREFIX, SOURCE, ("x==1", "flask>=3"), reinstall=("x", "flask")),
            [
                f"/opt/uv pip install --python {PYTHON} --reinstall-package x "
                "--reinstall-package flask -r {input}/requirements.txt",
            ],
        ),
        (
            Install(PREFIX, SOURCE, ("flask>=3", "click==8.1.7"), reinstall=("flask", "click")),
            [f"/opt/uv pip uninstall --python {PYTHON} flask click", f"{INSTALL} --with dev"],
        ),
        (Uninstall(PREFIX, ("flask",), SOURCE), [RUN.format("remove") + " -- flask"]),
        (
            Uninstall(PREFIX, ("flask", "stray")),
            [f"/opt/uv pip uninstall --python {PYTHON} stray", RUN.format("remove") + " -- flask"],
        ),
        (Sync(PREFIX, Install(PREFIX, SOURCE), ("stray",)), [RUN.format("sync") + " --with dev"]),
        (Relock(PREFIX, SOURCE), [LOCK]),
        (
            Create("/w/new", source=SOURCE),
            ["/opt/uv venv --no-project --allow-existing --python /p13 /w/new"],
        ),
    ],
)
def test_commands_to_the_letter(operation, expected):
    assert words(operation, FILES) == expected


def test_a_stale_lock_is_written_anew_before_it_is_installed_from():
    files = {SOURCE: TEXT, "/w/poetry.lock": STALE}
    expected = [LOCK, f"{INSTALL} --with dev"]
    assert words(Install(PREFIX, SOURCE, ("flask>=3",)), files) == expected
    assert words(Install(PREFIX, SOURCE, ("flask>=3",)), {SOURCE: TEXT}) == expected[1:]


def test_a_poetry_before_2_says_it_otherwise():
    site = "/opt/lib/python3.12/site-packages/poetry-1.8.3.dist-info/METADATA"
    tools = TOOLS._replace(programs={"poetry": "/opt/bin/poetry"})
    files = {SOURCE: TEXT, "/w/poetry.lock": STALE, site: ""}
    assert words(Sync(PREFIX, Install(PREFIX, SOURCE)), files, tools=tools) == [
        "/opt/bin/poetry lock --no-update --no-interaction --no-ansi",
        "/opt/bin/poetry install --sync --no-interaction --no-ansi --with dev",
    ]


@pytest.mark.parametrize("line", ["flask>=2", "unknown"])
def test_what_is_not_saved_is_told(line):
    name = line.partition(">")[0]
    assert words(Install(PREFIX, SOURCE, (line,)), FILES) == [
        f"`pyproject.toml` on the disk asks for another `{name}`: save it first"
    ]


def test_the_environment_that_is_meant_is_named():
    found = planned(Install(PREFIX, SOURCE), FILES)
    assert isinstance(found, Plan)
    command = found.commands[0]
    assert command.env["VIRTUAL_ENV"] == command.env["POETRY_VIRTUALENVS_PATH"] == PREFIX
    assert command.cwd == "/w"
    assert command.touches == (SOURCE, "/w/poetry.lock")
    found = planned(Relock("", SOURCE), FILES)
    assert isinstance(found, Plan)
    assert found.commands[0].env["POETRY_VIRTUALENVS_CREATE"] == "false"


def test_without_poetry_one_sentence_says_what_to_do():
    tools = TOOLS._replace(programs={})
    said = words(Install(PREFIX, SOURCE), FILES, tools=tools)
    assert said == [
        "`w` belongs to Poetry, which was not found: "
        "`uv tool install poetry` or `pipx install poetry`"
    ]
    inside = {**FILES, "/w/.venv/bin/poetry": ""}
    assert words(Install(PREFIX, SOURCE), inside, tools=tools)[0].startswith("/w/.venv/bin/poetry")


def test_what_is_no_file_of_the_project_is_no_matter_of_poetrys():
    files = {**FILES, "/w/requirements.txt": "flask\n"}
    (found,) = words(Install(PREFIX, "/w/requirements.txt"), files)
    assert found.startswith("/opt/uv pip install")
    settings = DEFAULT._replace(installer="pip")
    (found,) = words(Install(PREFIX, SOURCE, ("flask>=3",)), FILES, settings=settings)
    assert found.startswith(f"{PYTHON} -I -m pip install")


def test_an_environment_of_another_python_is_left_alone():
    files = {
        **FILES,
        SOURCE: TEXT.replace("dependencies =", 'requires-python = ">=3.13"\ndependencies =', 1),
    }
    assert words(Install(PREFIX, SOURCE), files) == [
        "`.venv` has Python 3.12.1, >=3.13 is required: recreate it"
    ]
