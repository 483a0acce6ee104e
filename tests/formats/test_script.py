"""PEP 723: a Python file with a block of metadata declares what it needs."""

import re

import pytest

from fixture import check, parse_project
from pinlight.formats import format_of, is_looked_for
from pinlight.world.intake import edited
from pinlight.world.state import Read, World

WHOLE = '''\
#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "requests<3",
#   "Rich[Jupyter]",  # pinlight: ignore
# ]
#
# [tool.uv.sources]
# rich = { git = "https://git.example/rich" }
# ///
import requests
# /// other
# x = 1
# ///
text = """not a block"""
'''


def read(text):
    return format_of("/w/tool.py").parse("/w/tool.py", text, {})


def test_the_block_is_read_at_its_place():
    manifest = read(WHOLE)
    assert (manifest.kind, manifest.faults, manifest.text) == ("script", (), WHOLE)
    assert [(it.name, it.specifier, it.extras, it.url) for it in manifest.dependencies] == [
        ("requests", "<3", (), ""),
        ("rich", "", ("jupyter",), "git+https://git.example/rich"),
    ]
    for it in manifest.dependencies:
        assert WHOLE[it.name_span.start : it.name_span.end].lower() == it.name
    place = manifest.requires_python_span
    assert WHOLE[place.start : place.end] == manifest.requires_python == ">=3.11"
    (ignored,) = manifest.ignores
    assert "Rich" in WHOLE[ignored.span.start : ignored.span.end]


@pytest.mark.parametrize("text", ["", "# /// scripts\n# ///\n", "x = '# /// script'"])
def test_any_other_file_is_left_alone(text):
    assert read(text).kind == "prose"


def test_a_file_that_imports_something_is_held_against_its_project():
    manifest = read("import os  # pinlight: ignore[x]\nimport re\n")
    assert manifest.kind == "python"
    assert [(tuple(it.span), it.codes) for it in manifest.ignores] == [((0, 32), ("x",))]


def test_carriage_returns_change_nothing():
    manifest = read(WHOLE.replace("\n", "\r\n"))
    assert [it.name for it in manifest.dependencies] == ["requests", "rich"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("# /// script\n# dependencies = []\n", "# /// script: the block has no end: a line"),
        ("# /// script\n# a = 1\n# ///\n\n# /// script\n# a = 1\n# ///\n", "can have one block"),
        ('# /// script\n# dependencies = ["a=1"]\n# ///\n', "=: `=` is not an operator"),
        ("# /// script\n# dependencies = [\n# ///\n", "[: array is not closed"),
    ],
)
def test_a_block_that_cannot_be_read_is_told(text, fault):
    (found,) = read(text).faults
    assert fault in f"{text[found.span.start : found.span.end]}: {found.message}"


def test_a_script_is_not_judged_by_the_environment_of_the_project_around_it():
    text = """
        -- tool.py --
        # /// script
        # dependencies = ["absent", "flask=1"]
                                          ^ invalid-requirement: `=` is not an operator, `==` is
        # ///
        -- .venv --
        flask 3.0.2
    """
    project = check(text)
    assert project.resolution("tool.py").environment is None


def test_a_script_that_was_given_an_environment_is_judged():
    check(
        """
        -- tool.py --
        # /// script
        # dependencies = ["absent", "flask"]
                           ^^^^^^ missing-package: `absent` is not installed in `.venv`
        # ///
        -- .venv --
        flask 3.0.2
        """,
        settings={"environments": {"tool.py": ".venv"}},
    )


def test_no_walk_looks_for_python_files():
    assert not is_looked_for("/w/tool.py")
    assert is_looked_for("/w/setup.py")
    assert format_of("/w/setup.py").name == "setup_py"


def test_an_open_python_file_without_a_block_costs_nothing():
    world, effects = edited(World(folders=("/w",)), "/w/tool.py", "x = 1\n", 1)
    assert ("/w/tool.py" in world.manifests, effects) == (False, [])
    world, effects = edited(world, "/w/tool.py", WHOLE, 2)
    assert Read("choice", "/w/tool.py") in effects
    world, _ = edited(world, "/w/tool.py", "x = 1\n", 3)
    assert world.manifests["/w/tool.py"].kind == "prose"


def test_the_reference_expression_of_the_specification_finds_the_same_block():
    """Source: PEP 723, reference implementation."""
    reference = r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(^#(| .*)$\s)+)^# ///$"
    samples = [WHOLE, WHOLE.replace("# ///\nimport", "# /// \nimport"), WHOLE.replace("#\n", "\n")]
    for text in samples:
        blocks = [it for it in re.finditer(reference, text) if it["type"] == "script"]
        assert bool(blocks) == bool(read(text).dependencies), text


def test_the_fixture_takes_a_script():
    assert parse_project("-- a.py --\nimport os\n").problems("a.py") == ()
