"""`requires-python` is compared with the Python of the environment."""

from fixture import check


def test_an_environment_of_an_older_python():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1.0"
        requires-python = ">=3.12"
                           ^^^^^^ python-mismatch: `.venv` has Python 3.9.2, >=3.12 is required
        -- .venv --
        python 3.9.2
    """)


def test_an_environment_that_fits():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1.0"
        requires-python = ">=3.9,<4"
        -- .venv --
        python 3.9.2
    """)


def test_without_an_environment_there_is_nothing_to_compare():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1.0"
        requires-python = ">=3.12"
    """)
