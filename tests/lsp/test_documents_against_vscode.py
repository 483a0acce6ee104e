"""Random edits leave the same text as Microsoft's own implementation of text documents.

It is the npm package vscode-languageserver-textdocument; PINLIGHT_NODE_MODULES names a folder
that holds it, else npm is asked to fetch it.
"""

import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from pinlight.lsp.documents import Document, changed
from pinlight.text import LineIndex, width

PACKAGE = "vscode-languageserver-textdocument"
CASES = 6000
PIECES = [
    *("a", "bc==1.0", "é", "😀", "中", "e\u0301", "\t", " ", "#", "\n", "\n", "\r\n", "\r\n", "\r"),
    *("\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"),
]
JUDGE = """
const {TextDocument} = require(process.argv[1]);
const lines = require('fs').readFileSync(0, 'utf8').split('\\n').filter(Boolean);
for (const line of lines) {
  const {text, messages} = JSON.parse(line);
  let document = TextDocument.create('file:///r.txt', 'any', 1, text);
  const texts = messages.map(changes => {
    // Made anew for each message: its own index breaks after positions past the last line.
    document = TextDocument.create('file:///r.txt', 'any', 1, document.getText());
    return TextDocument.update(document, changes, 2).getText();
  });
  console.log(JSON.stringify(texts));
}
"""


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        pytest.skip("needs node")
    given = os.environ.get("PINLIGHT_NODE_MODULES")
    folder = Path(given) if given else tmp_path_factory.mktemp("npm") / "node_modules"
    if not given and npm:
        options = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder.parent))
        command = [npm, "install", *options, PACKAGE]
        subprocess.run(command, capture_output=True, check=False, timeout=120)
    if not (folder / PACKAGE).is_dir():
        pytest.skip(f"needs {PACKAGE} from npm")
    return folder / PACKAGE


def text(generator: random.Random, most: int) -> str:
    return "".join(generator.choice(PIECES) for _ in range(generator.randint(0, most)))


def position(generator: random.Random, lines: LineIndex) -> dict[str, int]:
    """A place in the text, now and then past the end of a line or past the last line; never in
    the middle of a surrogate pair, where editors do not go."""
    wild = generator.random()
    if wild < 0.15:
        line = len(lines.starts) + generator.randint(0, 2)
        return {"line": line, "character": generator.randint(0, 3)}
    line = generator.randrange(len(lines.starts))
    span = lines.span(line)
    end = generator.randint(span.start, span.end)
    beyond = generator.randint(1, 5) if wild < 0.3 else 0
    before = lines.text[span.start : span.end if beyond else end]
    return {"line": line, "character": width(before, "utf-16") + beyond}


def change(generator: random.Random, lines: LineIndex) -> dict[str, object]:
    if generator.random() < 0.03:
        return {"text": text(generator, 14)}
    places = {"start": position(generator, lines), "end": position(generator, lines)}
    return {"range": places, "text": text(generator, 4)}


def test_six_thousand_random_edits_leave_the_same_text(package: Path) -> None:
    generator = random.Random(0)
    cases, ours = [], []
    for _ in range(CASES // 3):
        before = text(generator, 14)
        document = Document("file:///r.txt", 1, LineIndex(before))
        messages, texts = [], []
        for _ in range(3):
            messages.append([change(generator, document.lines)])
            document = changed(document, 2, messages[-1], "utf-16")
            texts.append(document.lines.text)
        cases.append({"text": before, "messages": messages})
        ours.append(texts)
    done = subprocess.run(
        ["node", "-e", JUDGE, str(package)],
        input="\n".join(json.dumps(case) for case in cases).encode(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    theirs = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    assert sum(map(len, theirs)) == CASES
    different = [case for case, a, b in zip(cases, ours, theirs, strict=True) if a != b]
    assert different == []
