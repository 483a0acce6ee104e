"""A broken environment is one problem, and nothing is compared with it."""

from fixture import check


def test_one_problem_and_no_comparison():
    [problem] = check("""
        flask>=3
        ^^^^^^^^ broken-environment: `.venv` is broken: ...
        requests
        -- .venv/pyvenv.cfg --
        home = /opt/gone/bin
        version = 3.12.1
    """).problems()
    assert problem.about == problem.environment == "/w/.venv"


def test_a_file_that_needs_nothing_does_not_mind():
    check("""
        # nothing yet
        -- .venv/pyvenv.cfg --
        home = /opt/gone/bin
        version = 3.12.1
    """)
