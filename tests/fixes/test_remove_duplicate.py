"""Removing a duplicate: text before and after."""

import pytest

from pinlight.fixes.remove_duplicate import removed
from pinlight.formats.requirements import parse
from pinlight.model import Dependency, Manifest
from pinlight.text import Span

HEAD = '[project]\nname = "shop"\nversion = "1"\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("aaa\nbbb\naaa\n", "aaa\nbbb\n"),
        ("aaa\n  aaa  # again\nbbb\n", "aaa\nbbb\n"),
        ("aaa\nbbb\naaa", "aaa\nbbb"),
        ("aaa\r\naaa\r\nbbb\r\n", "aaa\r\nbbb\r\n"),
        ("aaa>1\naaa\\\n  >1\nbbb\n", "aaa>1\nbbb\n"),
        ("aaa\n\naaa\n\nbbb\n", "aaa\n\n\nbbb\n"),
    ],
)
def test_the_whole_line_goes(before, after):
    manifest = parse("/w/requirements.txt", before, {})
    last = [it for it in manifest.dependencies if it.name == "aaa"][-1]
    span = removed(manifest, last)
    assert before[: span.start] + before[span.end :] == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('["aaa", "X", "bbb"]', '["aaa", "bbb"]'),
        ('["X", "bbb"]', '["bbb"]'),
        ('["aaa", "X"]', '["aaa"]'),
        ('["aaa", "X",]', '["aaa", ]'),
        ('["X"]', "[]"),
        ('[\n    "aaa",\n    "X",  # again\n    "bbb",\n]', '[\n    "aaa",\n    "bbb",\n]'),
        ('[\n    "aaa",\n    "X"\n]', '[\n    "aaa",\n]'),
        ('[\n    "aaa", "X",\n]', '[\n    "aaa", \n]'),
        ('["aaa",\n "X"]', '["aaa"]'),
    ],
)
def test_of_an_array_the_item_goes_with_one_comma(before, after):
    at = before.index('"X"')
    entry = Span(at, at + 3)
    manifest = Manifest("/w/pyproject.toml", "pyproject", before)
    span = removed(manifest, Dependency("x", entry, entry, entry, entry))
    assert before[: span.start] + before[span.end :] == after


def test_the_quick_fix_removes_the_line_that_adds_nothing(offer):
    offered = offer(
        "    aaa>1\n    bbb\n    aaa>1\n    -- .venv --\n    aaa 2\n    bbb 1\n", "aaa>1"
    )
    assert offered.titles == ["* Remove the duplicate `aaa>1`"]
    assert offered.text_after("Remove") == "aaa>1\nbbb\n"


def test_several_can_be_removed_at_once(offer):
    project = "    aaa\n    aaa\n    bbb\n    aaa\n    bbb\n    -- .venv --\n    aaa 2\n    bbb 1\n"
    offered = offer(project)
    assert offered.titles[0] == "* Remove all 3 duplicates"
    assert offered.text_after("Remove all") == "aaa\nbbb\n"


def test_in_a_project_the_document_stays_valid(offer):
    project = """
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1"
        dependencies = [
            "aaa",
            "bbb",  # b
            "aaa",
        ]
        -- .venv --
        aaa 1
        bbb 1
        """
    offered = offer(project, '"aaa"', "pyproject.toml")
    assert offered.text_after("Remove") == (
        f'{HEAD}dependencies = [\n    "aaa",\n    "bbb",  # b\n]\n'
    )
