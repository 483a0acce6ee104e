"""What can be typed at the cursor, also in a text that is broken while it is typed."""

from textwrap import dedent

import pytest

from fixture import parse_project
from pinlight.features.completion import completion

FLASK = """
-- other/requirements.txt --
flask-login==0.6
flask>=2.2,<4
pandas
-- .venv --
python 3.12.1
flask 3.0.2
  Summary: Web
  Provides-Extra: async
  Provides-Extra: dotenv
requests 2.31.0
markupsafe 2.1
"""


def offered(text, rest=FLASK):
    """Return the labels that are offered at the cursor, in their order."""
    return [item.label for item in items(text, rest)]


def items(text, rest=FLASK):
    project = parse_project(dedent(text).strip("\n") + "\n" + rest.strip("\n"))
    path, offset = project.cursor
    manifests = project.seen.manifests.values()
    return completion(project.seen.resolutions[path], offset, manifests, project.tree.folder)


def chosen(text, label, rest=FLASK):
    """Return the first line of the text after the item with this label was chosen."""
    project = parse_project(dedent(text).strip("\n") + "\n" + rest.strip("\n"))
    content = project.files[project.cursor[0]]
    [item] = [item for item in items(text, rest) if item.label == label]
    written = content[: item.span.start] + (item.text or label) + content[item.span.end :]
    return written.splitlines()[content.count("\n", 0, project.cursor[1])]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("fl<cursor>", ["flask", "flask-login"]),
        ("Fl<cursor>", ["flask", "flask-login"]),
        ("ask<cursor>", ["flask", "flask-login"]),
        ("<cursor>", ["flask", "markupsafe", "requests", "flask-login", "pandas"]),
        ("  re<cursor>", ["requests"]),
        ("-e fl<cursor>", ["other/"]),
        ("zzz<cursor>", []),
        ("flask\nfl<cursor>", ["flask-login", "flask"]),
    ],
)
def test_names_are_those_that_are_installed_or_used(line, names):
    assert offered(line) == names


def test_a_name_says_where_it_is_from():
    found = items("fl<cursor>")
    assert [item.detail for item in found] == [
        "3.0.2 is installed · Web",
        "used in other/requirements.txt",
    ]


@pytest.mark.parametrize(
    ("line", "label", "after"),
    [
        ("fl<cursor>", "flask", "flask"),
        ("fl<cursor>ask>=3", "flask-login", "flask-login>=3"),
        ("flask>=<cursor>", "3.0.2", "flask>=3.0.2"),
        ("flask>=2<cursor>.0,<4", "3.0.2", "flask>=3.0.2,<4"),
        ("flask<cursor>", "flask", "flask"),
        ("flask <cursor>", "==3.0.2", "flask ==3.0.2"),
        ("flask ><cursor>", ">=", "flask >="),
        ("flask[as<cursor>]", "async", "flask[async]"),
        ("a; os_name == <cursor>", '"nt"', 'a; os_name == "nt"'),
        ("a; os_name == 'p<cursor>'", "'posix'", "a; os_name == 'posix'"),
        ("a; os_name == 'p<cursor>", "'posix'", "a; os_name == 'posix'"),
        ("a; pyth<cursor>", "python_version", "a; python_version"),
        ("--ind<cursor>", "--index-url", "--index-url"),
        ("-r oth<cursor>", "other/", "-r other/"),
        ("-r other/<cursor>", "requirements.txt", "-r other/requirements.txt"),
    ],
)
def test_what_is_chosen_replaces_the_word_at_the_cursor(line, label, after):
    assert chosen(line, label) == after


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("flask==<cursor>", ["3.0.2", "2.2", "4"]),
        ("flask>=2,<<cursor>", ["3.0.2", "2.2", "4", "<="]),
        ("flask~=<cursor>", ["3.0.2", "2.2", "4"]),
        ("flask[async]>=<cursor>", ["3.0.2", "2.2", "4"]),
        ("flask-login==<cursor>", ["0.6"]),
        ("unknown==<cursor>", []),
        ("unknown <cursor>", ["==", ">=", "~=", "<", "<=", ">", "!="]),
        (
            "flask <cursor>",
            ["==3.0.2", ">=3.0.2", "~=3.0.2", "==", ">=", "~=", "<", "<=", ">", "!="],
        ),
        ("unknown>1,<cursor>", ["==", ">=", "~=", "<", "<=", ">", "!="]),
        ("flask=<cursor>", ["3.0.2", "2.2", "4", "=="]),
        ("flask!<cursor>", ["3.0.2", "2.2", "4", "!="]),
        ("flask[<cursor>", ["async", "dotenv"]),
        ("flask[async, <cursor>", ["dotenv"]),
        ("unknown[<cursor>", []),
        ("flask @ <cursor>", []),
        ("# fl<cursor>", []),
        ("flask  # fl<cursor>", []),
        ("flask==3 --hash=<cursor>", ["sha256:", "sha384:", "sha512:"]),
        ("flask==3 --<cursor>", ["--hash", "--config-settings"]),
        (
            "--use-feature <cursor>f",
            [
                "build-constraint",
                "fast-deps",
                "inprocess-build-deps",
                "no-binary-enable-wheel-cache",
                "truststore",
                "venv-isolation",
            ],
        ),
        ("--only-binary=<cursor>", [":all:", ":none:"]),
        ("--index-url <cursor>", []),
        ("-<cursor>", None),
        ("-r <cursor>", ["base.in", "constraints.txt", "notes.txt", "other/"]),
        ("-c <cursor>", ["constraints.txt", "base.in", "notes.txt", "other/"]),
        ("-rba<cursor>", []),
    ],
)
def test_each_place_offers_what_fits(line, labels):
    rest = "-- constraints.txt --\n-- base.in --\n-- notes.txt --\n-- readme.md --\n" + FLASK
    found = offered(line, rest)
    if labels is None:
        assert found[:4] == ["-r", "-c", "-e", "-i"]
        assert "--hash" not in found
    else:
        assert sorted(found) == sorted(labels)


MARKERS = ["and", "or"]
COMPARE = ["==", "!=", ">=", "<=", ">", "<", "~=", "in", "not in"]


@pytest.mark.parametrize(
    ("marker", "first"),
    [
        ("<cursor>", ["python_version", "sys_platform", "platform_system"]),
        ("py<cursor>", ["python_version", "sys_platform", "platform_system"]),
        ("(<cursor>", ["python_version", "sys_platform", "platform_system"]),
        ("python_version <cursor>", ["==", "!=", ">="]),
        ("os_name <cursor>", ["==", "!=", "in", "not in"]),
        ("python_version < <cursor>", ['"3.12"', '"3.15"']),
        ("sys_platform == '<cursor>", ["'linux'", "'win32'"]),
        ("os_name == 'nt' <cursor>", ["and", "or"]),
        ("os_name == 'nt' a<cursor>", ["and", "or"]),
        ("os_name == 'nt' and <cursor>", ["python_version", "sys_platform"]),
        ("os_name not in <cursor>", ['"posix"', '"nt"']),
        ("'x' <cursor>", ["==", "!="]),
        ("platform_release == <cursor>", ['"6.1.0"']),
    ],
)
def test_a_marker_offers_what_comes_next(marker, first):
    assert offered(f"a; {marker}")[: len(first)] == first


def test_the_value_of_this_environment_says_so():
    first, second = items("a; os_name == <cursor>")
    assert (first.label, first.detail, second.detail) == ('"posix"', "this environment", "")


PROJECT = """
-- pyproject.toml --
[build-system]
requires = ["hatchling"]

[project]
name = "shop"
requires-python = ">=3.10"
dependencies = ["flask>=3"]

[project.optional-dependencies]
web = ["requests"]

[dependency-groups]
dev = ["pandas", {include-group = "lint"}]
lint = ["ruff"]

[tool.pinlight]
groups = ["dev"]
"""


@pytest.mark.parametrize(
    ("written", "typed", "labels"),
    [
        ('["flask>=3"]', '["fl<cursor>', ["flask", "flask-login"]),
        ('["flask>=3"]', '["flask>=<cursor>"]', ["3.0.2", "2.2", "4"]),
        ('["flask>=3"]', '["flask[<cursor>', ["async", "dotenv"]),
        ('["flask>=3"]', '["a; os_name == <cursor>"]', ["'posix'", "'nt'"]),
        ('["flask>=3"]', '["flask", <cursor>]', []),
        ('["hatchling"]', '["pan<cursor>', ["pandas"]),
        ('["requests"]', '["fl<cursor>"]', ["flask-login", "flask"]),
        ('["ruff"]', '["pan<cursor>"]', ["pandas"]),
        ('= "lint"', '= "<cursor>"', ["lint"]),
        ('{include-group = "lint"}', "{<cursor>", ["include-group"]),
        ('groups = ["dev"]', 'groups = ["<cursor>"]', ["dev", "lint"]),
        ('groups = ["dev"]', 'extras = ["<cursor>"]', ["web"]),
        ('">=3.10"', '"<cursor>"', [">=3.12", "==", ">=", "~=", "<", "<=", ">", "!="]),
        (
            "[project]",
            "[<cursor>]",
            [
                "project",
                "tool.hatch.envs.default",
                "tool.pdm.dev-dependencies",
                "tool.poetry.dependencies",
                "tool.poetry.group.dev.dependencies",
                "tool.uv",
                "tool.uv.sources",
            ],
        ),
        ("[project.optional-dependencies]", "<cursor>", ["optional-dependencies"]),
        ('name = "shop"', 'name = "<cursor>"', []),
        ('name = "shop"', "na<cursor>", ["name", "optional-dependencies"]),
    ],
)
def test_a_pyproject_offers_what_fits(written, typed, labels):
    assert written in PROJECT
    assert offered(PROJECT.replace(written, typed, 1)) == labels


def test_the_settings_of_pinlight_are_keys():
    labels = offered(PROJECT.replace('groups = ["dev"]', "<cursor>"))
    assert {"groups", "hint-versions"} <= {*labels}
    assert "uv" not in labels


@pytest.mark.parametrize(
    ("typed", "label", "line"),
    [
        ("[tool.pin<cursor>", "tool.pinlight", "[tool.pinlight]"),
        ("[<cursor>]", "build-system", "[build-system]"),
    ],
)
def test_a_table_closes_its_bracket_once(typed, label, line):
    assert chosen(f"-- pyproject.toml --\n{typed}\n", label) == line


def test_without_an_environment_names_of_the_workspace_are_offered():
    rest = FLASK.partition("-- .venv --")[0]
    assert offered("fl<cursor>", rest) == ["flask", "flask-login"]


def test_every_place_of_a_broken_text_gets_an_answer():
    text = 'flask[as]>=3,<4 ; os_name == "nt" and (x\n-r \n--\n[project\n"\n@ $ {'
    project = parse_project(f"{text}\n-- pyproject.toml --\n{text}\n{PROJECT}{FLASK}")
    for resolution in project.seen.resolutions.values():
        for offset in range(len(resolution.manifest.text) + 1):
            for item in completion(resolution, offset, project.seen.manifests.values()):
                assert item.span.start <= offset <= item.span.end


@pytest.mark.parametrize(
    ("file", "labels"),
    [
        ("-- Pipfile --\n[packages]\nfl<cursor>\n", ["flask", "flask-login"]),
        ('-- Pipfile --\n[packages]\nflask = "<cursor>"\n', ["==3.0.2", ">=3.0.2", "~=3.0.2"]),
        ('-- Pipfile --\n[dev-packages]\nflask = ">=<cursor>"\n', ["3.0.2", "2.2", "4"]),
        ('-- Pipfile --\n[packages]\nflask = {version = "==<cursor>"}\n', ["3.0.2", "2.2", "4"]),
        ('-- Pipfile --\n[packages]\nflask = {extras = ["<cursor>"]}\n', ["async", "dotenv"]),
        ('-- Pipfile --\n[source]\nflask = "<cursor>"\n', []),
        ("-- Pipfile --\n[source]\n<cursor>\n", ["name", "url", "verify_ssl"]),
        ("-- Pipfile --\n[pa<cursor>\n", ["dev-packages", "packages", "requires", "source"]),
        (
            "-- pyproject.toml --\n[tool.poetry.dependencies]\nfl<cursor>\n",
            ["flask", "flask-login"],
        ),
        (
            '-- pyproject.toml --\n[tool.poetry.group.dev.dependencies]\nflask = "<cursor>"\n',
            ["==3.0.2", ">=3.0.2", "^3.0.2", "~3.0.2"],
        ),
        (
            '-- pyproject.toml --\n[tool.poetry.dependencies]\nflask = "^<cursor>"\n',
            ["3.0.2", "2.2"],
        ),
        ('-- pyproject.toml --\n[tool.poetry]\nname = "<cursor>"\n', []),
        ('-- pyproject.toml --\n[tool.uv]\nconstraint-dependencies = ["fl<cursor>"]\n', ["flask"]),
        ("-- pyproject.toml --\n[tool.uv]\ndefault<cursor>\n", ["constraint-dependencies"]),
        ('-- pyproject.toml --\n[tool.hatch.envs.x]\ndependencies = ["fl<cursor>"]\n', ["flask"]),
        ('-- pyproject.toml --\n[tool.pdm.dev-dependencies]\nx = ["flask==<cursor>"]\n', ["3.0.2"]),
        ("-- pixi.toml --\n[pypi-dependencies]\nfl<cursor>\n", ["flask", "flask-login"]),
        ("-- pixi.toml --\n[dependencies]\nfl<cursor>\n", []),
        (
            "-- setup.cfg --\n[options]\ninstall_requires =\n    fl<cursor>\n",
            ["flask", "flask-login"],
        ),
        ("-- setup.cfg --\n[options]\ninstall_requires = flask><cursor>\n", ["3.0.2", "2.2", "4"]),
        (
            "-- setup.cfg --\n[options.extras_require]\nx =\n    flask[<cursor>\n",
            ["async", "dotenv"],
        ),
        ("-- setup.cfg --\n[options]\npackages =\n    fl<cursor>\n", []),
        ("-- setup.cfg --\n[metadata]\nname = fl<cursor>\n", []),
        ("-- tox.ini --\n[testenv]\ndeps =\n    a\n    fl<cursor>\n", ["flask", "flask-login"]),
        ("-- tox.ini --\n[testenv]\ncommands =\n    fl<cursor>\n", []),
        ("-- environment.yml --\ndependencies:\n  - pip:\n    - fl<cursor>\n", ["flask"]),
        ("-- environment.yml --\nname: fl<cursor>\ndependencies:\n  - pip\n", []),
        ("-- environment.yml --\nchannels:\n  - fl<cursor>\ndependencies:\n  - pip\n", []),
        ('-- a.py --\n# /// script\n# dependencies = ["fl<cursor>"]\n# ///\n', ["flask"]),
        (
            '-- a.py --\n# /// script\n# dependencies = [\n#  "flask==<cursor>",\n# ]\n# ///\n',
            ["3.0.2"],
        ),
        ('-- uv.lock --\nversion = 1\n[[package]]\nname = "fl<cursor>"\n', []),
        ("-- app.py --\nimport fl<cursor>\n", []),
    ],
)
def test_other_files_offer_what_fits(file, labels):
    """The first of what is offered; a script needs an environment to be named for it."""
    settings = {"environments": {"*.py": ".venv"}}
    project = parse_project(file + FLASK.strip("\n"), settings=settings)
    path, offset = project.cursor
    manifests = project.seen.manifests.values()
    found = completion(project.seen.resolutions[path], offset, manifests, project.tree.folder)
    names = [item.label for item in found]
    assert names[: len(labels)] == labels if labels else names == []


def test_packages_of_conda_are_those_that_it_installed():
    text = (
        "-- environment.yml --\ndependencies:\n  - {}\n-- base (conda) --\nnumpy 1.26.4 py312_0\n"
    )
    for typed, labels in (
        ("num<cursor>", ["numpy"]),
        ("numpy=<cursor>", ["1.26.4"]),
        ("x=<cursor>", []),
    ):
        project = parse_project(text.format(typed), forced="base")
        path, offset = project.cursor
        found = completion(project.seen.resolutions[path], offset)
        assert [item.label for item in found] == labels


def test_a_name_in_a_table_comes_with_a_value():
    rest = FLASK.strip("\n")
    assert chosen("-- Pipfile --\n[packages]\nfl<cursor>\n", "flask", rest) == 'flask = "*"'
    typed = '-- Pipfile --\n[packages]\nfl<cursor> = "==3"\n'
    assert chosen(typed, "flask", rest) == 'flask = "==3"'


LOCKED = """
-- uv.lock --
version = 1
[[package]]
name = "werkzeug"
version = "3.0.1"
[[package]]
name = "shop"
source = { virtual = "." }
-- .venv --
flask 3.0.2
"""


def test_what_a_lock_fixes_is_offered_too():
    assert [(it.label, it.detail) for it in items("wer<cursor>", LOCKED)] == [
        ("werkzeug", "locked in uv.lock")
    ]
    assert [(it.label, it.detail) for it in items("werkzeug==<cursor>", LOCKED)] == [
        ("3.0.1", "locked in uv.lock")
    ]
    assert offered("sho<cursor>", LOCKED) == []
