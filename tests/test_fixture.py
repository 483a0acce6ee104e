"""The fixture itself: it fails when a mark is wrong, and shows the right ones."""

import pytest

from fixture import check, parse_project, render

PROJECT = """
requests==2.31.0
^^^^^^^^^^^^^^^^ wrong-version: `requests` 2.30.0 is installed, 2.31.0 is required
-- .venv --
requests 2.30.0
"""
MARK = PROJECT.split("\n")[2]


def test_right_marks_pass():
    check(PROJECT)


@pytest.mark.parametrize(
    "mark",
    [
        "",  # None where there should be one.
        MARK[1:],  # Too narrow.
        " " + MARK[1:],  # At another column.
        MARK.replace("wrong-version", "missing-package"),
        MARK.replace("2.31.0 is", "2.32.0 is"),
        MARK.replace("required", "requir"),  # A prefix needs its dots.
        MARK.replace("`requests` 2.30.0 is installed", "`flask`..."),
        f"{MARK}\n{MARK}",  # One too many.
        f"flask\n{MARK}",  # Under another line.
    ],
)
def test_a_wrong_mark_fails_and_the_right_one_is_shown(mark):
    with pytest.raises(AssertionError) as failure:
        check(PROJECT.replace(MARK, mark))
    assert MARK in str(failure.value).partition("right marks:")[2]


def test_what_is_shown_can_be_pasted():
    with pytest.raises(AssertionError) as failure:
        check(PROJECT.replace(MARK + "\n", ""))
    check(str(failure.value).partition("right marks:")[2])


def test_a_problem_in_a_file_that_the_text_does_not_show_fails():
    """A folder that is implied by the files in it has no place for marks."""
    with pytest.raises(AssertionError, match="unreadable-file"):
        check("-- requirements.txt/readme.md --\n")


def test_several_marks_stand_under_one_line():
    check("""
        abcd; os_name!='nt'
        ^^^^^^^^^^^^^^^^^^^ installed-conflict: `abcd` 1.0 requires `x`, which is not installed
        ^^^^^^^^^^^^^^^^^^^ installed-conflict: `abcd` 1.0 requires `y`, which is not installed
        -- .venv --
        abcd 1.0
          Requires-Dist: x
          Requires-Dist: y
    """)


def test_marks_are_drawn_as_they_are_read():
    """Also an empty one, one in an empty file, and one that ends lines further down."""
    text = (
        "first\n^^^^^+1:3 a-code: one\n  | b-code: two\nsecond\n\n| c-code: three\nlast\n"
        "-- empty.txt --\n| d-code: four\n-- folder/ --\n"
    )
    project = parse_project(text)
    assert render(project.sections) == text
    spans = [mark.span for section in project.sections for mark in section.marks]
    assert spans == [(0, 9), (2, 2), (13, 13), (0, 0)]


def test_the_cursor_is_no_part_of_the_text():
    project = parse_project("""
        flask
        requ<cursor>ests
        -- a/requirements.txt --
        click
    """)
    assert project.cursor == ("/w/requirements.txt", 10)
    assert project.files == {
        "/w/requirements.txt": "flask\nrequests\n",
        "/w/a/requirements.txt": "click\n",
    }


def test_a_project_can_lie_on_windows():
    project = check(
        """
        -- sub/requirements.txt --
        -r ..\\base.txt
        ^^^^^^^^^^^^^^ missing-file: ...
        flask
        ^^^^^ missing-package: `flask` is not installed in `../.venv`
        -- .venv --
        """,
        root="C:\\w",
    )
    assert project.resolution("sub\\requirements.txt").environment.prefix == "C:\\w\\.venv"


def test_an_environment_can_have_any_name():
    project = check(
        """
        flask
        -- tools/python-stuff (environment) --
        flask 3.0.2
        """,
        settings={"environments": {"*": "tools/python-stuff"}},
    )
    assert project.resolution().environment.prefix == "/w/tools/python-stuff"


def test_files_can_be_closed():
    assert parse_project("flask\n", open=[]).resolution().is_open is False
    assert parse_project("flask\n", open=["requirements.txt"]).resolution().is_open is True
