"""What an installation means to the tool that owns the project; real files too."""

import pytest

from pinlight.fixes.lines import requirement
from pinlight.formats import format_of
from pinlight.installers.projects import Project, Wanted, wanted
from pinlight.model import Install
from pinlight.settings import DEFAULT

SOURCE = "/w/pyproject.toml"
TEXT = """[project]
name = "demo"
dependencies = ["flask[async]>=3,<4", "other @ git+https://h/other"]
[project.optional-dependencies]
fast = ["speed"]
[dependency-groups]
dev = ["pytest", "flask"]
"""


def project(text: str, path: str = SOURCE) -> Project:
    return Project("/w", format_of(path).parse(path, text, {}))


def meaning(*lines: str, source: str = "", upgrade: tuple[str, ...] = ()) -> Wanted | str:
    install = Install("/w/.venv", source, lines, upgrade=upgrade)
    return wanted(install, project(TEXT), DEFAULT)


DECLARED = Wanted(declared=True, groups=("dev",))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), DECLARED),
        (("flask>=3,<4",), DECLARED),
        (("flask",), DECLARED),
        (("speed",), DECLARED._replace(extras=("fast",))),
        (("-e .",), DECLARED),
        (("-e /w",), DECLARED),
        (("flask<3",), Wanted(("flask<3",), groups=("dev",))),
        (("rich; os_name == 'nt'",), Wanted(("rich; os_name == 'nt'",), groups=("dev",))),
        (("../lib",), Wanted(("../lib",), groups=("dev",))),
        (("-e ../lib", "pytest"), DECLARED._replace(editable=("../lib",))),
        (("rich =>1",), "`rich =>1` is not a requirement that can be added to a project"),
    ],
)
def test_what_the_user_names_is_added_unless_it_is_declared(lines, expected):
    assert meaning(*lines) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("flask[async]<4,>=3",), DECLARED),
        (("other @ git+https://h/other@v1",), DECLARED),
        (("-e ./other", "./lib"), DECLARED),
        (("rich",), "`pyproject.toml` on the disk asks for another `rich`: save it first"),
    ],
)
def test_lines_of_the_file_itself_are_declared_or_not_saved(lines, expected):
    assert meaning(*lines, source=SOURCE) == expected


def test_what_is_upgraded_is_added_only_where_a_version_is_named():
    assert meaning("flask==3.1", source=SOURCE, upgrade=("flask",)).added == ("flask==3.1",)
    assert meaning("click", source=SOURCE, upgrade=("click",)) == DECLARED


def test_lines_of_a_lock_are_what_the_project_declares():
    assert meaning("click==8.1.7", source="/w/poetry.lock") == DECLARED


def test_every_line_of_real_projects_is_known_as_declared(shared):
    """As the fix writes it, from Poetry's, PDM's and Pipenv's own notations too."""
    count = 0
    for file in sorted((shared / "corpus").rglob("*")):
        if file.name not in ("pyproject.toml", "Pipfile") or not file.is_file():
            continue
        path = f"/w/{file.name}"
        real = project(file.read_text("utf-8", "replace"), path)
        for dependency in real.manifest.dependencies:
            if not dependency.is_build and not dependency.is_of_conda:
                count += 1
                install = Install("/w/.venv", path, (requirement(dependency),))
                found = wanted(install, real, DEFAULT)
                assert isinstance(found, Wanted), (file, found)
                assert (found.declared, found.added, found.editable) == (True, (), ()), file
    assert count > 1500
