"""What only the files of an installed distribution tell, on a real disk."""

import os

import pytest

from pinlight.features.graph import Step
from pinlight.lsp.call_hierarchy import START, range_in_metadata
from pinlight.lsp.client import Client
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.telling import metadata_path, source, tell
from pinlight.lsp.uris import uri_of
from pinlight.model import Distribution, Origin
from pinlight.pep508 import parsed
from pinlight.world.state import World

METADATA = """\
Metadata-Version: 2.1
Name: flask
License: BSD
Home-page: https://x.org
Requires-Dist: click>=8 ; python_version > "3"
"""


@pytest.fixture
def flask(tmp_path):
    """An installed distribution with its files."""
    where = tmp_path / "flask-3.0.2.dist-info"
    for path, text in {
        where / "METADATA": METADATA,
        where / "INSTALLER": "uv\n",
        where / "RECORD": "flask/__init__.py,,\nflask-3.0.2.dist-info/METADATA,,\n",
        tmp_path / "flask" / "__init__.py": "",
    }.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    os.utime(where, ns=(0, 19844 * 86_400 * 10**9))
    return Distribution("flask", "3.0.2", str(where))


def test_metadata_is_read_when_it_is_asked_for(flask):
    about = tell(flask)
    assert (about.license, about.since, about.installer) == ("BSD", "2024-05-01", "uv")
    assert about.links == (("Home page", "https://x.org"),)


def test_the_code_begins_where_its_list_of_files_says(flask, tmp_path):
    assert source(flask) == str(tmp_path / "flask" / "__init__.py")


def test_without_code_the_metadata_is_shown(flask, tmp_path):
    (tmp_path / "flask" / "__init__.py").unlink()
    assert source(flask) == metadata_path(flask.where)


def test_a_list_of_files_never_leads_out_of_the_environment(flask, tmp_path):
    (tmp_path / "out.py").write_text("", "utf-8")
    (tmp_path / "flask-3.0.2.dist-info" / "RECORD").write_text("..py/../../out.py,,\n", "utf-8")
    assert source(flask) == metadata_path(flask.where)


def test_an_editable_one_leads_to_its_project(flask, tmp_path):
    (tmp_path / "project").mkdir()
    file = tmp_path / "project" / "pyproject.toml"
    file.write_text("", "utf-8")
    origin = Origin(uri_of(str(tmp_path / "project")), is_editable=True)
    assert source(flask._replace(origin=origin)) == str(file)


def test_what_is_gone_tells_nothing(tmp_path):
    gone = Distribution("x", "1", str(tmp_path / "x-1.dist-info"))
    assert (source(gone), tell(gone).links) == ("", ())


def test_a_step_stands_on_its_line_of_the_metadata(flask):
    snapshot = Snapshot(World(), {}, Client())
    step = Step(flask, parsed("click>=8"), "click>=8")
    assert range_in_metadata(snapshot, step) == {
        "start": {"line": 4, "character": 0},
        "end": {"line": 4, "character": 46},
    }
    assert range_in_metadata(snapshot, step._replace(text="rich")) == START
