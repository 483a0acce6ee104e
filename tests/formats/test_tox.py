"""tox.ini, tox.toml and `[tool.tox]`: the dependencies of tox's environments."""

from fixture import check
from pinlight.formats import format_of

INI = """\
[tox]
env_list = py, lint

[testenv]
deps =
    pytest>=8
    py312,!win: Coverage[toml]
    -r requirements.txt
    {[other]deps}
    bad=1
commands = pytest

[testenv:lint]
deps = ruff==0.5

[other]
deps = nothing
"""


def test_each_environment_is_a_group():
    manifest = format_of("/w/tox.ini").parse("/w/tox.ini", INI, {})
    assert [(it.name, it.specifier, it.group) for it in manifest.dependencies] == [
        ("pytest", ">=8", "tox:base"),
        ("coverage", "", "tox:base"),
        ("ruff", "==0.5", "tox:lint"),
        ("nothing", "", "tox:[other]deps"),
    ]
    assert [(it.name, [name for name, _ in it.includes]) for it in manifest.groups] == [
        ("tox:base", ["tox:[other]deps"]),
        ("tox:lint", []),
        ("tox:[other]deps", []),
    ]
    assert [(it.path, it.group) for it in manifest.includes] == [
        ("/w/requirements.txt", "tox:base")
    ]
    (fault,) = manifest.faults
    assert (fault.code, INI[fault.span.start : fault.span.end]) == ("invalid-requirement", "=")


def test_toml_in_both_places():
    tables = '[env_run_base]\ndeps = ["pytest", "-r x.txt"]\n[env.lint]\ndeps = ["ruff"]\n'
    for name, text in (
        ("tox.toml", tables),
        (
            "pyproject.toml",
            tables.replace("[env_run", "[tool.tox.env_run").replace("[env.", "[tool.tox.env."),
        ),
    ):
        manifest = format_of(f"/w/{name}").parse(f"/w/{name}", text, {})
        assert manifest.faults == ()
        assert [(it.name, it.group) for it in manifest.dependencies] == [
            ("pytest", "tox:base"),
            ("ruff", "tox:lint"),
        ]
        (include,) = manifest.includes
        assert (include.path, include.group) == ("/w/x.txt", "tox:base")
        assert text[include.span.start : include.span.end] == "-r x.txt"


def test_they_are_judged_only_where_they_are_selected():
    check("-- tox.ini --\n[testenv]\ndeps = absent\n-- .venv --\nflask 3.0.2\n")
    check(
        "-- tox.ini --\n[testenv]\ndeps = absent\n"
        "       ^^^^^^ missing-package: `absent` is not installed in `.venv`\n"
        "-- .venv --\nflask 3.0.2\n",
        settings={"groups": ["tox:base"]},
    )


def test_references_lead_to_what_they_stand_for():
    check(
        """
        -- tox.ini --
        [base]
        deps =
            six
            ^^^ missing-package: `six` is not installed in `.venv`
            -r {toxinidir}/requirements/test.txt
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-package: 1 requirement of...
        [testenv]
        deps =
            {[base]deps}
            pytest
            ^^^^^^ missing-package: `pytest` is not installed in `.venv`
        [testenv:lint]
        deps =
            {[testenv]deps}
            ruff
            ^^^^ missing-package: `ruff` is not installed in `.venv`
            {[gone]deps}
            {posargs}
        [testenv:docs]
        deps = sphinx
        -- requirements/test.txt --
        coverage
        -- requirements/.venv --
        coverage 7.0
        -- .venv --
        flask 3.0.2
        """,
        settings={"groups": ["tox:lint"]},
    )


def test_references_of_toml_lead_to_what_they_stand_for():
    check(
        """
        -- tox.toml --
        [env_run_base]
        deps = ["pytest", "-c{tox_root}/limits.txt", "-r {env:X}.txt", "{env:X}"]
                 ^^^^^^ missing-package: `pytest` is not installed in `.venv`
        [env.lint]
        deps = [
            { replace = "ref", of = ["env_run_base", "deps"], extend = true },
            "ruff>=1",
             ^^^^^^^ wrong-version: `ruff` 0.5 is installed, >=1 is required
        ]
        [env.docs]
        deps = [{ replace = "ref", of = ["env", "lint", "deps"] }, { replace = "posargs" }]
        -- limits.txt --
        ruff<9
        -- .venv --
        ruff 0.5
        """,
        settings={"groups": ["tox:docs"], "ignore": ["unused-constraint"]},
    )


def test_references_in_a_circle_are_told():
    check("""
        -- tox.ini --
        [testenv:a]
        deps = {[testenv:b]deps}
               ^^^^^^^^^^^^^^^^^ unknown-group: `tox:b` leads back to `tox:a`
        [testenv:b]
        deps = {[testenv:a]deps}
               ^^^^^^^^^^^^^^^^^ unknown-group: `tox:a` leads back to `tox:b`
        -- .venv --
    """)


def test_files_of_tox_count_only_where_their_environment_is_selected():
    """A file that only tox includes has nobody else who tells that it has no environment."""
    check("""
        -- tox.ini --
        [testenv]
        deps =
            -r requirements.txt
            -r gone.txt
            ^^^^^^^^^^^ missing-file: `gone.txt` does not exist
        -- requirements.txt --
        absent
        ^^^^^^ no-environment: No environment serves this file...
    """)
