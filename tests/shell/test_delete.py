"""Deleting an environment: wholly gone, and nothing but an environment."""

from pinlight.model import Delete
from pinlight.shell import vault
from pinlight.shell.delete import delete


def ask(prefix):
    return delete(Delete(str(prefix)), lambda *_: None, lambda: False)


def test_an_environment_is_gone_and_nothing_is_left_beside_it(tmp_path):
    prefix = tmp_path / ".venv"
    (prefix / "lib").mkdir(parents=True)
    (prefix / "pyvenv.cfg").write_text("home = /usr/bin\n")
    assert ask(prefix).is_ok
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_environment_stays(tmp_path):
    prefix = tmp_path / "src"
    prefix.mkdir()
    result = ask(prefix)
    assert (result.is_ok, prefix.is_dir()) == (False, True)
    assert "is not a virtual environment" in result.message


def test_a_link_to_an_environment_is_not_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "pyvenv.cfg").touch()
    (tmp_path / ".venv").symlink_to("real")
    assert not ask(tmp_path / ".venv").is_ok
    assert (tmp_path / "real" / "pyvenv.cfg").exists()


def test_the_environment_that_pinlight_runs_in_stays(tmp_path, monkeypatch):
    own = tmp_path / ".venv"
    (own / "lib").mkdir(parents=True)
    (own / "pyvenv.cfg").touch()
    monkeypatch.setattr(vault, "__file__", str(own / "lib/pinlight/shell/vault.py"))
    result = ask(own)
    assert not result.is_ok
    assert "Pinlight itself runs in this environment" in result.message
    assert own.exists()
