"""A constraint is told when neither the file nor anything installed asks for its name."""

from fixture import check


def test_a_constraints_file_of_which_one_line_counts_is_silent():
    check("""
        -c limits-constraints.txt
        flask
        -- limits-constraints.txt --
        flask<4
        tornado<7
        -- .venv --
        flask 3.0.2
    """)


def test_a_constraints_file_of_which_no_line_counts_is_told_on_its_include():
    check("""
        -c limits-constraints.txt
        ^^^^^^^^^^^^^^^^^^^^^^^^^ unused-constraint: No constraint of...
        flask
        -- limits-constraints.txt --
        tornado<7
        -- .venv --
        flask 3.0.2
    """)


def test_what_an_installed_package_asks_for_under_an_extra_is_used():
    check("""
        -c limits-constraints.txt
        flask
        -- limits-constraints.txt --
        asgiref<4
        -- .venv --
        flask 3.0.2
          Requires-Dist: asgiref>=3.2; extra == "async"
    """)


def test_while_something_is_missing_nothing_is_told():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        dependencies = ["flask"]
                         ^^^^^ missing-package: `flask` is not installed in `.venv`
        [tool.uv]
        constraint-dependencies = ["werkzeug<4"]
        -- .venv --
        click 8.1
    """)
