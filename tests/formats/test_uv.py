"""`[tool.uv]` of a pyproject.toml: what it adds to the project, and what it puts in its place."""

import pytest

from fixture import check
from pinlight.formats.pyproject import parse


def read(text):
    return parse("/w/app/pyproject.toml", text, {})


def test_groups_constraints_and_overrides():
    manifest = read("""
[dependency-groups]
test = ["pytest"]
[tool.uv]
dev-dependencies = ["ruff>=0.5"]
constraint-dependencies = ["urllib3<2"]
override-dependencies = ["click==8.1.7", 3]
default-groups = ["dev", "Test"]
""")
    assert [(it.name, it.group) for it in manifest.dependencies] == [
        ("pytest", "test"),
        ("ruff", "dev"),
    ]
    assert [(it.name, it.specifier) for it in manifest.constraints] == [("urllib3", "<2")]
    assert [(it.name, it.specifier) for it in manifest.overrides] == [("click", "==8.1.7")]
    assert manifest.default_groups == ("dev", "test")
    assert [group.name for group in manifest.groups] == ["test", "dev"]


def test_all_groups_may_be_the_default():
    text = '[dependency-groups]\na=[]\nb=[]\n[tool.uv]\ndefault-groups = "all"\n'
    assert read(text).default_groups == ("a", "b")
    assert read("[dependency-groups]\na=[]\n[tool.uv]\n").default_groups is None


@pytest.mark.parametrize(
    ("source", "url", "path", "is_editable", "is_local"),
    [
        ('{path = "../lib"}', "/w/lib", "/w/lib", False, False),
        ('{path = "../lib", editable = true}', "/w/lib", "/w/lib", True, False),
        ('{git = "https://x.example/r", rev = "abc"}', "git+https://x.example/r@abc", "", 0, 0),
        ('{git = "git@x.example:o/r"}', "git+ssh://git@x.example/o/r", "", 0, 0),
        ('{url = "https://x.example/a.whl"}', "https://x.example/a.whl", "", 0, 0),
        ("{workspace = true}", "", "", False, True),
        ('{index = "own"}', "", "", False, False),
        ('{git = "https://x.example/r", marker = "os_name == \'nt\'"}', "", "", False, False),
        ('[{git = "https://x.example/r"}]', "", "", False, False),
        ("3", "", "", False, False),
    ],
)
def test_sources_say_where_a_package_comes_from(source, url, path, is_editable, is_local):
    manifest = read(f"""
[project]
dependencies = ["other", "Some.Lib>=1"]
[tool.uv.sources]
some-lib = {source}
""")
    other, dependency = manifest.dependencies
    assert (dependency.url, dependency.path) == (url, path)
    assert (dependency.is_editable, dependency.is_local) == (bool(is_editable), bool(is_local))
    assert (other.url, dependency.specifier) == ("", ">=1")


def test_constraints_and_overrides_are_honoured():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        dependencies = [
            "flask>=3",
            "urllib3",
             ^^^^^^^ wrong-version: `urllib3` 2.2.0 is installed, <2 is required by the ...
            "click>=8",
             ^^^^^^^^ wrong-version: `click` 7.0 is installed, 7.1 is required
            "absent",
             ^^^^^^ missing-package: `absent` is not installed in `.venv`
        ]
        [tool.uv]
        constraint-dependencies = ["urllib3<2"]
        override-dependencies = ["click==7.1"]
        -- .venv --
        flask 3.0.2
        urllib3 2.2.0
        click 7.0
    """)


def test_default_groups_of_uv_are_judged():
    check("""
        -- pyproject.toml --
        [dependency-groups]
        test = ["pytest"]
                 ^^^^^^ missing-package: `pytest` is not installed in `.venv`
        dev = ["ruff"]
        [tool.uv]
        default-groups = ["test"]
        -- .venv --
        flask 3.0.2
    """)


def test_a_member_of_the_workspace_is_never_asked_of_an_index():
    from pinlight.fixes import actions
    from pinlight.model import Tools

    project = check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        dependencies = ["ours"]
                         ^^^^ missing-package: `ours` is not installed in `.venv`
        [tool.uv.sources]
        ours = {workspace = true}
        -- .venv --
        flask 3.0.2
    """)
    resolution = project.resolution("pyproject.toml")
    offered = actions(resolution, project.problems("pyproject.toml"), None, Tools())
    assert not [action for action in offered if "nstall" in action.title]
