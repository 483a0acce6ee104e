"""A story with conda's real engine: what an environment.yml lacks is told, installed, and gone."""

import os
from pathlib import Path

import pytest

from conda_channel import CondaChannel, Package
from pinlight.fixes import actions
from pinlight.model import Create, Tools
from pinlight.settings import DEFAULT
from pinlight.shell.change import Change
from pinlight.shell.engine import Engine
from pinlight.world.state import Requested, World

PACKAGES = {
    "python": [Package("3.12.1", files={"bin/python": "", "lib/python3.12/os.py": ""})],
    "alpha": [Package("1.0"), Package("2.0", ["beta_x >=1"])],
    "beta_x": [Package("1.0")],
    "gamma": [Package("1.0rc1"), Package("1.5")],
}
WANTED = ["python=3.12", "alpha >=2", "beta_x=1.0=0", "gamma=1.*"]


@pytest.mark.skipif(os.name == "nt", reason="the channel's Python is one of POSIX")
def test_what_is_out_of_step_is_told_and_put_right_by_the_engine(tmp_path, monkeypatch):
    rattler = pytest.importorskip("rattler")
    tools = Tools(programs={"rattler": str(Path(rattler.__file__).parent.parent)})
    for name in ("HOME", "XDG_CACHE_HOME", "RATTLER_CACHE_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = tmp_path / "w"
    folder.mkdir()
    source, prefix = str(folder / "environment.yml"), str(folder / "env")

    def look() -> World:
        engine = Engine(World((str(folder),), is_everything_open=True), lambda effect: None, print)
        engine.feed(Requested(str(folder), True))
        engine.finish()
        return engine.world

    def carry_out(operation) -> None:
        ends = []
        Change(operation, lambda: tools, DEFAULT, lambda progress: None, ends.append).run()
        assert ends[0].is_ok, ends[0].message

    with CondaChannel(PACKAGES) as channel:
        lines = "".join(f"  - {one}\n" for one in WANTED)
        Path(source).write_text(
            f"channels:\n  - {channel.url}\n  - nodefaults\ndependencies:\n{lines}", "utf-8"
        )
        carry_out(Create(prefix, "3.12", source=source, tool="conda"))
        world = look()
        assert world.choices[source].prefix == prefix
        assert world.environments[prefix].kind == "conda"
        found = [(problem.code, problem.about) for problem in world.problems[source]]
        assert found == [("missing-package", name) for name in ("alpha", "beta_x", "gamma")]
        offered = actions(world.resolutions[source], world.problems[source], None, tools)
        carry_out(offered[0].do)
        assert look().problems[source] == ()
        text = Path(source).read_text("utf-8").replace("alpha >=2", "alpha <2")
        Path(source).write_text(text, "utf-8")
        world = look()
        [problem] = world.problems[source]
        assert problem.message == "`alpha` 2.0 is installed, <2 is required"
        offered = actions(world.resolutions[source], world.problems[source], problem.span, tools)
        assert offered[0].title == "Change `alpha` from 2.0 to `<2` with conda"
        carry_out(offered[0].do)
        assert look().problems[source] == ()
