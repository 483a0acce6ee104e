"""A marked fixture for every rule in every format it can appear in.

Each combination has a fixture that is made from one case and the format's own way to write it, or
one by hand, or a reason why the rule cannot speak there.
"""

from collections.abc import Iterable
from typing import NamedTuple

import pytest

from fixture import check
from format_shapes import LOCKS, NO_ENVIRONMENT, SHAPES
from pinlight.plugin_index import INDEX
from pinlight.plugins import records

CODES = [rule.code for rule in records("rules")]
PLACES = (*SHAPES, *LOCKS)
CONDAS = ("conda_environment", "pixi's packages of conda")


class Case(NamedTuple):
    """What is written, and what is told of it: `{env}` is the environment's name in messages."""

    lines: tuple[tuple[str, str], ...]  # requirement, mark ("": none)
    installed: str = ""
    more: str = ""  # other files
    of_conda: str | None = None  # installed, where packages of conda are asked for


CASES = {
    "missing-package": Case(
        (("flask", "missing-package: `flask` is not installed in `{env}`"), ("click>=8", "")),
        "click 8.1.7",
        of_conda="click 8.1.7 h1_0",
    ),
    "wrong-version": Case(
        (("flask>=3", "wrong-version: `flask` 2.3.0 is installed, >=3 is required"),),
        "flask 2.3.0",
        of_conda="flask 2.3.0 h1_0",
    ),
    "wrong-source": Case(
        (("flask @ git+https://git.example/flask@v2", "wrong-source: `flask` 2.3.0 ..."),),
        "flask 2.3.0",
    ),
    "missing-extra": Case(
        (("flask[async]", "missing-extra: `flask` with extra `async` also needs `asgiref`"),),
        "flask 3.0.2\n  Provides-Extra: async\n  Requires-Dist: asgiref; extra == 'async'",
    ),
    "unknown-extra": Case(
        (("flask[nope]", "unknown-extra: `flask` 3.0.2 has no extra `nope`"),),
        "flask 3.0.2\n  Provides-Extra: async",
    ),
    "duplicate-requirement": Case(
        (("flask>=3", ""), ("flask>=3", "duplicate-requirement: `flask>=3` is already required")),
        "flask 3.0.2",
        of_conda="flask 3.0.2 h1_0",
    ),
    "conflicting-requirements": Case(
        (
            ("flask>=3", ""),
            ("flask<3", "conflicting-requirements: `flask<3` and `flask>=3` can never both hold"),
        ),
        "flask 3.0.2",
    ),
    "installed-conflict": Case(
        (("flask", "installed-conflict: `flask` 3.0.2 requires `werkzeug>=3`, 2.0 is installed"),),
        "flask 3.0.2\n  Requires-Dist: werkzeug>=3\nwerkzeug 2.0",
        of_conda="flask 3.0.2 h1_0\nflask 3.0.2\n  Requires-Dist: werkzeug>=3\nwerkzeug 2.0",
    ),
    "no-environment": Case(
        (("flask", "no-environment: No environment serves this file..."),), NO_ENVIRONMENT
    ),
    "damaged-package": Case(
        (("flask", "damaged-package: `flask` is damaged: its metadata is missing"),),
        "click 8.1.7",
        "-- {prefix}/lib/python3.12/site-packages/flask-3.0.2.dist-info/RECORD --\nflask.py,,",
        of_conda="flask 3.0.2 h1_0",
    ),
    "interrupted-change": Case(
        (("flask", "interrupted-change: A change of `{env}` was interrupted: Install `click`"),),
        "flask 3.0.2",
        '-- {prefix}/.pinlight/journal.json --\n{{"title": "Install `click`"}}',
        of_conda="flask 3.0.2 h1_0",
    ),
    "broken-environment": Case(
        (("flask", "broken-environment: `{env}` is broken..."),),
        NO_ENVIRONMENT,
        "-- {prefix}/pyvenv.cfg --\nhome = /opt/gone/bin\nversion = 3.12.1",
    ),
    "missing-file": Case(
        (("shop @ file:///w/gone", "missing-file: ..."),),
        "",
    ),
}


def by_hand(text: str, *places: str) -> dict[str, str]:
    return dict.fromkeys(places, text)


def in_lists(lines: Iterable[str], more: str = "", environment: str = "") -> dict[str, str]:
    """Return the lines, some of them marks, where pip's own lines may stand."""
    found = {}
    for place in ("requirements", "conda's pip list"):
        shape = SHAPES[place]
        is_conda = shape.environment != ".venv"
        text = [f"-- {shape.file} --", *filter(None, [shape.before])]
        for line in lines:
            is_mark = line.strip().startswith("^")
            lead = ("  " if is_mark else "- ") if is_conda else ""
            text.append(f"{shape.indent}{lead}{line}")
        kind = " (conda)" if is_conda else ""
        text += [more, f"-- {shape.environment}{kind} --", environment]
        found[place] = "\n".join(text)
    return found


def in_toml(text: str = "broken") -> dict[str, str]:
    """Return every TOML file with a line that is none."""
    mark = "^^^^^^ invalid-toml: `=` is missing after `broken`"
    found = {}
    for place, shape in SHAPES.items():
        if shape.file.endswith((".toml", "Pipfile")):
            found[place] = f"-- {shape.file} --\n{shape.before}{shape.after}\n{text}\n{mark}\n"
    for name in ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml"):
        place = name.removesuffix(".toml").replace(".", "_")
        found[place] = f"-- {name} --\nversion = 1\n{text}\n{mark}\n"
    found["script"] = f"-- run.py --\n# /// script\n# {text}\n  {mark}\n# ///\n"
    return {place: f"{text}-- .venv --\n-- env (conda) --\n" for place, text in found.items()}


def invalid_requirements() -> dict[str, str]:
    """Return `flask=>3` as each format may say it, with the part that is wrong marked."""
    parts = {"poetry": '"=>3"', "pixi": "=>3"}
    found = {}
    for place, shape in SHAPES.items():
        written = shape.write("flask=>3")
        if place in CONDAS or written is None:
            continue
        part = parts.get(place, "=>")
        column = len(shape.indent) + written[0].index(part)
        mark = " " * column + "^" * len(part) + " invalid-requirement: ..."
        text = [f"-- {shape.file} --", shape.before, shape.indent + written[0], mark, shape.after]
        found[place] = "\n".join([*filter(None, text), "-- .venv --", ""])
    return found


def wrong_pythons() -> dict[str, str]:
    """Return each format that says which Pythons it supports, beside another one."""
    found = {}
    for place, shape in SHAPES.items():
        if not shape.python:
            continue
        wanted = "3.13" if place == "pipfile" else ">=3.13"
        lines = []
        for line in shape.python.format(wanted).split("\n"):
            lines.append(line)
            if wanted in line:
                column = line.index(wanted)
                lines.append(" " * column + "^" * len(wanted) + " python-mismatch: `.venv` has...")
        text = [f"-- {shape.file} --", *lines, shape.after, "-- .venv --", ""]
        found[place] = "\n".join(filter(None, text)) + "\n"
    return found


def folders() -> dict[str, str]:
    """Return folders that are called like each file."""
    names = {place: shape.file for place, shape in SHAPES.items()}
    names |= {"uv_lock": "uv.lock", "poetry_lock": "poetry.lock", "pdm_lock": "pdm.lock"}
    names |= {"pylock": "pylock.toml", "pipfile_lock": "Pipfile.lock"}
    return {
        place: f"-- {name}/ --\n| unreadable-file: `{name}` is a folder\n-- {name}/x --\n"
        f"-- .venv --\n"
        for place, name in names.items()
        if place not in ("requirements", "script", "conda_environment", "conda's pip list")
    }


CYCLE = "include-cycle: `{0}` is this file itself"
BEHIND = "environment-behind-lock: 1 of 1 locked package differs from `.venv`: `flask` 2.0 is..."
STALE = "stale-lock: The lock was made from another `{}`..."
HANDMADE: dict[str, dict[str, str]] = {
    "invalid-requirement": invalid_requirements(),
    "invalid-toml": in_toml(),
    "python-mismatch": wrong_pythons(),
    "unreadable-file": {
        **folders(),
        **in_lists(["-r deps", "^^^^^^^ unreadable-file: `deps` is a folder"], "-- deps/x --\n"),
        "setup_cfg": """
            -- setup.cfg --
            [options]
            install_requires = file: deps
                                     ^^^^ unreadable-file: `deps` is a folder
            -- deps/x --
            -- .venv --
        """,
    },
    "include-cycle": {
        "requirements": """
            -r requirements.txt
            ^^^^^^^^^^^^^^^^^^^ include-cycle: `requirements.txt` is this file itself
            -- .venv --
        """,
        "conda's pip list": """
            -- environment.yml --
            dependencies:
              - pip:
                  - -r environment.yml
                    ^^^^^^^^^^^^^^^^^^ include-cycle: `environment.yml` is this file itself
            -- env (conda) --
        """,
        "setup_cfg": """
            -- setup.cfg --
            [options]
            install_requires = file: setup.cfg
                                     ^^^^^^^^^ include-cycle: `setup.cfg` is this file itself
            -- .venv --
        """,
    },
    "hash-missing": in_lists(
        ["flask --hash=sha256:aaaa", "click", "^^^^^ hash-missing: `click` has no hash..."]
    ),
    "invalid-option": {
        **in_lists(["--no-such", "^^^^^^^^^ invalid-option: `--no-such` is not an option of a..."]),
        "tox": """
            -- tox.ini --
            [testenv]
            deps =
                --no-such
                ^^^^^^^^^ invalid-option: `--no-such` is not an option of a...
            -- .venv --
        """,
    },
    "invalid-syntax": {
        "setup_cfg": """
            -- setup.cfg --
            [options]
            oops
            ^^^^ invalid-syntax: `=` is missing after the name of an option
            -- .venv --
        """,
        "tox": """
            -- tox.ini --
            [testenv]
            oops
            ^^^^ invalid-syntax: `=` is missing after the name of an option
            -- .venv --
        """,
        "pipfile_lock": """
            -- Pipfile.lock --
            {"default": {"flask": "==3.0.2" "click": "*"}}
                                            ^ invalid-syntax: `,` is expected here
            -- .venv --
        """,
    },
    "undefined-variable": in_lists(
        [
            "--index-url https://${TOKEN}@index.example/simple",
            "                    ^^^^^^^^ undefined-variable: `${TOKEN}` has no value",
        ]
    ),
    "unknown-group": {
        "dependency-groups": """
            -- pyproject.toml --
            [dependency-groups]
            dev = [{include-group = "nope"}]
                                     ^^^^ unknown-group: `nope` is not a dependency group of...
            -- .venv --
        """,
        "hatch": """
            -- pyproject.toml --
            [tool.hatch.envs.default]
            dependency-groups = ["nope"]
                                  ^^^^ unknown-group: `nope` is not a dependency group of...
            -- .venv --
        """,
    },
    "unused-constraint": {
        **in_lists(
            ["-c limits.txt", "^^^^^^^^^^^^^ unused-constraint: No constraint of...", "flask"],
            "-- limits.txt --\ntornado<7",
            "flask 3.0.2\n",
        ),
        "uv": """
            -- pyproject.toml --
            [tool.uv]
            dev-dependencies = ["flask"]
            constraint-dependencies = ["tornado<7"]
                                        ^^^^^^^^^ unused-constraint: `tornado<7` restricts...
            -- .venv --
            flask 3.0.2
        """,
        "script": """
            -- run.py --
            # /// script
            # dependencies = ["flask"]
            # [tool.uv]
            # constraint-dependencies = ["tornado<7"]
                                          ^^^^^^^^^ unused-constraint: `tornado<7` restricts...
            # ///
            -- .venv --
            flask 3.0.2
        """,
    },
    "conflicting-requirements": {
        "poetry": """
            -- pyproject.toml --
            [tool.poetry.dependencies]
            flask = "^3"
            [tool.poetry.group.dev.dependencies]
            flask = "^2"
            ^^^^^^^^^^^^ conflicting-requirements: `flask>=2,<3` and `flask>=3,<4` can never...
            -- .venv --
        """,
        "pipfile": """
            -- Pipfile --
            [packages]
            flask = ">=3"
            [dev-packages]
            flask = "<3"
            ^^^^^^^^^^^^ conflicting-requirements: `flask<3` and `flask>=3` can never both hold
            -- .venv --
        """,
        "pixi": """
            -- pixi.toml --
            [pypi-dependencies]
            flask = ">=3"
            [feature.dev.pypi-dependencies]
            flask = "<3"
            ^^^^^^^^^^^^ conflicting-requirements: `flask<3` and `flask>=3` can never both hold
            [environments]
            default = ["dev"]
            -- .pixi/envs/default (conda) --
        """,
    },
    "project-not-installed": {
        "pyproject": """
            -- pyproject.toml --
            [build-system]
            requires = ["hatchling"]
            [project]
            name = "shop"
                    ^^^^ project-not-installed: `shop` itself is not installed in `.venv`
            -- .venv --
        """,
        "poetry": """
            -- pyproject.toml --
            [build-system]
            requires = ["poetry-core"]
            [tool.poetry]
            name = "shop"
                    ^^^^ project-not-installed: `shop` itself is not installed in `.venv`
            -- .venv --
        """,
    },
    "environment-behind-lock": {
        "uv_lock": f"""
            -- uv.lock --
            version = 1
            ^^^^^^^^^^^ {BEHIND}
            [[package]]
            name = "shop"
            source = {{ virtual = "." }}
            dependencies = [{{ name = "flask" }}]
            [[package]]
            name = "flask"
            version = "3.0"
            source = {{ registry = "https://index.example/simple" }}
            -- .venv --
            flask 2.0
        """,
        "poetry_lock": f"""
            -- poetry.lock --
            [[package]]
            ^^^^^^^^^^^ {BEHIND}
            name = "flask"
            version = "3.0"
            groups = ["main"]
            -- .venv --
            flask 2.0
        """,
        "pdm_lock": f"""
            -- pdm.lock --
            [[package]]
            ^^^^^^^^^^^ {BEHIND}
            name = "flask"
            version = "3.0"
            groups = ["default"]
            -- .venv --
            flask 2.0
        """,
        "pipfile_lock": f"""
            -- Pipfile.lock --
            {{"default": {{"flask": {{"version": "==3.0"}}}}}}
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ {BEHIND}
            -- .venv --
            flask 2.0
        """,
        "pylock": f"""
            -- pylock.toml --
            [[packages]]
            ^^^^^^^^^^^^ {BEHIND}
            name = "flask"
            version = "3.0"
            -- .venv --
            flask 2.0
        """,
    },
    "stale-lock": {
        "uv_lock": f"""
            -- pyproject.toml --
            [project]
            name = "shop"
            dependencies = ["flask"]
            -- uv.lock --
            [[package]]
            name = "shop"
            source = {{ virtual = "." }}
            [package.metadata]
            requires-dist = [{{ name = "click" }}]
            ^^^^^^^^^^^^^ {STALE.format("pyproject.toml")}
            -- .venv --
        """,
        "poetry_lock": f"""
            -- pyproject.toml --
            [tool.poetry.dependencies]
            flask = "*"
            -- poetry.lock --
            [metadata]
            content-hash = "0123"
                           ^^^^^^ {STALE.format("pyproject.toml")}
            -- .venv --
        """,
        "pdm_lock": f"""
            -- pyproject.toml --
            [project]
            dependencies = ["flask"]
            -- pdm.lock --
            [metadata]
            content_hash = "sha256:0123"
                           ^^^^^^^^^^^^^ {STALE.format("pyproject.toml")}
            -- .venv --
        """,
        "pipfile_lock": f"""
            -- Pipfile --
            [[source]]
            url = "https://index.example/simple"
            [packages]
            flask = "*"
            -- Pipfile.lock --
            {{"_meta": {{"hash": {{"sha256": "0123"}}}}, "default": {{}}}}
                                          ^^^^^^ {STALE.format("Pipfile")}
            -- .venv --
        """,
    },
}


def marked(code: str, place: str, *, is_marked: bool = True) -> str | None:
    """Return the fixture that the rule's case makes in this place; None when it makes none."""
    case, shape = CASES.get(code), SHAPES.get(place)
    if case is None or shape is None:
        return None
    if any(shape.write(requirement) is None for requirement, _ in case.lines):
        return None
    installed = case.installed
    if place in CONDAS and installed != NO_ENVIRONMENT:
        if case.of_conda is None:
            return None
        installed = case.of_conda
    env = shape.environment
    lines = [(it, mark.format(env=env) if is_marked else "") for it, mark in case.lines]
    return shape.project(lines, installed, more=case.more.format(prefix=env))


def reasons(reason: str, *places: str) -> dict[str, str]:
    return dict.fromkeys(places, reason)


ALL = (*SHAPES, *LOCKS)
KEYED = ("poetry", "pipfile", "pixi", "pixi's packages of conda")
PROJECTS = ("dependency-groups", "uv", "pdm", "hatch")  # beside `[project]` in one file
NO_PLACES = "a package of conda has neither extras nor a place to come from"
NO_LANGUAGE = "MatchSpecs are conda's own language; what cannot be read is not judged"
OWN_LANGUAGE = "it is no language with syntax of its own that is read strictly"
NO_DECLARATIONS = "a lock file is written by a tool and declares nothing itself"
NOT_PIPS = "only lines of pip's own language can say it"
NO_INCLUDES = "the format includes no files"
OF_TOOLS = "the tool makes the environment itself: one beside it would help nobody"
IMPORTS = "it is about imports: its fixtures stand in the test of the rule"

WHY_NOT: dict[str, dict[str, str]] = {
    "wrong-source": reasons(NO_PLACES, *CONDAS),
    "missing-extra": reasons(NO_PLACES, *CONDAS),
    "unknown-extra": reasons(NO_PLACES, *CONDAS),
    "missing-file": reasons(NO_PLACES, *CONDAS),
    "invalid-requirement": reasons(NO_LANGUAGE, *CONDAS),
    "conflicting-requirements": reasons(NO_LANGUAGE, *CONDAS),
    "duplicate-requirement": reasons("a table has a key once: twice is `invalid-toml`", *KEYED),
    "no-environment": reasons(
        OF_TOOLS,
        "script",
        "conda_environment",
        "conda's pip list",
        "pixi",
        "pixi's packages of conda",
        "tox",
        "tox.toml",
    ),
    "python-mismatch": {
        **reasons("the `[project]` of the same file says it: `pyproject`", *PROJECTS),
        **reasons("Python is a package of conda: `wrong-version`", *CONDAS, "pixi"),
        **reasons("the format does not say it", "requirements", "conda's pip list"),
        **reasons("tox makes one environment for each Python", "tox", "tox.toml"),
    },
    "unreadable-file": reasons(
        "a file that cannot be read is not known to be of this kind", "script", "conda_environment"
    ),
    "include-cycle": reasons(NO_INCLUDES, *ALL),
    "hash-missing": reasons(NOT_PIPS, *ALL),
    "invalid-option": reasons(NOT_PIPS, *ALL),
    "undefined-variable": reasons(NOT_PIPS, *ALL),
    "invalid-syntax": reasons(OWN_LANGUAGE, *ALL),
    "invalid-toml": reasons("it is no TOML", *ALL),
    "unknown-group": reasons("no group can include another by name", *ALL),
    "unused-constraint": reasons("the format has no constraints", *ALL),
    "project-not-installed": reasons(
        "only `[build-system]` says that a project is a package, and `[project]` or "
        "`[tool.poetry]` what it is called",
        *ALL,
    ),
    "environment-behind-lock": reasons("it is no lock file", *SHAPES),
    "stale-lock": {
        **reasons("it is no lock file", *SHAPES),
        "pylock": "it does not say what it was made from",
    },
    "undeclared-import": reasons(IMPORTS, *ALL),
    "uninstalled-import": reasons(IMPORTS, *ALL),
    "unused-requirement": reasons(IMPORTS, *ALL),
}


def why_not(code: str, place: str) -> str:
    """Return why the rule cannot speak in this place; "" when nothing is said about it."""
    said = WHY_NOT.get(code, {}).get(place, "")
    return said or (NO_DECLARATIONS if place in LOCKS else "")


def fixture_of(code: str, place: str) -> str | None:
    found = HANDMADE.get(code, {}).get(place)
    if found or place in WHY_NOT.get(code, {}):
        return found
    return marked(code, place)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_a_fixture_in_every_format_or_a_reason_why_not(code, place):
    text = fixture_of(code, place)
    if text is None:
        assert why_not(code, place), f"{code} has neither a fixture nor a reason in {place}"
        text = marked(code, place, is_marked=False) or ""
    else:
        assert f" {code}: " in text
    settings = dict(SHAPES[place].settings) if place in SHAPES else {}
    check(text, settings={**settings, "select": [code]})


def test_every_format_has_its_places():
    """`pyproject.toml` has one for each tool that keeps dependencies in it."""
    tools = {"poetry", "uv", "pdm", "hatch", "dependency-groups", "tox.toml"}
    inner = {"conda's pip list", "pixi's packages of conda"}
    assert {*PLACES} == {*INDEX["formats"], *tools, *inner}


def test_reasons_are_given_for_rules_that_there_are():
    assert {*WHY_NOT, *CASES, *HANDMADE} <= {*CODES, "undeclared-import", "uninstalled-import"} | {
        "unused-requirement"
    }
