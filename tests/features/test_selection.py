"""What is selected when a selection grows."""

from itertools import pairwise

import pytest

from fixture import parse_project
from pinlight.features.selection import selection


def grown(text, count=9):
    project = parse_project(text)
    path, offset = project.cursor
    resolution = project.seen.resolutions[path]
    spans = selection(resolution, offset)
    assert all(outer.covers(inner) for inner, outer in pairwise(spans))
    texts = [resolution.manifest.text[slice(*span)] for span in spans]
    assert texts[-1] == resolution.manifest.text
    return texts[:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "rich\n\nflask[a,b]>=3,<<cursor>4 # x\ny\n",
            ["4", ">=3,<4", "flask[a,b]>=3,<4", "flask[a,b]>=3,<4 # x", "flask[a,b]>=3,<4 # x\ny"],
        ),
        ("fl<cursor>ask>=3\n", ["flask", "flask>=3"]),
        ("flask[a, <cursor>b]\n", ["b", "a, b", "flask[a, b]"]),
        (
            "a; os_name == 'n<cursor>t' and extra == 'x'\n",
            ["'nt'", "os_name == 'nt' and extra == 'x'", "a; os_name == 'nt' and extra == 'x'"],
        ),
        ("-r ba<cursor>se.txt  # x\n", ["base.txt", "-r base.txt", "-r base.txt  # x"]),
        ("a \\\n  --ha<cursor>sh=sha256:0\n", ["--hash", "a \\\n  --hash=sha256:0"]),
        ("# com<cursor>ment\n\na\n", ["# comment"]),
        ("a\n<cursor>\nb\n", ["", "a\n\nb"]),
    ],
)
def test_each_step_holds_the_one_before(text, expected):
    assert grown(text) == expected


def test_in_a_pyproject_it_grows_to_the_quotes():
    text = '-- pyproject.toml --\n[project]\nname = "x"\ndependencies = ["fl<cursor>ask>=3"]\n'
    assert grown(text) == ["flask", "flask>=3", '"flask>=3"']


def test_a_group_key_is_a_word():
    text = '-- pyproject.toml --\n[dependency-groups]\nde<cursor>v = ["flask"]\n'
    assert grown(text) == ["dev"]
