"""Selections outlive the server and never mix with another workspace's."""

from pathlib import Path

import pytest

from pinlight.shell.memory import place, recall, remember


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    return {"PINLIGHT_STATE": str(tmp_path / "state")}


def test_what_is_remembered_is_recalled(variables: dict[str, str]) -> None:
    remember({"/w/requirements.txt": "/w/.venv"}, ("/w",), variables)
    assert recall(variables) == {"/w/requirements.txt": "/w/.venv"}


def test_another_workspace_keeps_its_own(variables: dict[str, str]) -> None:
    remember({"/a/x.txt": "/a/.venv"}, ("/a",), variables)
    remember({"/b/x.txt": "/b/.venv"}, ("/b",), variables)
    remember({}, ("/a",), variables)
    assert recall(variables) == {"/b/x.txt": "/b/.venv"}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"x": 3}'])
def test_a_broken_file_means_nothing_is_kept(variables: dict[str, str], content: str) -> None:
    file = Path(place(variables))
    file.parent.mkdir()
    file.write_text(content)
    assert recall(variables) == {}


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    remember({"/w": "/e"}, ("/w",), {"PINLIGHT_STATE": str(tmp_path / "file")})
