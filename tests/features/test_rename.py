"""A new name for a group, wherever the file names it."""

import pytest

from fixture import parse_project
from pinlight.features.rename import rename, renameable

PROJECT = """
-- pyproject.toml --
[project]
name = "shop"
dependencies = ["shop[web,Web]", "flask[web]"]
[project.optional-dependencies]
web = ["rich"]
[dependency-groups]
"my.dev" = ["requests", {include-group = "lint"}]
lint = ["ruff"]
test = [{include-group = "LINT"}, {include-group = "my-dev"}]
"""


def renamed(word, name):
    """Return the old names and the lines that differ after renaming."""
    project = parse_project(PROJECT.replace(word, word[:2] + "<cursor>" + word[2:], 1))
    path, offset = project.cursor
    resolution = project.seen.resolutions[path]
    prepared = renameable(resolution, offset)
    text = before = resolution.manifest.text
    for edit in sorted(rename(resolution, offset, name), key=lambda it: it.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    lines = zip(before.splitlines(), text.splitlines(), strict=True)
    return prepared and prepared.name, [after for old, after in lines if old != after]


@pytest.mark.parametrize(
    ("word", "name", "old", "lines"),
    [
        (
            "lint = ",
            "style",
            "lint",
            [
                '"my.dev" = ["requests", {include-group = "style"}]',
                'style = ["ruff"]',
                'test = [{include-group = "style"}, {include-group = "my-dev"}]',
            ],
        ),
        (
            '"my-dev"',
            "dev.all",
            "my-dev",
            [
                '"dev.all" = ["requests", {include-group = "lint"}]',
                'test = [{include-group = "LINT"}, {include-group = "dev.all"}]',
            ],
        ),
        (
            "web = [",
            "net",
            "web",
            ['dependencies = ["shop[net,net]", "flask[web]"]', 'net = ["rich"]'],
        ),
        ("lint = ", "a.b", "lint", None),
        ("lint = ", "no good", "lint", []),
        ("requests", "other", None, []),
        ("[dependency", "other", None, []),
    ],
)
def test_a_group_is_renamed_in_all_places(word, name, old, lines):
    found, changed = renamed(word, name)
    assert found == old
    if lines is None:
        assert '"a.b" = ["ruff"]' in changed
    else:
        assert changed == lines


def test_an_extra_of_another_project_is_not_ours():
    assert renamed("k[web]", "x")[0] is None
