"""A monorepo of 10,000 folders: opened, and typed in while it is being read."""

import copy
import time
from pathlib import Path
from time import perf_counter

import material
from client import CAPABILITIES, Client
from figures import Goal, figures, ratio, table
from peers import PINLIGHT, program
from reading import timed

PULLS = copy.deepcopy(CAPABILITIES)
PULLS["textDocument"]["diagnostic"] = {}
PULLS["workspace"] = {"diagnostics": {"refreshSupport": True}}


def workspace(place: Path, rounds: int) -> tuple[list[str], list[Goal]]:
    repo = material.monorepo(place / "repo", material.packages(1000))
    lister = [program("fd") or program("fdfind"), "--hidden", "--no-ignore", ".", str(repo.root)]
    name = "fd"
    if not lister[0]:
        lister, name = [program("find"), str(repo.root)], "find"
    listing, whole, during, after, memory = [], [], [], [], []
    for _ in range(max(rounds // 2, 3)):
        listing.append(timed(lister))
        with Client((*PINLIGHT, "server"), repo.root) as client:
            client.initialize(PULLS)
            client.request("workspace/diagnostic", {"previousResultIds": []})
            whole.append((perf_counter() - client.started) * 1000)
            memory.append(client.peak_mb())
        during += _typed(repo, 0)
        after += _typed(repo, 4)
    rows = [
        ratio("the monorepo, opened cold", *(figures(it).p50 for it in (whole, listing)), 4, name),
        ratio("an edit meanwhile", figures(during).p50, figures(after).p50, 2, "one afterwards"),
        Goal("memory, the monorepo", "at most 120 MB", f"{max(memory):.0f} MB", max(memory) <= 120),
    ]
    return [
        table(
            "The monorepo, from the spawn until all is judged", {"pinlight": whole, name: listing}
        ),
        table("Keystroke in it", {"while it is read": during, "afterwards": after}),
        table("Peak memory in MB, the monorepo", {"pinlight": memory}),
    ], rows


def _typed(repo: material.Monorepo, wait_s: float) -> list[float]:
    """Return the milliseconds of keystrokes that begin so long after the first diagnostics."""
    samples = []
    with Client((*PINLIGHT, "server"), repo.root) as client:
        client.initialize()
        client.open(repo.edited, repo.text)
        time.sleep(wait_s)
        line = repo.text.splitlines()[0]
        for turn in range(20):
            time.sleep(0.02)
            begun = perf_counter()
            place = len(line.partition("#")[0].rstrip())
            client.change(repo.edited, 0, place, place + turn % 2, "" if turn % 2 else "1")
            samples.append((client.diagnosed(repo.edited) - begun) * 1000)
    return samples
