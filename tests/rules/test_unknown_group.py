"""Groups include groups that exist, and never themselves."""

from fixture import check


def test_a_group_that_does_not_exist():
    check("""
        -- pyproject.toml --
        [dependency-groups]
        dev = [{include-group = "Tests"}]
                                 ^^^^^ unknown-group: `tests` is not a...
    """)


def test_names_are_compared_normalised():
    check("""
        -- pyproject.toml --
        [dependency-groups]
        dev = [{include-group = "unit_tests"}]
        Unit-Tests = []
    """)


def test_an_extra_is_no_group():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1.0"
        [project.optional-dependencies]
        tests = []
        [dependency-groups]
        dev = [{include-group = "tests"}]
                                 ^^^^^ unknown-group: ...
    """)


def test_circles():
    check("""
        -- pyproject.toml --
        [dependency-groups]
        a = [{include-group = "a"}]
                               ^ unknown-group: `a` includes itself
        b = [{include-group = "c"}]
                               ^ unknown-group: `c` leads back to `b`
        c = [{include-group = "b"}, {include-group = "a"}]
                               ^ unknown-group: `b` leads back to `c`
    """)
