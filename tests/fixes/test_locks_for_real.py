"""A story with real uv: a stale lock is written anew, an environment behind it is synced."""

from pathlib import Path

from package_index import PackageIndex
from pinlight.fixes import actions
from pinlight.model import Create, Tools
from pinlight.settings import DEFAULT
from pinlight.shell.change import Change
from pinlight.shell.engine import Engine
from pinlight.world.state import Requested, World
from real_judges import uv_executable

PROJECT = """
[project]
name = "shop"
version = "1"
requires-python = ">=3.8"
dependencies = ["alpha{specifier}"]
"""


def test_a_project_of_uv_goes_through_its_lock(tmp_path, monkeypatch):
    tools = Tools(uv=uv_executable())
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / ".git").mkdir()
    declared, lock = folder / "pyproject.toml", folder / "uv.lock"
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)

    def look() -> World:
        engine = Engine(World((str(folder),), is_everything_open=True), lambda effect: None, print)
        engine.feed(Requested(str(folder), True))
        engine.finish()
        return engine.world

    def told(path: Path) -> list[str]:
        return [problem.code for problem in look().problems.get(str(path), ())]

    def do(path: Path, title: str) -> None:
        world, ends = look(), []
        found = actions(world.resolutions[str(path)], world.problems[str(path)], None, tools)
        [action] = [it for it in found if it.title == title]
        Change(action.do, lambda: tools, DEFAULT, lambda progress: None, ends.append).run()
        assert ends[0].is_ok, ends[0].message

    with PackageIndex({"alpha": ["1.0", "2.0"], "beta": ["1.0"]}) as index:
        index.apply(monkeypatch)
        declared.write_text(PROJECT.format(specifier="==1.0"), "utf-8")
        ends = []
        create = Create(str(folder / ".venv"))
        Change(create, lambda: tools, DEFAULT, lambda progress: None, ends.append).run()
        assert ends[0].is_ok, ends[0].message
        lock.write_text(LOCK, "utf-8")
        assert told(lock) == ["stale-lock"]
        do(lock, "Lock again: write `uv.lock` from `pyproject.toml`")
        assert told(lock) == ["environment-behind-lock"]
        assert told(declared) == ["missing-package"]
        do(declared, "Sync environment with `uv.lock`")
        assert (told(lock), told(declared)) == ([], [])
        declared.write_text(PROJECT.format(specifier=">=2"), "utf-8")
        assert (told(lock), told(declared)) == (["stale-lock"], ["wrong-version"])
        do(declared, "Lock again: write `uv.lock` from `pyproject.toml`")
        do(lock, "Sync environment with `uv.lock`")
        assert (told(lock), told(declared)) == ([], [])


LOCK = """
version = 1
requires-python = ">=3.8"

[[package]]
name = "shop"
version = "1"
source = { virtual = "." }

[package.metadata]
requires-dist = [{ name = "beta" }]
"""
