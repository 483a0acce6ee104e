"""A line that adds nothing is marked; lines that differ for a reason are not."""

import pytest

from fixture import check, parse_project


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        ("flask\nflask", 1),
        ("flask>=3\nFlask >= 3", 1),
        ("flask>=3,<4\nflask<4", 1),
        ("flask<4\nflask>=3,<4", 0),  # The first adds nothing.
        ("flask>=2\nflask<4", 1),  # One line could say both.
        ("flask\nflask[async]", 0),
        ("flask[async]\nflask", 1),
        ("flask[async]\nflask[dotenv]", None),
        ("flask>=4\nflask<3", None),  # That contradicts.
        ("flask\nclick", None),
        ('flask; os_name == "nt"\nflask; os_name == "posix"', None),
        ("flask; os_name == \"nt\"\nflask;os_name == 'nt'", 1),
        ('flask\nflask; os_name == "nt"', 1),
        ('flask\nflask<4; os_name == "nt"', None),
        ('flask; python_version > "3.8"\nflask; os_name == "posix"', 1),
        ("./shop\n./shop", 1),
        ("./shop\n./cart", None),
        ("flask # pinlight: ignore\nflask", 1),
    ],
)
def test_two_lines(lines, marked):
    project = parse_project(
        f"{lines}\n-- shop/setup.py --\n-- cart/setup.py --\n-- .venv --\nflask 3.5\n",
        settings={"select": ["duplicate-requirement"]},
    )
    starts = [problem.span.start for problem in project.problems()]
    assert starts == [] if marked is None else [(0, lines.index("\n") + 1)[marked]]


def test_the_other_line_is_related():
    [problem] = check("""
        flask
        flask
        ^^^^^ duplicate-requirement: `flask` is already required
        -- .venv --
        flask 3.0.2
    """).problems()
    assert [place.span for place in problem.related] == [(0, 5)]
    assert problem.severity == "hint"


def test_each_group_stands_for_itself():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1.0"
        dependencies = ["flask", "click", "flask"]
                                           ^^^^^ duplicate-requirement: ...
        [project.optional-dependencies]
        cli = ["click>=8"]
        [dependency-groups]
        docs = ["flask", "sphinx", "sphinx"]
                                    ^^^^^^ duplicate-requirement: ...
        -- .venv --
        flask 3.0.2
        click 8.1.7
    """)


def test_a_line_that_an_included_file_makes_superfluous():
    check("""
        -r base.txt
        flask
        ^^^^^ duplicate-requirement: `flask>=3` is already required in `base.txt`
        click==8.1.7
        flask
        ^^^^^ duplicate-requirement: `flask` is already required
        -- base.txt --
        flask>=3
        click
        -- .venv --
        flask 3.0.2
        click 8.1.7
    """)
