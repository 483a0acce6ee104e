"""An extra that nobody defines is told, since pip ignores it silently."""

from fixture import check


def test_an_extra_that_the_distribution_does_not_provide():
    check("""
        requests[sock,socks,sox]
        ^^^^^^^^^^^^^^^^^^^^^^^^ unknown-extra: `requests` 2.31.0 has no extras `sock`, `sox`
        -- .venv --
        requests 2.31.0
          Provides-Extra: socks
    """)


def test_extras_are_compared_as_installers_do():
    check("""
        shop[Fast_Lane]
        -- .venv --
        shop 1.0
          Provides-Extra: fast-lane
    """)


def test_another_version_may_define_it():
    check("""
        requests[sock]>=3
        ^^^^^^^^^^^^^^^^^ wrong-version: ...
        -- .venv --
        requests 2.31.0
    """)


def test_an_extra_of_the_project_itself():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1.0"
        [project.optional-dependencies]
        cli = ["click"]
        all = ["shop[cli,gui]"]
                ^^^^^^^^^^^^^ unknown-extra: `shop` has no extra `gui`
        -- .venv --
    """)
