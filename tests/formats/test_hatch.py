"""`[tool.hatch.envs.*]` of a pyproject.toml: what each environment of Hatch holds."""

import pytest

from fixture import check, parse_project
from pinlight.formats.pyproject import parse

WHOLE = """
[project]
name = "My-App"
[project.optional-dependencies]
cli = ["click"]
[tool.hatch.envs.default]
dependencies = ["pytest"]
[tool.hatch.envs.Test_It]
extra-dependencies = ["hypothesis>=6"]
features = ["CLI"]
[[tool.hatch.envs.Test_It.matrix]]
python = ["3.11", "3.12"]
[tool.hatch.envs.docs]
detached = true
dependencies = ["sphinx"]
dependency-groups = ["docs"]
"""


def test_each_environment_is_a_group_of_its_own():
    manifest = parse("/w/pyproject.toml", WHOLE, {})
    assert manifest.faults == ()
    assert [(it.name, it.extras, it.group) for it in manifest.dependencies] == [
        ("click", (), "cli"),
        ("pytest", (), "hatch:default"),
        ("hypothesis", (), "hatch:test-it"),
        ("my-app", ("cli",), "hatch:test-it"),
        ("sphinx", (), "hatch:docs"),
    ]
    includes = {group.name: [name for name, _ in group.includes] for group in manifest.groups}
    assert includes == {
        "cli": [],
        "hatch:default": [],
        "hatch:test-it": ["hatch:default"],
        "hatch:docs": ["docs"],
    }


def test_they_are_judged_only_where_they_are_selected():
    text = """
        -- pyproject.toml --
        [project]
        name = "app"
        dependencies = ["flask"]
        [project.optional-dependencies]
        cli = ["click"]
        [tool.hatch.envs.default]
        dependencies = ["pytest"]
        [tool.hatch.envs.test]
        extra-dependencies = ["hypothesis"]
        features = ["cli"]
        -- .venv --
        flask 3.0.2
    """
    check(text)
    told = text.replace(
        'cli = ["click"]\n',
        'cli = ["click"]\n'
        "                ^^^^^ missing-package: `click` is not installed in `.venv`\n",
    ).replace(
        'dependencies = ["pytest"]\n',
        'dependencies = ["pytest"]\n'
        "                         ^^^^^^ missing-package: `pytest` is not installed in `.venv`\n",
    )
    told = told.replace(
        'extra-dependencies = ["hypothesis"]\n',
        'extra-dependencies = ["hypothesis"]\n' + " " * 31 + "^^^^^^^^^^ missing-package: "
        "`hypothesis` is not installed in `.venv`\n",
    )
    check(told, settings={"groups": ["hatch:test"]})


def groups(text):
    """Return what each environment holds, with the groups that it takes over."""
    manifest = parse("/w/pyproject.toml", text, {})
    held = {group.name: [name for name, _ in group.includes] for group in manifest.groups}
    for it in manifest.dependencies:
        held[it.group].append(f"{it.name} {it.marker}".strip())
    return held


def test_an_option_that_is_set_takes_the_place_of_the_templates():
    """Where some options of a template are taken over and others not, each has its own group."""
    assert groups("""
[tool.hatch.envs.default]
dependencies = ["a"]
extra-dependencies = ["b"]
[tool.hatch.envs.t]
dependencies = ["c"]
[tool.hatch.envs.alone]
template = "alone"
[tool.hatch.envs.own]
detached = true
dependencies = ["d"]
""") == {
        "hatch:default.dependencies": ["a"],
        "hatch:default.extra-dependencies": ["b"],
        "hatch:default": ["hatch:default.dependencies", "hatch:default.extra-dependencies"],
        "hatch:t": ["hatch:default.extra-dependencies", "c"],
        "hatch:alone": [],
        "hatch:own": ["d"],
    }


def test_overrides_for_a_platform_are_under_a_marker():
    assert groups("""
[tool.hatch.envs.test]
dependencies = ["a"]
matrix = [{ python = ["3.11"], version = ["1"] }, { version = ["2"] }]
[tool.hatch.envs.test.overrides]
platform.windows.dependencies = ["b", { value = "c", if = ["x"] }, "e; python_version < '3'"]
platform.linux.scripts = ["x"]
matrix.version.dependencies = ["d"]
matrix.python.dependencies = ["only-some"]
env.CI.dependencies = ["f"]
name.x.dependencies = ["g"]
""") == {
        "hatch:test": [
            "a",
            "b sys_platform == 'win32'",
            "e (python_version < '3') and sys_platform == 'win32'",
            "d",
        ]
    }


def test_templates_in_a_circle_end():
    held = groups("""
[tool.hatch.envs.a]
template = "b"
[tool.hatch.envs.b]
template = "a"
dependencies = ["x"]
[tool.hatch.envs.c]
template = "gone"
""")
    assert held == {"hatch:a": ["hatch:b"], "hatch:b": ["x"], "hatch:c": []}


@pytest.mark.parametrize(("variable", "name", "missing"), [("", "default", "a"), ("t", "t", "b")])
def test_an_environment_of_hatch_should_hold_what_is_declared_for_it(variable, name, missing):
    """`0buMo1Rn` is what Hatch calls `/w`; the default environment is called like the project."""
    text = """
[project]
name = "demo"
dependencies = ["flask"]
[tool.hatch.envs.default]
dependencies = ["a"]
[tool.hatch.envs.t]
dependencies = ["b"]
"""
    folder = f"/h/env/virtual/demo/0buMo1Rn/{'demo' if name == 'default' else name}"
    project = parse_project(
        f"-- pyproject.toml --{text}-- {folder} (environment) --\nflask 3.0\n",
        variables={"HATCH_DATA_DIR": "/h", "HATCH_ENV": variable, "HOME": "/home/u"},
    )
    assert project.resolution("pyproject.toml").choice.group == f"hatch:{name}"
    [problem] = project.problems("pyproject.toml")
    assert (problem.code, problem.about) == ("missing-package", missing)
