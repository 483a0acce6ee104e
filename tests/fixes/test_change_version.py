"""Upgrading or downgrading to what the line asks for."""

import pytest

from pinlight.model import Install


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("aaa==2.31.0", "Upgrade `aaa` from 2.30.0 to `==2.31.0`"),
        ("aaa>=3,<4", "Upgrade `aaa` from 2.30.0 to `>=3,<4`"),
        ("aaa<2", "Downgrade `aaa` from 2.30.0 to `<2`"),
        ("aaa==2.29.*", "Downgrade `aaa` from 2.30.0 to `==2.29.*`"),
        ("aaa>2.30.0", "Upgrade `aaa` from 2.30.0 to `>2.30.0`"),
        ("aaa!=2.30.0", "Change `aaa` from 2.30.0 to `!=2.30.0`"),
        ("aaa===other", "Change `aaa` from 2.30.0 to `===other`"),
    ],
)
def test_the_title_says_from_what_to_what(offer, line, title):
    offered = offer(f"    {line}\n    -- .venv --\n    aaa 2.30.0\n", "aaa")
    assert offered.titles[0] == f"* {title}"
    assert offered.actions[0].do == Install("/w/.venv", "/w/requirements.txt", (line,))


def test_a_constraint_can_be_what_asks_for_it(offer):
    project = """
        -c constraints.txt
        aaa
        -- constraints.txt --
        aaa<2
        -- .venv --
        aaa 2.30.0
        """
    offered = offer(project, "aaa")
    assert offered.titles == ["* Downgrade `aaa` from 2.30.0 to `<2`"]
    assert offered.actions[0].do == Install(
        "/w/.venv", "/w/requirements.txt", ("aaa",), constraints=("/w/constraints.txt",)
    )
