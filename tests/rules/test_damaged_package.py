"""What an interrupted installation left is told on the line that needs it."""

from fixture import check


def test_what_no_line_needs_is_told_once():
    check("""
        requests
        ^^^^^^^^ damaged-package: `.venv` holds what an interrupted installation left: ...
        -- .venv --
        requests 2.30.0
        -- .venv/lib/python3.12/site-packages/flask-3.0.2.dist-info/RECORD --
        flask.py,,
        -- .venv/lib/python3.12/site-packages/~ip/x.py --
    """)


def test_each_line_tells_of_its_own():
    [problem] = check("""
        requests
        Flask
        ^^^^^ damaged-package: `flask` is damaged: its metadata is missing
        -- .venv --
        requests 2.30.0
        -- .venv/lib/python3.12/site-packages/flask-3.0.2.dist-info/RECORD --
        flask.py,,
    """).problems()
    assert problem.about == "flask"
