"""References in the Python files of a real folder."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from pinlight.lsp.client import Client
from pinlight.lsp.documents import Document
from pinlight.lsp.references import answer
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.uris import path_of, uri_of
from pinlight.shell.engine import Engine
from pinlight.text import LineIndex
from pinlight.world.state import FoldersSet, World
from tree import environment_files

FILES = {
    "requirements.txt": "requests\npyyaml\n",
    "app.py": "import os\nimport yaml.nodes as nodes, requests\n",
    "src/inner/tool.py": "def f():\n    from yaml import load\n",
    "other.py": "# import yaml\nx = 'import yaml'\n",
    ".venv/ignored.py": "import yaml\n",
}


@pytest.fixture
def moment(tmp_path):
    lines = ["requests 2.0", "pyyaml 6.0", "  modules: yaml _yaml"]
    for path, content in environment_files(str(tmp_path / ".venv"), lines).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    engine = Engine(World(), lambda effect: None, print)
    engine.feed(FoldersSet((str(tmp_path),)))
    engine.finish()
    return Snapshot(engine.world, {}, Client(encoding="utf-32"))


def asked(root, snapshot, name, line, column, is_declaration=True):
    params = SimpleNamespace(
        text_document=SimpleNamespace(uri=uri_of(str(root / name))),
        position=SimpleNamespace(line=line, character=column),
        context=SimpleNamespace(include_declaration=is_declaration),
    )
    found = []
    for it in answer(snapshot, params):
        start = it["range"]["start"]
        place = Path(path_of(it["uri"])).relative_to(root).as_posix()
        found.append(f"{place}:{start['line']}:{start['character']}")
    return sorted(found)


def test_imports_of_what_a_requirement_provides_are_found(tmp_path, moment):
    expected = ["app.py:1:7", "requirements.txt:1:0", "src/inner/tool.py:1:9"]
    assert asked(tmp_path, moment, "requirements.txt", 1, 2) == expected
    assert asked(tmp_path, moment, "requirements.txt", 1, 2, is_declaration=False) == [
        "app.py:1:7",
        "src/inner/tool.py:1:9",
    ]


def test_the_text_of_the_editor_counts_where_a_file_is_open(tmp_path, moment):
    path = str(tmp_path / "app.py")
    text = "\n\nimport yaml\n"
    moment = moment._replace(documents={path: Document(uri_of(path), 1, LineIndex(text))})
    assert "app.py:2:7" in asked(tmp_path, moment, "requirements.txt", 1, 2)
