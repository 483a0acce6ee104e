"""Where the relative paths of a requirements file start."""

import pytest

from pinlight.choose.working_folder import working_folder
from tree import Tree

FOLDERS = ("/w/a/requirements", "/w/a", "/w")
FILES = {
    "/w/a/requirements/dev.txt": "",
    "/w/a/requirements/notes/x": "",
    "/w/a/pyproject.toml": "",
    "/w/a/dist/a-1.0-py3-none-any.whl": "",
    "/w/lib/setup.py": "",
    "/w/setup.py": "",
}


@pytest.mark.parametrize(
    ("targets", "folder"),
    [
        ((".",), "/w/a"),
        (("..",), "/w/a/requirements"),
        (("./dist/a-1.0-py3-none-any.whl",), "/w/a"),
        (("./lib",), "/w"),
        ((".", "./lib"), "/w"),
        (("./notes",), "/w/a/requirements"),
        (("./nowhere",), "/w/a/requirements"),
        (("./nowhere", "."), "/w/a"),
        ((), "/w/a/requirements"),
    ],
)
def test_they_start_where_most_of_them_lead_to_what_can_be_installed(targets, folder):
    assert working_folder(FOLDERS, targets, Tree(FILES)) == folder


def test_on_windows():
    tree = Tree({"C:\\w\\setup.py": "", "C:\\w\\reqs\\dev.txt": ""})
    assert working_folder(("C:\\w\\reqs", "C:\\w"), (".",), tree) == "C:\\w"
