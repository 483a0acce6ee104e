"""A project of each tool is made, filled, upgraded, emptied, and taken back, by the tool itself."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from package_index import PackageIndex, Release, file_name, wheel, write_project
from pinlight.choose import Situation, choose
from pinlight.environments import read
from pinlight.model import Create, Install, Relock, Sync, Tools, Undo, Uninstall
from pinlight.model.operation import Trial
from pinlight.settings import DEFAULT
from pinlight.shell.change import Change
from pinlight.shell.disk import Disk
from pinlight.shell.tools import find_uv
from pinlight.world.state import Ran
from real_tools import Installs, installer_of_tools, needs_real_tools

pytestmark = needs_real_tools

VERSION = ".".join(map(str, sys.version_info[:3]))
SHORT = ".".join(map(str, sys.version_info[:2]))
PROJECT = """[project]
name = "demo"
version = "1"
requires-python = ">=3.10"
dependencies = ["alpha>=1"]

[dependency-groups]
dev = ["delta"]
"""


class Case(NamedTuple):
    """One tool and a project of it."""

    tool: str
    file: str
    text: str  # `{url}` stands for the index
    lock: str
    has_lock: bool = True


CASES = {
    "poetry": Case(
        "poetry",
        "pyproject.toml",
        PROJECT + '[tool.poetry]\npackage-mode = false\n[[tool.poetry.source]]\nname = "own"\n'
        'url = "{url}"\npriority = "primary"\n',
        "poetry.lock",
    ),
    "pdm": Case(
        "pdm",
        "pyproject.toml",
        PROJECT + '[tool.pdm]\ndistribution = false\n[[tool.pdm.source]]\nname = "pypi"\n'
        'url = "{url}"\nverify_ssl = false\n',
        "pdm.lock",
    ),
    "pipenv": Case(
        "pipenv",
        "Pipfile",
        '[[source]]\nname = "own"\nurl = "{url}"\nverify_ssl = false\n'
        '[packages]\nalpha = ">=1"\n[dev-packages]\ndelta = "*"\n',
        "Pipfile.lock",
    ),
    "uv": Case(
        "uv",
        "pyproject.toml",
        PROJECT + "[tool.uv]\npackage = false\n",
        "uv.lock",
    ),
}


@pytest.fixture(scope="session")
def install(tmp_path_factory: pytest.TempPathFactory) -> Installs:
    return installer_of_tools(tmp_path_factory.mktemp("tools"))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PackageIndex]:
    """An index, and a user without any settings who uses it."""
    packages = {
        "alpha": [Release("1.0", ["beta"])],
        "beta": ["1.0"],
        "gamma": ["1.0", "2.0"],
        "delta": ["1.0"],
        "stray": ["1.0"],
    }
    with PackageIndex(packages) as index:
        index.apply(monkeypatch)
        for name in [name for name in os.environ if name.startswith(("XDG_", "CONDA", "VIRTUAL"))]:
            monkeypatch.delenv(name)
        home = tmp_path / "home"
        home.mkdir()
        monkeypatch.setenv("HOME", str(home))
        monkeypatch.setenv("PIPENV_TEST_INDEX", index.url)
        yield index


def carry_out(operation, tools: Tools) -> Ran:
    """Do it as the server does: in a transaction that can be undone."""
    ends: list[Ran] = []
    Change(operation, lambda: tools, DEFAULT, lambda progress: None, ends.append).run()
    assert ends[0].is_ok, ends[0].message
    return ends[0]


class Desk(NamedTuple):
    """A project, its environment, and the tools to change it."""

    case: Case
    folder: Path
    prefix: Path
    tools: Tools
    index: PackageIndex

    @property
    def source(self) -> str:
        return str(self.folder / self.case.file)

    def do(self, operation) -> None:
        carry_out(operation, self.tools)

    def foreseen(self, operation) -> None:
        """Do it, and find that just what was told before has changed."""
        files = self.files()
        before = self.installed()
        told = carry_out(Trial(operation.prefix, operation), self.tools).operation.outcome
        assert self.installed() == before
        assert self.files() == files
        self.do(operation)
        after = self.installed()
        assert told.changes == tuple(
            (name, before.get(name, ""), after.get(name, ""))
            for name in sorted({*before, *after})
            if before.get(name) != after.get(name)
        )

    def files(self) -> dict[str, bytes]:
        return {it.name: it.read_bytes() for it in self.folder.iterdir() if it.is_file()}

    def installed(self) -> dict[str, str]:
        found = read(str(self.prefix), Disk()).distributions
        kept = ("alpha", "beta", "gamma", "delta", "stray")
        return {name: found[name].version for name in kept if name in found}

    def text(self, name: str = "") -> str:
        return (self.folder / (name or self.case.file)).read_text("utf-8")

    def release(self, name: str, version: str) -> None:
        """Put a new version on the index."""
        release = Release(version)
        self.index.files[file_name(name, release)] = (name, release, wheel(name, release, None))


@pytest.fixture
def desk(request, tmp_path: Path, install: Installs, index: PackageIndex) -> Desk:
    case = CASES[request.param]
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / case.file).write_text(case.text.replace("{url}", index.url), "utf-8")
    uv = find_uv(DEFAULT, {})
    programs = {} if case.tool == "uv" else {case.tool: str(install(case.tool) / case.tool)}
    tools = Tools(uv, ((VERSION, sys.executable),), programs)
    return Desk(case, folder, folder / ".venv", tools, index)


@pytest.mark.parametrize("desk", CASES, indirect=True)
def test_a_project_from_its_environment_to_its_end(desk):
    prefix, source = str(desk.prefix), desk.source
    desk.do(Create(prefix, source=source))
    assert desk.installed() == {}

    desk.do(Install(prefix, source, lines=("alpha>=1",)))
    assert desk.installed() == {"alpha": "1.0", "beta": "1.0", "delta": "1.0"}
    assert "alpha" in desk.text(desk.case.lock)

    desk.release("alpha", "2.0")
    desk.do(Install(prefix, source, upgrade=("alpha",)))
    assert desk.installed()["alpha"] == "2.0"
    assert "2.0" in desk.text(desk.case.lock)

    desk.do(Install(prefix, lines=("gamma<2",), cwd=str(desk.folder)))
    assert desk.installed()["gamma"] == "1.0"
    assert "gamma" in desk.text()
    assert "gamma" in desk.text(desk.case.lock)

    desk.do(Uninstall(prefix, ("gamma",), source))
    assert "gamma" not in desk.installed()
    assert "gamma" not in desk.text()
    assert "gamma" not in desk.text(desk.case.lock)

    desk.do(Undo(prefix))
    assert desk.installed()["gamma"] == "1.0"
    assert "gamma" in desk.text()
    assert "gamma" in desk.text(desk.case.lock)
    for _ in range(2):
        desk.do(Undo(prefix))
    assert desk.installed() == {"alpha": "1.0", "beta": "1.0", "delta": "1.0"}
    assert desk.text() == desk.case.text.replace("{url}", desk.index.url)


@pytest.mark.parametrize("desk", ["poetry", "pdm"], indirect=True)
def test_what_a_tool_tells_beforehand_is_what_it_does(desk):
    prefix, source = str(desk.prefix), desk.source
    desk.do(Create(prefix, source=source))
    desk.do(Relock(prefix, source))
    desk.foreseen(Install(prefix, source))
    desk.release("alpha", "2.0")
    desk.foreseen(Install(prefix, source, upgrade=("alpha",)))
    desk.foreseen(Install(prefix, lines=("gamma<2",), cwd=str(desk.folder)))
    desk.foreseen(Uninstall(prefix, ("gamma",), source))


@pytest.mark.parametrize("desk", ["uv"], indirect=True)
def test_what_uv_tells_of_a_project_beforehand_is_what_it_does(desk):
    prefix, source = str(desk.prefix), desk.source
    desk.do(Create(prefix, source=source))
    desk.foreseen(Install(prefix, source))
    desk.release("alpha", "2.0")
    desk.foreseen(Install(prefix, source, upgrade=("alpha",)))
    desk.foreseen(Uninstall(prefix, ("alpha",), source))


@pytest.mark.parametrize("desk", CASES, indirect=True)
def test_sync_brings_what_is_locked_and_takes_away_what_nothing_asks_for(desk, tmp_path):
    """In an environment that the tool would not choose by itself."""
    desk = desk._replace(prefix=tmp_path / "elsewhere")
    prefix, source = str(desk.prefix), desk.source
    desk.do(Create(prefix))
    desk.do(Install(prefix, lines=("stray",)))
    desk.do(Relock(prefix, source))
    assert "alpha" in desk.text(desk.case.lock)
    assert desk.installed() == {"stray": "1.0"}
    desk.do(Sync(prefix, Install(prefix, source), ("stray",)))
    assert desk.installed() == {"alpha": "1.0", "beta": "1.0", "delta": "1.0"}
    assert not (desk.folder / ".venv").exists()
    desk.do(Undo(prefix))
    assert desk.installed() == {"stray": "1.0"}


OWN = {  # makes, and chooses, an environment of the tool's own
    "poetry": [["env", "use", sys.executable]],
    "pdm": [["venv", "create", "--name", "own", sys.executable], ["use", "--venv", "own"]],
    "pipenv": [["--python", sys.executable]],
    "uv": [["sync", "--python", sys.executable]],
}


@pytest.mark.parametrize("desk", CASES, indirect=True)
def test_the_environment_that_is_meant_is_changed_and_not_the_tools_own(desk, tmp_path):
    program = desk.tools.programs.get(desk.case.tool) or desk.tools.uv
    for words in OWN[desk.case.tool]:
        ran = subprocess.run([program, *words], cwd=desk.folder, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
    own = choose(desk.source, Disk(), Situation((str(desk.folder),))).prefix
    before = desk._replace(prefix=Path(own)).installed()
    saved = {name: text for name, text in desk.files().items() if name == ".pdm-python"}
    desk = desk._replace(prefix=tmp_path / "elsewhere")
    assert own and own != str(desk.prefix)
    prefix = str(desk.prefix)
    desk.do(Create(prefix))
    desk.do(Install(prefix, desk.source))
    desk.do(Install(prefix, lines=("gamma",), cwd=str(desk.folder)))
    desk.do(Uninstall(prefix, ("alpha",), desk.source))
    left = {"beta": "1.0"} if desk.case.tool in ("uv", "pipenv") else {}  # what alpha needed
    assert desk.installed() == {"delta": "1.0", "gamma": "2.0", **left}
    assert desk._replace(prefix=Path(own)).installed() == before
    assert saved.items() <= desk.files().items()


@pytest.mark.parametrize("desk", ["pdm"], indirect=True)
def test_pdm_keeps_packages_without_an_environment(desk):
    prefix = desk.folder / "__pypackages__" / SHORT
    (prefix / "lib").mkdir(parents=True)
    desk = desk._replace(prefix=prefix)
    desk.do(Install(str(prefix), desk.source))
    assert desk.installed() == {"alpha": "1.0", "beta": "1.0", "delta": "1.0"}
    desk.do(Uninstall(str(prefix), ("alpha",), desk.source))
    assert desk.installed() == {"delta": "1.0"}
    desk.do(Undo(str(prefix)))
    assert desk.installed() == {"alpha": "1.0", "beta": "1.0", "delta": "1.0"}


HATCH = """
[tool.hatch.envs.default]
dependencies = ["delta"]
"""


@pytest.mark.parametrize("has_uv", [True, False])
def test_hatch_fills_the_environment_that_lies_where_it_looks(tmp_path, install, index, has_uv):
    folder = tmp_path / "demo"
    write_project(folder, "demo", requires=["alpha>=1"])
    source = folder / "pyproject.toml"
    source.write_text(source.read_text("utf-8") + HATCH, "utf-8")
    hatch = install("hatch") / "hatch"
    uv = find_uv(DEFAULT, {}) if has_uv else ""
    tools = Tools(uv, ((VERSION, sys.executable),), {"hatch": str(hatch)})
    suggested = choose(str(source), Disk(), Situation((str(folder),))).suggested
    found = subprocess.run([hatch, "env", "find"], cwd=folder, capture_output=True, text=True)
    assert found.stdout.strip() == suggested
    desk = Desk(Case("hatch", "pyproject.toml", HATCH, ""), folder, Path(suggested), tools, index)

    desk.do(Create(suggested, source=str(source)))
    desk.do(Install(suggested, str(source)))
    assert desk.installed() == {"alpha": "1.0", "beta": "1.0", "delta": "1.0"}
    assert read(suggested, Disk()).distributions["demo"].origin.is_editable
    desk.release("alpha", "2.0")
    desk.do(Install(suggested, lines=("alpha",), upgrade=("alpha",), cwd=str(folder)))
    assert desk.installed()["alpha"] == "2.0"
    desk.do(Uninstall(suggested, ("delta",), str(source)))
    assert "delta" not in desk.installed()
    desk.do(Install(suggested, str(source), lines=("delta",)))
    assert desk.installed()["delta"] == "1.0"
    for _ in range(3):
        desk.do(Undo(suggested))
    assert desk.installed() == {"alpha": "1.0", "beta": "1.0", "delta": "1.0"}
