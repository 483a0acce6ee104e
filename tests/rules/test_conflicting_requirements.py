"""Requirements that can never both hold are told apart from those that can."""

from fixture import check


def test_two_lines_of_one_file():
    [problem] = check("""
        flask>=3
        click
        flask<3
        ^^^^^^^ conflicting-requirements: `flask<3` and `flask>=3` can never both hold
        ^^^^^^^ wrong-version: ...
        -- .venv --
        flask 3.0.2
        click 8.1.7
    """).problems()[:1]
    assert [place.span for place in problem.related] == [(0, 8)]


def test_a_line_and_a_constraint():
    check("""
        -c constraints.txt
        flask>=3
        ^^^^^^^^ conflicting-requirements: `flask>=3` and the constraint `flask<3` of ...
        ^^^^^^^^ wrong-version: ...
        -- constraints.txt --
        flask<3
        -- .venv --
        flask 3.0.2
    """)


def test_a_line_and_an_included_one():
    check("""
        flask>=3
        ^^^^^^^^ conflicting-requirements: `flask>=3` and `flask<3` of `base.txt` can ...
        -r base.txt
        ^^^^^^^^^^^ wrong-version: ...
        -- base.txt --
        flask<3
        -- .venv --
        flask 3.0.2
    """)


def test_a_line_that_does_not_hold_here_takes_no_part():
    check("""
        flask>=3; python_version >= "3.8"
        flask<3; python_version < "3.8"
        -- .venv --
        flask 3.0.2
    """)


def test_without_an_environment_only_equal_markers_are_compared():
    check("""
        flask>=3; python_version >= "3.8"
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no-environment: ...
        flask<3; python_version < "3.8"
        click>=8; os_name == "posix"
        click<8;os_name=="posix"
        ^^^^^^^^^^^^^^^^^^^^^^^^ conflicting-requirements: ...
    """)


def test_two_sources_of_one_package():
    check(
        """
        shop @ https://a.example/shop.whl
        shop @ https://b.example/shop.whl
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ conflicting-requirements: ...
        -- .venv --
        shop 1.0
          direct_url: {"url": "https://a.example/shop.whl", "archive_info": {}}
    """,
        settings={"ignore": ["wrong-source"]},
    )


def test_urls_are_shown_by_their_end_without_secrets():
    [problem] = check(
        """
        shop @ https://user:hunter2@a.example/shop.whl?key=hunter2#egg=shop
        shop @ git+https://hunter2@git.example/shop
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ conflicting-requirements: `shop @ shop` and ...
        -- .venv --
    """,
        settings={"ignore": ["missing-package"]},
    ).problems()
    assert problem.message == "`shop @ shop` and `shop @ shop.whl` can never both hold"
    assert "hunter2" not in problem.related[0].message


def test_constraints_on_what_nobody_asks_for_do_not_matter():
    check("""
        -c a.txt
        ^^^^^^^^ unused-constraint: No constraint of `a.txt` is on anything that is asked for here
        -c b.txt
        ^^^^^^^^ unused-constraint: No constraint of `b.txt` is on anything that is asked for here
        flask
        -- a.txt --
        click<8
        -- b.txt --
        click>=8
        -- .venv --
        flask 3.0.2
    """)


def test_groups_that_are_not_installed_together_may_differ():
    check("""
        -- pyproject.toml --
        [dependency-groups]
        old = ["flask<3"]
        dev = ["flask>=3"]
        -- .venv --
        flask 3.0.2
    """)
