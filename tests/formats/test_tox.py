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
    ]
    assert [group.name for group in manifest.groups] == ["tox:base", "tox:lint"]
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


def test_they_are_judged_only_where_they_are_selected():
    check("-- tox.ini --\n[testenv]\ndeps = absent\n-- .venv --\nflask 3.0.2\n")
    check(
        "-- tox.ini --\n[testenv]\ndeps = absent\n"
        "       ^^^^^^ missing-package: `absent` is not installed in `.venv`\n"
        "-- .venv --\nflask 3.0.2\n",
        settings={"groups": ["tox:base"]},
    )
