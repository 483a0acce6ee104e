"""`[tool.hatch.envs.*]` of a pyproject.toml: what each environment of Hatch holds."""

from fixture import check
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
