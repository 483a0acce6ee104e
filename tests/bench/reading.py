"""What is installed, read and checked for conflicts, inside one process."""

import json
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import material
from client import ENVIRON
from figures import Goal, figures, ratio, table
from peers import program

CHILD = """
import json, sys, time
from importlib.metadata import distributions
from pinlight import environments
from pinlight.judge.conflicts import conflicts
from pinlight.shell.disk import Disk
prefix, site = sys.argv[1:]

def theirs():
    return [(it.metadata["Name"], it.version, it.requires) for it in distributions(path=[site])]

def ours():
    return environments.read(prefix, Disk())

def both():
    return conflicts(environments.read(prefix, Disk()))

def forget():
    for name, module in list(sys.modules.items()):
        for kept in vars(module).values() if name.startswith("pinlight") else ():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()

took = {}
for turn in range(6):
    for ask in (theirs, ours, both):
        forget()  # Each time is the first.
        begun = time.perf_counter()
        ask()
        took.setdefault(ask.__name__, []).append((time.perf_counter() - begun) * 1000)
print(json.dumps({name: times[1:] for name, times in took.items()}))
"""


def reading(place: Path, rounds: int) -> tuple[list[str], list[Goal]]:
    tables, rows = [], []
    for count in (50, 300, 1000):
        prefix = place / str(count)
        site = material.environment(prefix, material.packages(count))
        samples = _samples(prefix, site, rounds)
        tables.append(table(f"Reading {count:,} distributions", samples))
    medians = {name: figures(found).p50 for name, found in samples.items() if found}
    rows = [ratio("reading 1,000", medians[OURS], medians[THEIRS], 1 / 30, "importlib.metadata")]
    if UV in medians:
        rows.append(ratio("the conflict pass with it", medians[BOTH], medians[UV], 1, UV))
    return tables, rows


OURS, BOTH = "pinlight", "pinlight, with the conflicts"
THEIRS, UV, PIP = "importlib.metadata", "uv pip check", "pip check"


def _samples(prefix: Path, site: Path, rounds: int) -> dict[str, list[float]]:
    samples: dict[str, list[float]] = {name: [] for name in (OURS, BOTH, THEIRS, UV, PIP)}
    python = prefix / "bin" / "python"
    commands = {}
    if program("uv"):
        commands[UV] = (program("uv"), "pip", "check", "--python", str(python))
    if program("pip"):
        commands[PIP] = (program("pip"), "--python", str(python), "check")
    for _ in range(max(rounds // 3, 2)):
        command = (sys.executable, "-c", CHILD, prefix, site)
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for short, measured in json.loads(out).items():
            samples[{"ours": OURS, "both": BOTH, "theirs": THEIRS}[short]] += measured
        for name, command in commands.items():
            for _ in range(3 if name == UV else 1):
                samples[name].append(timed(command))
    return samples


def timed(command, cwd: Path | None = None) -> float:
    """Run a command to its end, whatever its status; return the milliseconds that it took."""
    begun = perf_counter()
    nowhere = subprocess.DEVNULL
    subprocess.run(command, cwd=cwd, stdout=nowhere, stderr=nowhere, env=ENVIRON)
    return (perf_counter() - begun) * 1000
