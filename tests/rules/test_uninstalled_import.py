"""Imports of what is installed nowhere."""

import pytest

from fixture import check, parse_project


def codes(project, name="app.py", **more):
    found = parse_project(project, **more)
    return [f"{it.code} {it.about}" for it in found.problems(name) if "import" in it.code]


def test_a_declared_package_is_not_installed():
    project = check("""
        flask
        python-dotenv>=1
        ^^^^^^^^^^^^^^^^ missing-package: `python-dotenv` is not installed in `.venv`
        -- app.py --
        import flask
        from dotenv import load_dotenv
             ^^^^^^ uninstalled-import: `python-dotenv` is declared in `requirements.txt` but not...
        -- .venv --
        flask 3.0.2
    """)
    (problem,) = project.problems("app.py")
    assert problem.about == "python-dotenv"
    assert [it.path for it in problem.related] == ["/w/requirements.txt"]


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        ("flask", "import yaml", ["uninstalled-import pyyaml"]),
        ("flask", "import requests.adapters", ["uninstalled-import requests"]),
        ("flask", "import nobody_knows_this", []),
        ("flask", "import flask, json", []),
        ("flask", "try:\n    import yaml\nexcept ImportError:\n    pass", []),
        ("flask", "if sys.version_info < (3, 11):\n    import tomli", []),
        ("flask", "if TYPE_CHECKING:\n    import yaml", []),
        ("flask", "import yaml  # pinlight: ignore[uninstalled-import]", []),
        ("flask\nnobody-knows-this", "import nobody_knows_this", None),
        ("flask\nnobody-knows-this", "from nobody_knows_this.x import y", None),
        ("flask\nnobody-knows-this; os_name == 'nt'", "import nobody_knows_this", []),
        ("flask\ngoogle-cloud-storage", "from google.cloud import storage", "google-cloud-storage"),
        ("flask\nnobody-knows", "import nobody.knows.x", "nobody-knows"),
        ("flask\nflask-thing", "import flask_thing", "flask-thing"),
    ],
)
def test_what_counts(declared, text, expected):
    if expected is None or isinstance(expected, str):
        expected = [f"uninstalled-import {expected or 'nobody-knows-this'}"]
    project = f"{declared}\n-- app.py --\n{text}\n-- .venv --\nflask 3.0.2\n"
    assert codes(project) == expected


def test_what_a_lock_of_the_project_names_is_known():
    project = """
-- pyproject.toml --
[project]
name = "a"
dependencies = ["flask"]
-- uv.lock --
version = 1
[[package]]
name = "a"
source = { virtual = "." }
[[package]]
name = "rare-thing"
version = "1.0"
-- app.py --
import rare_thing
import other_thing
-- .venv --
flask 3.0.2
"""
    assert codes(project) == ["uninstalled-import rare-thing"]


def test_a_group_that_is_not_installed_is_no_reason_for_an_alarm():
    project = """
-- pyproject.toml --
[project]
name = "a"
dependencies = ["flask"]
[project.optional-dependencies]
fast = ["orjson"]
-- app.py --
import orjson
-- .venv --
flask 3.0.2
"""
    assert codes(project) == []


def test_what_lies_loose_on_the_path_is_there():
    project = "flask\n-- app.py --\nimport yaml\n-- .venv --\nflask 3.0.2\n"
    found = parse_project(project)
    site = found.seen.environments["/w/.venv"].site_packages[0]
    loose = f"-- {site.removeprefix('/w/')}/yaml.py --\nx = 1\n"
    assert codes(f"flask\n-- app.py --\nimport yaml\n{loose}-- .venv --\nflask 3.0.2\n") == []


def test_of_a_shared_namespace_only_what_is_declared_can_be_missing():
    project = "flask\n-- app.py --\nimport google.protobuf\n-- .venv --\nflask 3.0.2\n"
    assert codes(project) == ["uninstalled-import protobuf"]
    assert codes(project + "google-auth 2.0\n  modules: google/auth\n") == []


def test_what_another_environment_of_the_project_holds_is_left_alone():
    project = """
flask
-- requirements-dev.txt --
pytest
-- test_app.py --
import pytest
import yaml
-- .venv --
flask 3.0.2
-- .venv-dev --
pytest 8.0
pyyaml 6.0
"""
    assert codes(project, "test_app.py") == []
