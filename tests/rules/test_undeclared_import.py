"""Imports of what is installed and declared nowhere."""

import pytest

from fixture import check, parse_project

INSTALLED = """
-- .venv --
requests 2.32.0
  Requires-Dist: urllib3>=1.21
  Requires-Dist: PySocks; extra == "socks"
urllib3 2.2.1
pysocks 1.7.1
  modules: socks sockshandler
pyyaml 6.0
  modules: yaml _yaml
google-cloud-storage 2.0
  modules: google/cloud/storage
google-auth 2.0
  modules: google/auth
copied 1.0
  direct_url: {"url": "file:///w/copied", "dir_info": {}}
packed 1.0
  direct_url: {"url": "file:///w/packed.whl", "archive_info": {"hash": "sha256=abc"}}
ours 1.0
  direct_url: {"url": "file:///w/ours", "dir_info": {"editable": true}}
"""


def codes(project, name="app.py", **more):
    found = parse_project(project, **more)
    return [f"{it.code} {it.about}" for it in found.problems(name) if "import" in it.code]


def test_an_import_that_only_another_package_brought_in():
    check("""
        requests
        -- src/app/main.py --
        import os, requests
        from urllib3.util import Retry
             ^^^^^^^^^^^^ undeclared-import: `urllib3.util` belongs to `urllib3` 2.2.1, which is...
        import yaml as y
               ^^^^ undeclared-import: `yaml` belongs to `pyyaml` 6.0, which is installed but not...
        -- .venv --
        requests 2.32.0
        urllib3 2.2.1
        pyyaml 6.0
          modules: yaml
    """)


@pytest.mark.parametrize(
    ("declared", "text", "expected"),
    [
        # What deptry's own cases are about, as tables of ours.
        ("requests", "import requests", []),
        ("requests", "import json, os.path, xml.etree", []),
        ("requests", "import distutils, imp", []),  # Gone from this Python, known to nobody.
        ("requests", "from . import yaml\nfrom .yaml import x", []),
        ("requests", "import not_there", []),
        ("requests", "import yaml", ["undeclared-import pyyaml"]),
        ("requests", "import yaml.nodes", ["undeclared-import pyyaml"]),
        ("requests", "import _yaml", ["undeclared-import pyyaml"]),
        ("requests", "def f():\n    import yaml", ["undeclared-import pyyaml"]),
        (
            "requests",
            "class A:\n    def f(self):\n        import yaml",
            ["undeclared-import pyyaml"],
        ),
        ("requests", "if x > 0:\n    import yaml", ["undeclared-import pyyaml"]),
        ("requests", "from importlib import import_module as im\nim('yaml')", None),
        ("requests", "import importlib\nimportlib.import_module('yaml.x')", None),
        ("requests", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import yaml", []),
        ("requests", "try:\n    import yaml\nexcept ImportError:\n    yaml = None", []),
        ("requests", "try:\n    import yaml\nexcept ValueError:\n    pass", None),
        ("requests", "import yaml  # pinlight: ignore", []),
        ("requests", "import yaml  # pinlight: ignore[undeclared-import]", []),
        ("requests", "import yaml  # pinlight: ignore[other]", None),
        ("requests", '"""\nimport yaml\n"""', []),
        ("PyYAML", "import yaml", []),
        ("pyyaml; sys_platform == 'win32'", "import yaml", []),
        ("requests", "import socks", ["undeclared-import pysocks"]),
        ("requests[socks]", "import socks", []),
        ("google-cloud-storage", "from google.cloud import storage", []),
        ("google-cloud-storage", "import google.cloud.storage.blob", []),
        ("google-cloud-storage", "import google, google.cloud", []),
        ("google-cloud-storage", "import google.auth", ["undeclared-import google-auth"]),
        ("google-cloud-storage", "from google import auth", ["undeclared-import google-auth"]),
        ("requests", "import ours", []),  # Installed from a folder: the user's own.
        ("requests", "import copied", []),
        ("requests", "import packed", ["undeclared-import packed"]),
        ("-r more.txt", "import yaml", []),
    ],
)
def test_what_counts(declared, text, expected):
    project = f"{declared}\n-- more.txt --\npyyaml\n-- app.py --\n{text}\n{INSTALLED}"
    if "-r" not in declared:
        project = project.replace("-- more.txt --\npyyaml\n", "")
    assert codes(project) == (["undeclared-import pyyaml"] if expected is None else expected)


@pytest.mark.parametrize(
    "place",
    [
        "yaml.py",
        "yaml/__init__.py",
        "yaml/inner.py",
        "src/yaml/__init__.py",
        "lib/yaml.py",
        "tests/yaml.py",
        "yaml.pyx",
        "yaml.cpython-312-x86_64-linux-gnu.so",
    ],
)
def test_a_module_of_the_project_itself_is_not_a_package(place):
    project = f"requests\n-- scripts/run.py --\nimport yaml\n-- {place} --\nx = 1\n{INSTALLED}"
    assert codes(project, "scripts/run.py") == []


@pytest.mark.parametrize(
    "files",
    [
        "-- requirements-dev.txt --\npyyaml\n-- requirements.txt --\nrequests\n",
        "-- requirements/extra.in --\npyyaml\n-- requirements.txt --\nrequests\n",
        '-- pyproject.toml --\n[project]\nname = "a"\ndependencies = ["pyyaml"]\n',
        '-- pyproject.toml --\n[project]\nname = "a"\n[project.optional-dependencies]\n'
        'x = ["pyyaml"]\n',
        '-- pyproject.toml --\n[project]\nname = "a"\n[dependency-groups]\ntest = ["pyyaml"]\n',
        '-- pyproject.toml --\n[build-system]\nrequires = ["pyyaml"]\n[project]\nname = "a"\n',
        '-- pyproject.toml --\n[tool.poetry]\nname = "a"\n[tool.poetry.dependencies]\n'
        'PyYAML = "*"\n',
        '-- Pipfile --\n[packages]\npyyaml = "*"\n',
        "-- setup.cfg --\n[options]\ninstall_requires = pyyaml\n",
        "-- setup.py --\nfrom setuptools import setup\nsetup(install_requires=['pyyaml'])\n",
        "-- environment.yml --\ndependencies:\n  - pip:\n    - pyyaml\n",
        # Nothing is known for certain, or nothing is declared at all.
        "-- setup.py --\nfrom setuptools import setup\nsetup(install_requires=open('x').read())\n",
        '-- pyproject.toml --\n[project]\nname = "a"\ndynamic = ["version", "dependencies"]\n',
        "-- pyproject.toml --\n[tool.black]\nline-length = 100\n",
        "-- notes.txt --\nnothing\n",
    ],
)
def test_every_file_that_declares_counts(files):
    assert codes(f"{files}-- inner/app.py --\nimport yaml\n{INSTALLED}", "inner/app.py") == []


def test_a_file_far_above_counts_too_and_one_below_does_not():
    project = "requests\n-- a/requirements.txt --\npyyaml\n-- a/b/c.py --\nimport yaml\n"
    assert codes(project + INSTALLED, "a/b/c.py") == []
    project = "requests\n-- a/requirements.txt --\npyyaml\n-- b.py --\nimport yaml\n"
    assert codes(project + INSTALLED, "b.py") == ["undeclared-import pyyaml"]


def test_the_installed_project_says_what_its_files_compute():
    project = (
        '-- pyproject.toml --\n[project]\nname = "a"\ndynamic = ["dependencies"]\n-- b.py --\n'
    )
    project += "import yaml, urllib3\n" + INSTALLED + "a 1.0\n  Requires-Dist: PyYAML\n"
    assert codes(project, "b.py") == ["undeclared-import urllib3"]


def test_without_an_environment_nothing_is_told():
    assert codes("requests\n-- app.py --\nimport yaml\n") == []


def test_other_rules_leave_python_files_alone():
    found = parse_project("requests\n-- app.py --\nimport yaml\n")
    assert found.problems("app.py") == ()


def test_a_file_of_a_tool_is_run_by_that_tool():
    project = "requests\n-- noxfile.py --\nimport nox, yaml\n-- app.py --\nimport nox\n" + INSTALLED
    project += "nox 2026.1\n"
    assert codes(project, "noxfile.py") == ["undeclared-import pyyaml"]
    assert codes(project) == ["undeclared-import nox"]
