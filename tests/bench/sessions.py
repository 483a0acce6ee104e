"""Sessions with one open file: its start, keystrokes, bursts, and changes from a terminal."""

import shutil
import sys
import time
from collections.abc import Container, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from queue import Empty
from time import perf_counter
from typing import Any

import material
from client import Client
from figures import Goal, figures, ratio, shown, table
from peers import FLOOR, HERE, PASSING, PINLIGHT, Peer, peers
from reading import timed

Part = tuple[list[str], list[Goal]]

IDLE_S = 20
RESTED_S = 10  # Then the files of an environment that rests were looked for, once.


def start(place: Path, rounds: int) -> Part:
    """From the spawn to the answer of `initialize`, and to the first diagnostics."""
    made = material.packages(1000)
    found = peers(place, _site(place, made), made, 1000)
    time.sleep(3)  # What is younger is not kept for the next start.
    minimal = (sys.executable, str(HERE / "minimal_server.py"))
    found.insert(1, Peer("minimal pygls", minimal, found[0].path, ""))
    first_ever = ("env", "PINLIGHT_CACHE=", *found[0].command)
    found.insert(1, found[0]._replace(name="pinlight, nothing kept", command=first_ever))
    answer: dict[str, list[float]] = {it.name: [] for it in found}
    first: dict[str, list[float]] = {it.name: [] for it in found if it.text}
    memory: dict[str, list[float]] = {it.name: [] for it in found if it.text}
    answer[FLOOR] = []
    silent: set[str] = set()
    for turn in range(rounds + 1):  # The first warms the caches: the disk's and everyone's own.
        for peer in _asked(found, silent):
            with _listening(peer, silent):
                measured = _started(peer, 0 if turn else KEEPING_S)
                for sample, samples in zip(measured, (answer, first, memory), strict=False):
                    if turn:
                        samples[peer.name].append(sample)
        alone = timed(PASSING)
        if turn:
            answer[FLOOR].append(alone)
    return [
        table("Spawn to the initialize answer", answer, silent),
        table("Spawn to first diagnostics, 1,000 lines x 1,000 distributions", first, silent),
        table("Peak memory in MB, after the first diagnostics", memory, silent),
    ], _start_goals(_medians(answer), _medians(first), max(memory["pinlight"]))


KEEPING_S = 3  # Whoever keeps something for the next start has done so.


def _started(peer: Peer, linger_s: float) -> Iterator[float]:
    """Give the milliseconds to each answer, then the most memory in MB; stay a while."""
    with peer.client() as client:
        yield (client.initialize() - client.started) * 1000
        if peer.text:
            yield (client.open(peer.path, peer.text) - client.started) * 1000
            yield client.peak_mb()
        time.sleep(linger_s)


def _start_goals(answer: dict[str, float], first: dict[str, float], peak_mb: float) -> list[Goal]:
    rows = [
        ratio("spawn to first diagnostics", first["pinlight"], first[name], most, name)
        for name, most in (("naive pygls", 0.10), ("ruff", 5))
        if name in first
    ]
    if minimal := answer.get("minimal pygls"):
        rows.append(ratio("the initialize answer", answer["pinlight"], minimal, 0.15, "minimal"))
    return [
        *rows,
        Goal("memory, 1,000 x 1,000", "at most 60 MB", f"{peak_mb:.0f} MB", peak_mb <= 60),
    ]


def _asked(found: Iterable[Peer], silent: Container[str]) -> list[Peer]:
    """Return those who are on this machine and have answered so far."""
    return [it for it in found if it.command and it.name not in silent]


@contextmanager
def _listening(peer: Peer, silent: set[str]) -> Iterator[None]:
    """Add a rival that leaves something without an answer to `silent`: it is asked no more."""
    try:
        yield
    except (Empty, EOFError, BrokenPipeError) as error:
        if peer.name.startswith("pinlight"):
            raise  # Without it there is nothing to compare.
        silent.add(peer.name)
        print(f"{peer.name}: no answer ({type(error).__name__})", file=sys.stderr)


def keystroke(place: Path, rounds: int) -> Part:
    """One more digit in a version, or one fewer, to the diagnostics."""
    tables, rows = [], []
    for lines in (1000, 10_000):
        samples, silent = _typed(place / str(lines), lines, rounds * 20)
        tables.append(table(f"Keystroke to diagnostics, {lines:,} lines", samples, silent))
        if samples["ruff"]:
            ours, theirs = figures(samples["pinlight"]), figures(samples["ruff"])
            what = f"keystroke, {lines:,} lines"
            rows.append(ratio(what, ours.p50, theirs.p50, 0.4 if lines == 1000 else 0.1, "ruff"))
            if lines == 1000:
                rows.append(ratio(f"{what}, p99", ours.p99, theirs.p50, 1, "ruff's p50"))
    return tables, rows


def _typed(place: Path, lines: int, count: int) -> tuple[dict[str, list[float]], set[str]]:
    place.mkdir()
    made = material.packages(lines)
    found = peers(place, _site(place, made), made, lines)
    if lines > 1000:
        found = [it for it in found if it.name in ("pinlight", "ruff", "tombi")]
        path = material.write(
            _folder(place / "hashed") / "requirements.txt", lambda: material.hashed(made, lines)
        )
        found.append(
            Peer("pinlight, as pip-compile writes", found[0].command, path, path.read_text())
        )
    samples: dict[str, list[float]] = {it.name: [] for it in found}
    silent: set[str] = set()
    with ExitStack() as stack:
        clients = _opened(stack, found, silent)
        time.sleep(3)  # What is got ready behind the first diagnostics is no part of typing.
        for turn in range(count + 10):
            for peer in _asked(found, silent):
                if peer.name in SLOW and turn % 20:
                    continue
                with _listening(peer, silent):
                    took = _pressed(clients[peer.name], peer, (turn,))
                    if turn >= 10:
                        samples[peer.name].append(took)
    return samples, silent


def _opened(stack: ExitStack, found: list[Peer], silent: set[str]) -> dict[str, Client]:
    """Start the servers, each with its document open; return those that have answered."""
    clients = {}
    for peer in _asked(found, silent):
        with _listening(peer, silent):
            clients[peer.name] = client = stack.enter_context(peer.client())
            client.initialize()
            client.open(peer.path, peer.text)
    return clients


def _pressed(client: Client, peer: Peer, turns: Iterable[int]) -> float:
    """Press keys one after the other; return the milliseconds to the diagnostics of the last."""
    text = peer.text.splitlines()
    client.drain()
    begun = perf_counter()
    for turn in turns:
        _press(client, peer, text, turn)
    return (client.diagnosed(peer.path) - begun) * 1000


SLOW = ("naive pygls", "requirements-language-server")


def _press(client: Client, peer: Peer, text: list[str], turn: int) -> None:
    """Write a digit behind the version of some line; the next turn takes it away."""
    line = (turn // 2 * 37 + 5) % len(text)
    while "==" not in text[line] and peer.path.suffix == ".txt":
        line = (line + 1) % len(text)
    column = len(text[line].partition("#")[0].partition("\\")[0].rstrip())
    if peer.path.suffix != ".txt":
        column = text[line].rindex(" ")
    if turn % 2:
        client.change(peer.path, line, column, column + 1, "")
    else:
        client.change(peer.path, line, column, column, "1")


def burst(place: Path, rounds: int) -> Part:
    """A hundred changes at once, to the diagnostics of the last."""
    made = material.packages(1000)
    found = [it for it in peers(place, _site(place, made), made, 1000) if it.name not in SLOW]
    samples: dict[str, list[float]] = {it.name: [] for it in found}
    silent: set[str] = set()
    with ExitStack() as stack:
        clients = _opened(stack, found, silent)
        time.sleep(3)
        for turn in range(rounds + 1):
            for peer in _asked(found, silent):
                with _listening(peer, silent):
                    took = _pressed(clients[peer.name], peer, range(0, 200, 2))
                    if turn:
                        samples[peer.name].append(took)
    medians = _medians(samples)
    rows = []
    if "ruff" in medians:
        rows = [ratio("100 changes in a burst", medians["pinlight"], medians["ruff"], 0.1, "ruff")]
    return [table("100 changes in a burst, to the last version", samples, silent)], rows


def terminal(place: Path, rounds: int) -> Part:
    """From the last file that an installer writes to the diagnostics, and what waiting costs."""
    made = material.packages(1000)
    site = _site(place, made)
    path = place / "requirements.txt"
    text = material.requirements(made, 1000) + "brand-new==1.0\n"
    path.write_text(text)
    package = material.Package("brand-new", "1.0")
    samples: dict[str, list[float]] = {"install": [], "uninstall": []}
    with Client((*PINLIGHT, "server"), place) as client:
        client.initialize()
        client.open(path, text)
        where = {"textDocument": {"uri": path.as_uri()}, "position": {"line": 0, "character": 1}}
        client.request("textDocument/hover", where)  # Now all is imported.
        time.sleep(RESTED_S)
        used, begun = client.cpu_s(), perf_counter()
        time.sleep(IDLE_S)
        idle = (client.cpu_s() - used) / (perf_counter() - begun) * 100
        for turn in range(rounds * 2):
            time.sleep(0.7 + 0.13 * (turn % 7))  # No step with any poll.
            client.drain()
            material.install(site, package)
            begun = perf_counter()
            samples["install"].append((client.reported(path, _is_content) - begun) * 1000)
            time.sleep(0.7 + 0.11 * (turn % 7))
            client.drain()
            shutil.rmtree(site / "brand_new")
            shutil.rmtree(site / "brand_new-1.0.dist-info")
            begun = perf_counter()
            samples["uninstall"].append((client.reported(path, _is_lacking) - begun) * 1000)
    p50 = figures(samples["install"] + samples["uninstall"]).p50
    rows = [
        Goal(
            "a terminal's install, p50", "30 ms, 300 ms by polling", f"{shown(p50)} ms", p50 <= 30
        ),
        Goal("idle CPU", "at most 0.1 %", f"{idle:.2f} %", idle <= 0.1),
    ]
    return [table("Last file written in a terminal to diagnostics", samples)], rows


def _is_lacking(params: dict[str, Any]) -> bool:
    return any("brand-new" in it["message"] for it in params["diagnostics"])


def _is_content(params: dict[str, Any]) -> bool:
    return not _is_lacking(params)


def _site(place: Path, made: list[material.Package]) -> Path:
    return material.environment(place / ".venv", made)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _medians(samples: dict[str, list[float]]) -> dict[str, float]:
    return {name: figures(measured).p50 for name, measured in samples.items() if measured}
