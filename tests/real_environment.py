"""Real environments that are changed by real uv and pip, and what is in them afterwards."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from pinlight import installers
from pinlight.environments import read
from pinlight.model import Install, Operation, Plan, Tools, Uninstall
from pinlight.settings import DEFAULT, Settings
from pinlight.shell import records, restore, transaction
from pinlight.shell.change import Change
from pinlight.shell.disk import Disk
from pinlight.shell.runner import Result
from pinlight.shell.stage import stamps
from pinlight.shell.vault import place_of
from pinlight.world.state import Ran
from real_judges import uv_executable


def quiet(message: str, percentage: int | None) -> None:
    """Nobody listens."""


def never() -> bool:
    return False


def carry_out(
    operation: Operation,
    tools: Tools,
    settings: Settings,
    report: Callable[[Change], None] = lambda change: None,
) -> Ran:
    """Carry out what a user asks for, in this thread; `report` may cancel it."""
    ended: list[Ran] = []
    change = Change(operation, lambda: tools, settings, lambda _: report(change), ended.append)
    change.run()
    return ended[0]


class RealEnvironment:
    """A new environment without any package, changed by `tool` ("uv" or "pip")."""

    def __init__(self, prefix: Path, tool: str = "uv") -> None:
        self.prefix = str(prefix)
        self.uv = uv_executable()
        self.tools = Tools(self.uv, (("3", sys.executable),))
        self.settings = DEFAULT._replace(installer=tool)
        command = [self.uv, "venv", "--quiet", "--python", sys.executable, self.prefix]
        subprocess.run(command, check=True)

    @property
    def python(self) -> str:
        place = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
        return os.path.join(self.prefix, *place)

    @property
    def site(self) -> Path:
        return Path(read(self.prefix, Disk()).site_packages[0])

    def bare(self, *lines: str) -> None:
        """Install with uv itself, without Pinlight."""
        command = [self.uv, "pip", "install", "--quiet", "--python", self.python, *lines]
        subprocess.run(command, check=True)

    def plan(self, *lines: str, reinstall: Sequence[str] = ()) -> Plan:
        operation = Install(self.prefix, lines=lines, reinstall=tuple(reinstall))
        return self.planned(operation)

    def planned(self, operation: Install | Uninstall) -> Plan:
        plan = installers.plan(operation, self.tools, self.settings, Disk())
        assert isinstance(plan, Plan), plan
        return plan

    def install(self, *lines: str, reinstall: Sequence[str] = ()) -> Result:
        return transaction.run(self.plan(*lines, reinstall=reinstall), quiet, never)

    def uninstall(self, *names: str) -> Result:
        return transaction.run(self.planned(Uninstall(self.prefix, names)), quiet, never)

    def do(self, operation: Operation) -> Ran:
        return carry_out(operation, self.tools, self.settings)

    def undo(self) -> Result:
        return restore.undo_last(self.prefix, quiet, never)

    def packages(self) -> dict[str, str]:
        found = read(self.prefix, Disk()).distributions
        return {name: one.version for name, one in found.items()}

    def files(self) -> dict[str, str]:
        """Return every file with its hash or the target of its link; no bytecode, nothing of
        Pinlight's own."""
        found = {}
        for folder, folders, names in os.walk(self.prefix):
            folders[:] = [name for name in folders if name not in (".pinlight", "__pycache__")]
            for name in set(names) - {".lock"}:  # uv's own.
                path = os.path.join(folder, name)
                content = (
                    os.readlink(path)
                    if os.path.islink(path)
                    else hashlib.sha256(Path(path).read_bytes()).hexdigest()
                )
                found[place_of(self.prefix, path)] = content
        return dict(sorted(found.items()))

    def faults(self) -> list[str]:
        """Return what does not agree with the RECORDs, hashes too."""
        site = place_of(self.prefix, str(self.site))
        infos = sorted(stamps(self.prefix, (site,)))
        return [fault for info in infos for fault in records.faults(self.prefix, info, hashed=True)]


@pytest.fixture(params=["uv", "pip"])
def tool(request: pytest.FixtureRequest) -> str:
    """Each tool in turn."""
    found: str = request.param
    if found == "pip" and os.name == "nt":
        pytest.skip("pip is not sent to a stage on Windows")
    return found
