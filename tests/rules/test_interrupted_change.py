"""A change that was interrupted is one problem of every file that the environment serves."""

from fixture import check


def test_it_is_told_once_with_what_was_to_be_done():
    [problem] = check("""
        # tools
        flask>=3
        ^^^^^^^^ interrupted-change: A change of `.venv` was interrupted: Install `flask`
        -- .venv --
        flask 3.0.2
        -- .venv/.pinlight/journal.json --
        {"title": "Install `flask`"}
    """).problems()
    assert problem.about == problem.environment == "/w/.venv"


def test_a_journal_that_cannot_be_read_is_told_too():
    check("""
        flask>=3
        ^^^^^^^^ interrupted-change: A change of `.venv` was interrupted: A change
        -- .venv --
        flask 3.0.2
        -- .venv/.pinlight/journal.json --
        [[[
    """)


def test_what_is_kept_for_undo_is_no_problem():
    check("""
        flask>=3
        -- .venv --
        flask 3.0.2
        -- .venv/.pinlight/undo/000001/step.json --
        {}
    """)
