"""Every place that names the same."""

import pytest

from fixture import parse_project
from pinlight.features.places import Location
from pinlight.features.references import references
from pinlight.text import Span

WORKSPACE = """
-- requirements.txt --
-r base.txt
flask>=3
-- api/requirements.txt --
-r ../base.txt
Flask[async]
rich
-- base.txt --
requests
-- constraints.txt --
flask<4
-- pyproject.toml --
[project]
name = "shop"
dependencies = ["flask", "shop[web]"]
[project.optional-dependencies]
web = ["rich"]
all = ["shop[web]"]
[dependency-groups]
dev = ["requests", {include-group = "web"}]
web = ["ruff"]
"""


@pytest.mark.parametrize(
    ("word", "places"),
    [
        (
            "flask>=3",
            [
                "api/requirements.txt:Flask",
                "constraints.txt:flask",
                "pyproject.toml:flask",
                "requirements.txt:flask",
            ],
        ),
        ('["rich', ["api/requirements.txt:rich", "pyproject.toml:rich"]),
        ("-r base", ["api/requirements.txt:-r ../base.txt", "requirements.txt:-r base.txt"]),
        ('"web"}', ["pyproject.toml:web", "pyproject.toml:web"]),
        ('web = ["rich', ["pyproject.toml:web"] * 3),
        (
            "[async]",
            [
                "api/requirements.txt:Flask",
                "constraints.txt:flask",
                "pyproject.toml:flask",
                "requirements.txt:flask",
            ],
        ),
        ("[dependency-groups]", []),
    ],
)
def test_places_are_found_by_file(word, places):
    at = 2
    project = parse_project(WORKSPACE.replace(word, f"{word[:at]}<cursor>{word[at:]}", 1))
    path, offset = project.cursor
    found = references(project.seen.resolutions[path], offset, project.seen.manifests.values())
    texts = [f"{it.path[3:]}:{project.files[it.path][slice(*it.span)]}" for it in found]
    assert texts == places


LOCKED = """
-- pyproject.toml --
[project]
name = "shop"
dependencies = ["flask"]
-- uv.lock --
version = 1
[[package]]
name = "flask"
version = "3.0"
[[package]]
name = "shop"
source = { virtual = "." }
dependencies = [{ name = "flask" }]
-- app.py --
import flask.views
import json
-- .venv --
flask 3.0
"""


@pytest.mark.parametrize(
    ("word", "places"),
    [
        ('"flask"]', ["app.py:flask.views", "pyproject.toml:flask", "uv.lock:flask"]),
        ('"flask"\nversion', ["app.py:flask.views", "pyproject.toml:flask", "uv.lock:flask"]),
        ("flask.views", ["app.py:flask.views", "pyproject.toml:flask", "uv.lock:flask"]),
        ("json", []),
        ("version = 1", []),
    ],
)
def test_entries_of_locks_and_imports_count(word, places):
    project = parse_project(LOCKED.replace(word, f"{word[:3]}<cursor>{word[3:]}", 1))
    path, offset = project.cursor

    def importing(name):
        text = project.files["/w/app.py"]
        start = text.index("flask.views")
        return [Location("/w/app.py", Span(start, start + 11))] if name == "flask" else []

    manifests = project.seen.manifests.values()
    found = references(project.seen.resolutions[path], offset, manifests, importing)
    texts = [f"{it.path[3:]}:{project.files[it.path][slice(*it.span)]}" for it in found]
    assert texts == places
