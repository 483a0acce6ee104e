"""Kill installers and Pinlight itself at random moments: what is left is the old or the new one.

`nox -s kill` runs PINLIGHT_KILLS (default 12) interruptions of each tool, and prints what it saw.
PINLIGHT_KILLS_SEED chooses other moments.
With PINLIGHT_KILLS_BARE=1 the bare tools are killed in the same way, for comparison: that is
counted, not judged. Only processes that the test has started are killed, by their number.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

import pytest

from package_index import PackageIndex, Release
from pinlight.environments import read
from pinlight.environments.losses import losses
from pinlight.shell import records
from pinlight.shell.disk import Disk
from pinlight.shell.vault import place_of
from real_environment import RealEnvironment
from wire import Wire

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")

T = TypeVar("T")

KILLS = int(os.environ.get("PINLIGHT_KILLS", "12"))
SEED = os.environ.get("PINLIGHT_KILLS_SEED", "")
IS_BARE = os.environ.get("PINLIGHT_KILLS_BARE") == "1"
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)
WAIT_S = 120

IN_PLACE = "uv in place"
RECREATION = "recreation"
OLD = ("big==1.0", "rest==1.0")
NEW = "big==2.0\nmore\nrest\n"


def many(name: str, version: str, count: int) -> Release:
    files = {
        f"{name}/sub{number % 9}/part{number}.py": f"version = {version!r}\n" * (number % 40)
        for number in range(count)
    }
    return Release(version, files={f"{name}/__init__.py": version, **files})


PACKAGES = {
    "big": [many("big", "1.0", 400), many("big", "2.0", 500)],
    "more": [many("more", "1.0", 300)],
    "rest": [many("rest", "1.0", 100)],
}


class Moment(NamedTuple):
    """Who is killed, with which signal, and after which share of the installer's work.

    "exchange": Pinlight itself, as soon as its journal is seen, which is there for milliseconds.
    """

    who: str  # "installer", "pinlight", "both", "exchange"
    how: str  # "server" or "command line"
    signal: int
    share: float


class Victim:
    """A project and its environment, made as it was before each interruption."""

    def __init__(self, folder: Path, tool: str, env: dict[str, str]) -> None:
        self.root = folder / "project"
        self.root.mkdir(parents=True)
        (self.root / ".git").mkdir()
        # uv cannot do the second, so that pip is taken without any setting.
        text = NEW if tool != "pip" else NEW.replace("more", "more --config-settings=a=b")
        (self.root / "requirements.txt").write_text(text)
        self.env = {**env, "PINLIGHT_RAISE": "", "XDG_STATE_HOME": str(folder / "state")}
        if tool == IN_PLACE:  # Builds that see what is installed cannot run in a stage.
            self.env["UV_NO_BUILD_ISOLATION"] = "1"
        self.environment = RealEnvironment(self.root / ".venv", tool.split()[0])
        self.environment.bare(*OLD)
        self.original = folder / "original"
        shutil.copytree(self.root / ".venv", self.original, symlinks=True)
        self.old = self.packages()
        self.undisturbed()  # Fills the installer's cache.
        self.reset()
        self.duration_s = self.undisturbed()
        self.new = self.packages()
        assert self.old != self.new
        assert self.state() == "new"

    def reset(self) -> None:
        shutil.rmtree(self.root / ".venv")
        shutil.copytree(self.original, self.root / ".venv", symlinks=True)

    def packages(self) -> dict[str, str]:
        return self.environment.packages()

    def state(self) -> str:
        """Return "old" or "new" when every file is as it should be, else what is wrong."""
        if read(str(self.root / ".venv"), Disk()).interrupted:
            return "interrupted"
        if faults := self.environment.faults():
            return f"damaged: {faults[0]} ({len(faults)})"
        packages = self.packages()
        known = {"old": self.old, "new": self.new}
        return next((name for name, one in known.items() if one == packages), f"{packages}")

    def start(self, how: str = "command line") -> "Wire | subprocess.Popen[bytes]":
        """Begin to install what is missing, with Pinlight or with the bare tool; "recreation":
        begin to make the environment anew, which is empty then."""
        where = subprocess.DEVNULL
        if how == RECREATION:
            argv = [sys.executable, "-P", "-m", "pinlight", "create", "requirements.txt"]
            argv += ["--replace", "--yes"]
            return subprocess.Popen(argv, cwd=self.root, env=self.env, stdout=where, stderr=where)
        if IS_BARE:
            return self.start_bare()
        if how == "command line":
            argv = [sys.executable, "-P", "-m", "pinlight", "install", "--yes"]
            return subprocess.Popen(argv, cwd=self.root, env=self.env, stdout=where, stderr=where)
        wire = Wire(self.root, env=self.env)
        wire.start(trusted=True)
        wire.open("requirements.txt")
        wire.problems("requirements.txt", "wrong-version", "missing-package")
        arguments = [wire.uri("requirements.txt")]
        params = {"command": "pinlight.installMissing", "arguments": arguments}
        wire.send(
            {"jsonrpc": "2.0", "id": 9999, "method": "workspace/executeCommand", "params": params}
        )
        return wire

    def start_bare(self) -> "subprocess.Popen[bytes]":
        """Begin to install what is missing with the tool itself."""
        where = subprocess.DEVNULL
        plan = self.environment.plan(*NEW.split())
        [command] = plan.commands
        argv = [word for word in command.argv if word not in ("-r", "{input}/requirements.txt")]
        env = self.env | {name: value for name, value in command.env.items() if value}
        return subprocess.Popen(
            [*argv, *NEW.split()], env=env, stdout=where, stderr=where, start_new_session=True
        )

    def undisturbed(self) -> float:
        """Return how long the installer works."""
        started = self.start()
        assert not isinstance(started, Wire)
        begun = time.monotonic()
        if not IS_BARE:
            _until(lambda: children(started.pid))
            begun = time.monotonic()
            _until(lambda: not children(started.pid))
        took = time.monotonic() - begun
        assert started.wait(WAIT_S) == 0
        return time.monotonic() - begun if IS_BARE else took

    def has(self, name: str) -> bool:
        return os.path.exists(os.path.join(self.environment.prefix, ".pinlight", name))

    def interrupt(self, moment: Moment) -> None:
        started = self.start(moment.how)
        process = started.process if isinstance(started, Wire) else started
        installers = [process.pid]
        if not IS_BARE:
            # On a busy machine a whole change may pass between two looks.
            _until(
                lambda: (
                    children(process.pid) or self.has("undo/000001") or process.poll() is not None
                )
            )
            installers = children(process.pid)
        if moment.who == "exchange" and not IS_BARE:
            over = ("journal.json", "undo/000001")
            _until(lambda: any(map(self.has, over)) or process.poll() is not None)
            time.sleep(moment.share * 0.005)
        else:
            time.sleep(moment.share * self.duration_s)
        killed = installers if moment.who == "installer" else [process.pid]
        if moment.who == "both":
            killed = [*installers, process.pid]
        for pid in killed:
            _kill(pid, moment.signal, is_group=IS_BARE or pid in installers)
        if isinstance(started, Wire):
            self._end(started, moment, installers)
        else:
            started.wait(WAIT_S)
            for pid in installers:
                _kill(pid, signal.SIGKILL, is_group=True)
        _until(lambda: not any(map(_lives, installers)))

    def interrupt_bare(self, signal: int, after_s: float) -> None:
        """Kill the bare tool so long after it has begun to change what is installed."""
        site = self.environment.site
        before = site.stat().st_mtime_ns
        started = self.start_bare()
        _until(lambda: site.stat().st_mtime_ns != before or started.poll() is not None)
        time.sleep(after_s)
        _kill(started.pid, signal, is_group=True)
        started.wait(WAIT_S)

    def interrupt_recreation(self, number: int, after_s: float) -> None:
        """Kill in turn just when the old environment leaves, and while the new one is made."""
        started = self.start(RECREATION)
        assert not isinstance(started, Wire)
        is_early = number % 2 == 0
        _until(
            lambda: (
                (self.has("journal.json") if is_early else children(started.pid))
                or started.poll() is not None
            )
        )
        time.sleep(after_s)
        installers = children(started.pid)
        _kill(started.pid, SIGNALS[number % 3], is_group=False)
        if number % 5:
            started.wait(WAIT_S)
        for pid in installers:
            _kill(pid, signal.SIGKILL, is_group=True)
        started.wait(WAIT_S)
        _until(lambda: not any(map(_lives, installers)))

    def _end(self, wire: Wire, moment: Moment, installers: list[int]) -> None:
        """Let a server that lives finish, then end what an interruption left running."""
        if moment.who == "installer" and wire.process.poll() is None:
            wire.request("shutdown", None)
            wire.notify("exit", None)
        try:
            wire.process.wait(10)
        except subprocess.TimeoutExpired:
            wire.process.kill()
        finally:
            with wire:
                for pid in installers:
                    _kill(pid, signal.SIGKILL, is_group=True)


def _until(condition: Callable[[], T]) -> T:
    """Return the first true value of `condition`, asked again and again."""
    until = time.monotonic() + WAIT_S
    while not (found := condition()):
        assert time.monotonic() < until, "it never came"
    return found


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that live."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [int(word) for task in tasks for word in task.read_text().split()]
    except OSError:  # It has ended.
        return []


def _lives(pid: int) -> bool:
    """Whether a process may still write; what was killed takes its time on a busy machine."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _kill(pid: int, number: int, *, is_group: bool) -> None:
    try:
        if is_group:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except ProcessLookupError:
        return


def moments(count: int, seed: str) -> list[Moment]:
    """Return moments that are spread over everything, in the same way each time."""
    rng = random.Random(seed)
    return [
        Moment(
            ("installer", "pinlight", "both", "exchange")[number % 4],
            "command line" if number // 4 % 4 else "server",
            SIGNALS[number % 3],
            rng.uniform(0.0, 1.1),
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("tool", ["uv", "pip", IN_PLACE])
def test_after_every_interruption_it_is_the_old_or_the_new_environment(
    tool, tmp_path, monkeypatch, capsys
):
    if IS_BARE and tool == IN_PLACE:
        pytest.skip("the bare tool is always in place")
    seen: Counter[str] = Counter()
    wrong = []
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        victim = Victim(tmp_path, tool, index.variables(PYTHONPATH=os.pathsep.join(sys.path)))
        for moment in moments(KILLS, SEED + tool):
            victim.reset()
            victim.interrupt(moment)
            state = victim.state()
            if state == "interrupted" and not IS_BARE:
                command = [sys.executable, "-m", "pinlight", "repair", "--yes"]
                subprocess.run(command, cwd=victim.root, env=victim.env, check=False)
                state = victim.state()
                seen["repaired"] += 1
            seen[state if state in ("old", "new") else "neither"] += 1
            seen[f"killed {moment.who}"] += 1
            with capsys.disabled():
                print(state[0], end="", flush=True)
            if state not in ("old", "new"):
                wrong.append(f"{moment}: {state}")
            elif not IS_BARE and state == "old" and seen["old"] % 5 == 0:
                # Nothing that is left stands in the way of the next change.
                result = victim.environment.install(*NEW.split())
                assert result.is_ok, f"{moment}: {result.message}"
                assert victim.state() == "new", f"{moment}"
    with capsys.disabled():
        what = f"bare {tool}" if IS_BARE else f"{tool} in a transaction"
        print(f"\n{what}: {KILLS} interruptions of {victim.duration_s:.2f} s: {dict(seen)}")
        for line in wrong[:10]:
            print(f"  {line}")
    assert IS_BARE or not wrong


@pytest.mark.parametrize("tool", ["uv", "pip"])
def test_what_a_bare_tool_leaves_half_there_is_seen_without_the_full_check(
    tool, tmp_path, monkeypatch, capsys
):
    """By the names of files alone; what was written in part is for the full check."""
    seen: Counter[str] = Counter()
    wrong = []
    rng = random.Random(f"{SEED}{tool} left")
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        victim = Victim(tmp_path, tool, index.variables(PYTHONPATH=os.pathsep.join(sys.path)))
        for number in range(KILLS):
            victim.reset()
            after_s = rng.uniform(0.0, 0.05 if tool == "uv" else 0.5)
            victim.interrupt_bare(SIGNALS[number % 3], after_s)
            found = read(victim.environment.prefix, Disk())
            told = {it.where: it.missing for it in losses(found, Disk()) if it}
            for info, count in _missing(victim.environment).items():
                seen["half"] += 1
                if told.pop(info, 0) != count:
                    wrong.append(f"{info}: {count} are missing, {told}")
            wrong += [f"nothing is missing of {info}" for info in told]
            seen["no metadata"] += len(found.leftovers)
    with capsys.disabled():
        print(f"\nbare {tool}, seen by itself: {KILLS} interruptions: {dict(seen)}")
    assert not wrong


def _missing(environment: RealEnvironment) -> dict[str, int]:
    """Return how many files the full check misses, by metadata folder. Names tell of the rest: of
    folders without METADATA and of those that pip had put aside."""
    found: Counter[str] = Counter()
    for info in environment.site.glob("[!~]*.dist-info"):
        place = place_of(environment.prefix, str(info))
        if not (info / "METADATA").exists():
            continue
        faults = records.faults(environment.prefix, place)
        gone = [it for it in faults if it.endswith(" is missing")]
        found[str(info)] = sum(f"`{place}/" not in it for it in gone)
    return {info: count for info, count in found.items() if count}


@pytest.mark.skipif(IS_BARE, reason="bare tools make no environment anew in one go")
def test_a_recreation_that_is_interrupted_leaves_the_old_environment_or_the_new_one(
    tmp_path, monkeypatch, capsys
):
    seen: Counter[str] = Counter()
    wrong = []
    rng = random.Random(SEED + RECREATION)
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        victim = Victim(tmp_path, "uv", index.variables(PYTHONPATH=os.pathsep.join(sys.path)))
        victim.new = {}
        for number in range(KILLS):
            victim.reset()
            victim.interrupt_recreation(number, rng.uniform(0, 0.2))
            if victim.has("journal.json"):
                command = [sys.executable, "-m", "pinlight", "repair", "--yes"]
                subprocess.run(command, cwd=victim.root, env=victim.env, check=False)
                seen["repaired"] += 1
            state = victim.state()
            seen[state if state in ("old", "new") else "neither"] += 1
            if state not in ("old", "new"):
                wrong.append(f"{number}: {state}")
    with capsys.disabled():
        print(f"\nrecreation: {KILLS} interruptions: {dict(seen)}")
    assert not wrong
