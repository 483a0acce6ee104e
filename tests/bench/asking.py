"""Each request about a file of 1,000 lines, against 1,000 distributions, inside one process: in
processor time, which other work on the machine hardly touches."""

import json
import subprocess
import sys
from pathlib import Path

import material
from client import ENVIRON
from figures import Goal, figures, shown

MOST_MS = 20

CHILD = """
import gc, json, sys, time
from pathlib import Path
from pinlight.cli.server import COLLECTED_AFTER
from pinlight.lsp.client import Client
from pinlight.lsp.documents import Document
from pinlight.lsp.requests import Requests
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.uris import uri_of
from pinlight.shell.engine import Engine
from pinlight.world.state import Changed, FoldersSet, Opened, World
from pinlight.text import LineIndex

gc.set_threshold(COLLECTED_AFTER, 20, 50)
path = sys.argv[1]
text = Path(path).read_text()
count = text.count("\\n")
engine = Engine(World(), lambda effect: None, print)
for event in (FoldersSet((str(Path(path).parent),)), Opened(path, text, 1)):
    engine.feed(event)
engine.finish()
client = Client(takes_code_actions=True, takes_markdown=True, resolves_edits=True)
initialize = {"processId": None, "rootUri": None, "capabilities": {}}
answers = Requests(lambda body: None, print, initialize)
document = {"textDocument": {"uri": uri_of(path)}}

def at(turn):
    return {"line": turn * 17 % count, "character": 2}

def here(turn):
    return {**document, "position": at(turn)}

def span(turn, lines=0):
    start = at(turn)
    return {"start": start, "end": {"line": start["line"] + lines, "character": 2}}

ASKED = {
    "hover": here,
    "completion": here,
    "definition": here,
    "documentHighlight": here,
    "prepareRename": here,
    "prepareCallHierarchy": here,
    "references": lambda turn: {**here(turn), "context": {"includeDeclaration": True}},
    "selectionRange": lambda turn: {**document, "positions": [at(turn)]},
    "codeAction": lambda turn: {**document, "range": span(turn), "context": {"diagnostics": []}},
    "inlayHint": lambda turn: {**document, "range": span(turn, 60)},
    "codeLens": lambda turn: document,
    "documentLink": lambda turn: document,
    "documentSymbol": lambda turn: document,
    "foldingRange": lambda turn: document,
    "semanticTokens/full": lambda turn: document,
}
took = {name: [] for name in ASKED}
for turn in range(40):
    version = turn + 2
    changed = text.replace("\\n", f"  # {turn}\\n", 1)
    engine.feed(Changed(path, changed, version))  # Nothing may rest on the text before it.
    engine.finish()
    documents = {path: Document(uri_of(path), version, LineIndex(changed))}
    snapshot = Snapshot(engine.world, documents, client)
    for name, params in ASKED.items():
        method = f"textDocument/{name}"
        message = {"jsonrpc": "2.0", "id": turn, "method": method, "params": params(turn)}
        begun = time.process_time()
        answers.handle(message, snapshot)
        took[name].append((time.process_time() - begun) * 1000)
print(json.dumps({name: times[5:] for name, times in took.items()}))
"""


def features(place: Path, rounds: int) -> tuple[list[str], list[Goal]]:
    made = material.packages(1000)
    material.environment(place / ".venv", made)
    (place / "requirements.txt").write_text(material.requirements(made, 1000))
    command = [sys.executable, "-c", CHILD, str(place / "requirements.txt")]
    done = subprocess.run(command, env=ENVIRON, capture_output=True, text=True, check=True)
    samples = json.loads(done.stdout)
    medians = {name: figures(found).p50 for name, found in samples.items()}
    slowest = max(medians, key=lambda name: medians[name])
    goal = Goal(
        f"the slowest request about 1,000 lines ({slowest}), processor time, p50",
        f"{MOST_MS} ms",
        f"{shown(medians[slowest])} ms",
        medians[slowest] <= MOST_MS,
    )
    return [_table(samples)], [goal]


def _table(samples: dict[str, list[float]]) -> str:
    title = "### Requests about 1,000 lines, right after an edit, in processor time"
    rows = [title, "", "| | n | p50 | p95 |", "|---|---|---|---|"]
    for name, measured in samples.items():
        found = figures(measured)
        rows.append(f"| {name} | {len(measured)} | {shown(found.p50)} | {shown(found.p95)} |")
    return "\n".join(rows)
