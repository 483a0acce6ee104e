"""An installed version that a line or a constraint does not admit is marked."""

from fixture import check


def test_installed_version_is_too_old():
    check("""
        flask>=3
        requests==2.31.0
        ^^^^^^^^^^^^^^^^ wrong-version: `requests` 2.30.0 is installed, 2.31.0 is required
        -- .venv --
        flask 3.0.2
        requests 2.30.0
    """)


def test_names_are_shown_as_they_are_written():
    check("""
        Django>=5,<6
        ^^^^^^^^^^^^ wrong-version: `Django` 4.2.1 is installed, >=5,<6 is required
        -- .venv --
        django 4.2.1
    """)


def test_a_violated_constraint_is_shown_on_the_requirement():
    [problem] = check("""
        -c limits.txt
        urllib3
        ^^^^^^^ wrong-version: `urllib3` 2.2.0 is installed, <2 is required by the constraint in ...
        -- limits.txt --
        urllib3<2
        requests<2
        -- .venv --
        urllib3 2.2.0
        requests 2.31.0
    """).problems()
    assert problem.message.endswith("in `limits.txt`")
    assert [place[0:2] for place in problem.related] == [("/w/limits.txt", (0, 9))]


def test_a_constraint_whose_marker_is_false_constrains_nothing():
    check("""
        -c limits.txt
        urllib3
        -- limits.txt --
        urllib3<2; sys_platform == "win32"
        -- .venv --
        urllib3 2.2.0
    """)


def test_a_line_whose_marker_is_false_is_not_constrained():
    check("""
        -c limits.txt
        urllib3; sys_platform == "win32"
        -- limits.txt --
        urllib3<2
        -- .venv --
        urllib3 2.2.0
    """)


def test_a_constraints_file_alone_is_compared_with_nothing():
    check("""
        -- constraints.txt --
        urllib3<2
        -- .venv --
        urllib3 2.2.0
    """)


def test_what_the_includer_holds_at_the_wrong_version_stands_on_its_include():
    check("""
        -- base/requirements.txt --
        flask>=3
        -- base/.venv --
        flask 3.0.2
        -- dev-requirements.txt --
        -r base/requirements.txt
        ^^^^^^^^^^^^^^^^^^^^^^^^ wrong-version: 1 requirement of `base/requirements.txt` has the ...
        -- .venv --
        flask 2.0.0
    """)


def test_a_mark_over_two_lines_ends_where_the_requirement_ends():
    check("""
        flask \\
        ^^^^^^^+1:8 wrong-version: `flask` 2.0.0 is installed, >= 3 is required
            >= 3
        -- .venv --
        flask 2.0.0
    """)
