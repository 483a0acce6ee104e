"""What `pip check` finds stands on the line that brought it in."""

from fixture import check, parse_project
from pinlight.rules.installed_conflict import message, unplaced

DEEP = """
flask
^^^^^ installed-conflict: `jinja2` 3.0.0 requires `markupsafe>=2`, which is not installed (br...
click
-- .venv --
flask 3.0.2
  Requires-Dist: Jinja2
Jinja2 3.0.0
  Requires-Dist: markupsafe>=2
click 8.1.7
"""


def test_a_conflict_deeper_down_stands_on_the_line_that_leads_to_it():
    [problem] = check(DEEP).problems()
    assert problem.message.endswith("(brought in by `flask`)")
    assert problem.about == "jinja2"


def test_the_line_of_the_other_side_is_related():
    [problem] = check("""
        flask
        ^^^^^ installed-conflict: `flask` 3.0.2 requires `werkzeug>=3`, 2.0.0 is installed
        werkzeug<3
        -- .venv --
        flask 3.0.2
          Requires-Dist: werkzeug>=3
        werkzeug 2.0.0
    """).problems()
    assert [place.message for place in problem.related] == ["`werkzeug<3` is required here"]


def test_a_python_that_a_package_refuses():
    check("""
        flask
        ^^^^^ installed-conflict: `flask` 3.0.2 requires Python >=3.13, 3.9.2 is installed
        -- .venv --
        python 3.9.2
        flask 3.0.2
          Requires-Python: >=3.13
    """)


def test_what_no_line_brought_in_belongs_to_the_environment():
    project = check("""
        click
        -- .venv --
        click 8.1.7
        flask 3.0.2
          Requires-Dist: werkzeug>=3
    """)
    resolution = project.resolution()
    [conflict] = unplaced(resolution.environment, [resolution])
    assert message(conflict, resolution.environment) == (
        "`flask` 3.0.2 requires `werkzeug>=3`, which is not installed"
    )


def test_what_a_line_brought_in_does_not_belong_to_the_environment():
    resolution = parse_project(DEEP).resolution()
    assert unplaced(resolution.environment, [resolution]) == ()


def test_lines_that_are_not_needed_bring_nothing_in():
    project = check("""
        flask; sys_platform == "win32"
        -- .venv --
        flask 3.0.2
          Requires-Dist: werkzeug>=3
    """)
    resolution = project.resolution()
    assert len(unplaced(resolution.environment, [resolution])) == 1


def test_the_project_itself_brings_in_what_its_metadata_say():
    """The file was changed after the install: no line names what the installed one requires."""
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
                ^^^^ installed-conflict: `shop` 1.0 requires `werkzeug>=3`, which is not installed
        version = "1.0"
        -- .venv --
        shop 1.0
          Requires-Dist: werkzeug>=3
    """)


def test_what_the_project_requires_on_a_line_is_said_on_that_line_once():
    check("""
        -- pyproject.toml --
        [project]
        name = "shop"
        version = "1.0"
        dependencies = ["werkzeug>=3"]
                         ^^^^^^^^^^^ wrong-version: ...
        -- .venv --
        shop 1.0
          Requires-Dist: werkzeug>=3
        werkzeug 2.0.0
    """)


def test_a_conflict_of_an_included_file_is_shown_there():
    check("""
        flask
        ^^^^^ installed-conflict: ...
        -- dev-requirements.txt --
        -r requirements.txt
        -- .venv --
        flask 3.0.2
          Requires-Dist: werkzeug>=3
    """)
