"""Installing everything that lags behind."""

from pinlight.model import Install

PROJECT = """
    -c constraints.txt
    aaa
    bbb>=2
    ccc
    ddd
    eee; os_name == "nt"
    -- constraints.txt --
    ddd<1
    -- .venv --
    bbb 1.0
    ccc 1.0
    ddd 1.0
    """


def test_one_source_action_installs_what_is_missing_or_not_as_required(offer):
    offered = offer(PROJECT)
    title = "* Install everything that is missing or not as required (3 packages)"
    assert offered.titles[0] == title
    action = offered.actions[0]
    assert action.is_source
    assert action.id == "fix:install-missing::/w/requirements.txt:/w/.venv"
    assert len(action.solves) == 3
    assert action.do == Install(
        "/w/.venv",
        "/w/requirements.txt",
        ("aaa", "bbb>=2", "ddd"),
        constraints=("/w/constraints.txt",),
    )


def test_it_is_also_a_quick_fix_where_it_does_more_than_one_line(offer):
    assert "Install everything that is missing or not as required (3 packages)" in (
        offer(PROJECT, "aaa").titles
    )
    alone = offer("    aaa\n    -- .venv --\n", "aaa")
    assert alone.titles == ["* Install `aaa`"]


def test_a_local_project_is_installed_from_where_it_is(offer):
    """The line starts at the project, the file lies below it."""
    project = """
        -- pyproject.toml --
        [project]
        name = "shop"
        -- requirements/dev.txt --
        aaa
        -e .
        -- .venv --
        """
    offered = offer(project, file="requirements/dev.txt")
    action = offered.action("Install everything")
    assert action.do.lines == ("aaa", "-e /w")


def test_nothing_is_offered_where_nothing_is_missing(offer):
    assert offer("    aaa==1.0\n    -- .venv --\n    aaa 1.0\n").titles == []


def test_what_lacks_in_an_included_file_that_shows_it_itself_is_part_of_it(offer):
    project = (
        "    -r base-requirements.txt\n    -- base-requirements.txt --\n    aaa\n    -- .venv --\n"
    )
    assert offer(project).operation("Install everything").lines == ("aaa",)
