"""Where a word leads to."""

import pytest

from fixture import parse_project
from pinlight.features.definition import definition

FILES = {"/w/pkg/pyproject.toml"}

REST = """
-- base.txt --
flask
-- constraints.txt --
requests<3
flask<4
-- .venv --
flask 3.0.2
requests 2.31.0
"""

PROJECT = """
-- pyproject.toml --
[project]
name = "shop"
dependencies = ["shop[web]", "flask"]
[project.optional-dependencies]
web = ["requests"]
[dependency-groups]
dev = [{include-group = "lint"}]
lint = ["ruff"]
-- .venv --
flask 3.0.2
"""


def leads(text):
    """Return each file with the text of the place."""
    project = parse_project(text)
    path, offset = project.cursor
    found = definition(
        project.seen.resolutions[path],
        offset,
        lambda distribution: f"/site/{distribution.name}/__init__.py",
        FILES.__contains__,
    )
    return [(it.path, project.files.get(it.path, "")[slice(*it.span)]) for it in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("-r ba<cursor>se.txt", [("/w/base.txt", "")]),
        ("-r go<cursor>ne.txt", []),
        ("-r https://x.org/<cursor>r.txt", []),
        ("fl<cursor>ask", [("/site/flask/__init__.py", "")]),
        (
            "-c constraints.txt\nfl<cursor>ask",
            [("/w/constraints.txt", "flask<4"), ("/site/flask/__init__.py", "")],
        ),
        ("ri<cursor>ch", []),
        ("flask  # co<cursor>mment", []),
        ("-e ./p<cursor>kg", [("/w/pkg/pyproject.toml", "")]),
        ("<cursor>\nflask", []),
    ],
)
def test_a_line_leads_to_files_constraints_and_code(line, expected):
    assert leads(line + REST) == expected


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ('"lint"', [("/w/pyproject.toml", "lint")]),
        ('"shop[web]"', [("/w/pyproject.toml", "web")]),
        ("lint =", []),
        ('"flask"', [("/site/flask/__init__.py", "")]),
    ],
)
def test_a_group_leads_to_its_key(word, key):
    at = word.index("[") + 1 if "[" in word else 2
    assert leads(PROJECT.replace(word, f"{word[:at]}<cursor>{word[at:]}", 1)) == key


LOCKED = """
-- pyproject.toml --
[project]
name = "shop"
dependencies = ["flask>=2", "rich"]
-- uv.lock --
version = 1
[[package]]
name = "flask"
version = "3.0"
[[package]]
name = "shop"
source = { virtual = "." }
-- .venv --
flask 3.0
"""


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("flask>=2", [("/w/uv.lock", "flask"), ("/site/flask/__init__.py", "")]),
        ('"flask"\n', [("/w/pyproject.toml", "flask")]),
        ("rich", []),
        ("source", []),
    ],
)
def test_a_requirement_leads_to_its_lock_and_back(word, expected):
    project = parse_project(LOCKED.replace(word, f"{word[:3]}<cursor>{word[3:]}", 1))
    path, offset = project.cursor
    found = definition(
        project.seen.resolutions[path],
        offset,
        lambda distribution: f"/site/{distribution.name}/__init__.py",
        FILES.__contains__,
        project.seen.manifests.values(),
    )
    assert [(it.path, project.files.get(it.path, "")[slice(*it.span)]) for it in found] == expected
