"""The whole dependency tree."""

from fixture import parse_project
from pinlight.features.tree import tree, tree_of, tree_to

PROJECT = """
flask[async]>=3
rich; os_name == "nt"
werkzeug==2
a @ https://me:secret@x.org/a.whl
-- .venv --
flask 3.0.2
  Requires-Dist: werkzeug>=3
  Requires-Dist: click>=8
  Requires-Dist: asgiref; extra == "async"
  Provides-Extra: async
werkzeug 2.0
  Requires-Dist: markupsafe
  Requires-Dist: flask
click 7.0
markupsafe 2.1
asgiref 3.7
"""


def drawn(branch, indent=""):
    name = f"{branch.name} {branch.version}".rstrip()
    parts = [name, f"({branch.requirement})" if branch.requirement else ""]
    parts += [f"! {branch.trouble}" if branch.trouble else "", "..." if branch.is_repeated else ""]
    yield indent + " ".join(part for part in parts if part)
    for child in branch.children:
        yield from drawn(child, indent + "  ")


def test_from_the_lines_down_each_part_once():
    resolution = parse_project(PROJECT).resolution()
    [file] = tree(resolution.environment, [resolution])
    assert [*drawn(file)] == [
        "/w/requirements.txt",
        "  flask 3.0.2 (flask[async]>=3)",
        "    werkzeug 2.0 (werkzeug>=3) ! 2.0 is installed",
        "      markupsafe 2.1 (markupsafe)",
        "      flask 3.0.2 (flask)",
        "        werkzeug 2.0 (werkzeug>=3) ! 2.0 is installed ...",
        "        click 7.0 (click>=8) ! 7.0 is installed",
        "    click 7.0 (click>=8) ! 7.0 is installed",
        "    asgiref 3.7 (asgiref)",
        "  werkzeug 2.0 (werkzeug==2) ...",
        "  a (a @ https://x.org/a.whl) ! not installed",
    ]


def test_of_one_name():
    environment = parse_project(PROJECT).resolution().environment
    assert [*drawn(tree_of(environment, "werkzeug"))][:3] == [
        "werkzeug 2.0",
        "  markupsafe 2.1 (markupsafe)",
        "  flask 3.0.2 (flask)",
    ]


def test_from_a_name_up_to_the_files():
    resolution = parse_project(PROJECT).resolution()
    branch = tree_to(resolution.environment, "markupsafe", [resolution])
    assert [*drawn(branch)] == [
        "markupsafe 2.1",
        "  werkzeug 2.0 (markupsafe)",
        "    /w/requirements.txt (werkzeug==2)",
        "    flask 3.0.2 (werkzeug>=3) ! 2.0 is installed",
        "      /w/requirements.txt (flask[async]>=3)",
        "      werkzeug 2.0 (flask) ...",
    ]


def test_lines_of_an_included_file_stand_below_it_once():
    text = "-r base.txt\nrich\n-- base.txt --\nflask\n-- .venv --\nflask 1\n"
    project = parse_project(text)
    outer = project.resolution()
    below = ["/w/requirements.txt", "  flask 1 (flask)", "  rich (rich) ! not installed"]
    [file] = tree(outer.environment, [outer])
    assert sorted(drawn(file)) == sorted(below)
    text = text.replace("base.txt", "base-requirements.txt")
    served = parse_project(text).seen.resolutions.values()
    first, second = tree(outer.environment, served)
    assert [*drawn(first)] == ["/w/base-requirements.txt", "  flask 1 (flask)"]
    assert [*drawn(second)] == ["/w/requirements.txt", "  rich (rich) ! not installed"]
