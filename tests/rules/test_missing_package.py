"""A requirement that is not installed is marked; constraints and false markers are not."""

from fixture import check, parse_project
from pinlight.rules.missing_package import find


def test_names_are_compared_as_installers_do():
    check("""
        Foo.Bar
        foo_baz
        ^^^^^^^ missing-package: `foo_baz` is not installed in `.venv`
        -- .venv --
        foo-bar 1.0
    """)


def test_the_mark_covers_the_requirement_and_not_its_comment_or_hash():
    check("""
        flask >= 3 ; python_version >= "3"  # the web
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-package: ...
        -- .venv --
    """)


def test_a_line_whose_marker_is_false_here_is_left_alone():
    check("""
        colorama; sys_platform == "win32"
        tomli; python_version < "3.11"
        -- .venv --
        python 3.11.4
    """)


def test_a_constraint_never_asks_for_anything():
    check("""
        -c constraints.txt
        flask
        -- constraints.txt --
        requests==2.31.0
        flask>=3
        -- .venv --
        flask 3.0.2
    """)


def test_the_environment_above_is_shown_from_the_file():
    check("""
        -- services/api/requirements.txt --
        flask
        ^^^^^ missing-package: `flask` is not installed in `../../.venv`
        -- .venv --
    """)


def test_a_package_that_only_another_environment_holds_is_told():
    resolution = parse_project("flask\n-- .venv --\n").resolution()
    [finding] = find(resolution._replace(elsewhere={"flask": "/usr", "click": "/w/b/.venv"}))
    assert finding.message == "`flask` is not installed in `.venv`, only in `/usr`"


def test_what_an_included_file_lacks_is_shown_there_once():
    check("""
        -r base.txt
        -- base.txt --
        flask
        -- requirements-dev.txt --
        -r more-requirements.txt
        -- more-requirements.txt --
        click
        ^^^^^ missing-package: `click` is not installed in `.venv`
        -- .venv --
        flask 3.0.2
    """)


def test_what_the_includer_lacks_stands_on_its_include():
    """The included file has an environment of its own that holds everything."""
    [problem] = check("""
        -- base/requirements.txt --
        flask
        requests
        click
        -- base/.venv --
        flask 3.0.2
        requests 2.31.0
        click 8.1.7
        -- dev/requirements.txt --
        -r ../base/requirements.txt
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-package: 2 requirements of `../base/re...
        pytest
        -- dev/.venv --
        flask 3.0.2
        pytest 9.0.0
    """).problems("dev/requirements.txt")
    assert problem.message.endswith("are not installed: `click`, `requests`")
    assert [(place.path, place.message) for place in problem.related] == [
        (
            "/w/base/requirements.txt",
            "`requests` is not installed in `.venv`, only in `../base/.venv`",
        ),
        (
            "/w/base/requirements.txt",
            "`click` is not installed in `.venv`, only in `../base/.venv`",
        ),
    ]


def test_a_file_that_is_not_shown_itself_is_shown_on_its_include():
    check("""
        -r deps.list
        ^^^^^^^^^^^^ missing-package: 1 requirement of `deps.list` is not installed: `flask`
        -- deps.list --
        flask
        -- .venv --
    """)


def test_groups_are_judged_when_they_are_selected():
    text = """
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1.0"
        [project.optional-dependencies]
        fast = ["orjson"]
        [dependency-groups]
        dev = ["pytest"]
        docs = ["sphinx"]
        -- .venv --
    """
    for settings, names in (
        ({}, ["pytest"]),
        ({"groups": ["docs"]}, ["sphinx"]),
        ({"groups": [], "extras": ["fast"]}, ["orjson"]),
    ):
        problems = parse_project(text, settings=settings).problems("pyproject.toml")
        assert [problem.about for problem in problems] == names


def test_a_folder_that_is_gone_is_not_also_missing():
    check("""
        -e ./gone
           ^^^^^^ missing-file: `./gone` does not exist
        -- .venv --
    """)
