"""The whole server as a process: bytes in, bytes out, whatever is sent whenever."""

import json
import os
import queue
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pinlight.lsp.frames import encoded, read
from pinlight.lsp.table import REQUESTS
from tree import environment_files

COMMAND = (
    sys.executable,
    "-P" if sys.version_info >= (3, 11) else "-I",
    "-m",
    "pinlight",
    "server",
)
WAIT_S = 60


class Process:
    """A server and what it said so far."""

    def __init__(self, *arguments: str, cwd: Path) -> None:
        self.process = subprocess.Popen(
            (*COMMAND, *arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd,
            env={**os.environ, "PINLIGHT_RAISE": ""},
        )
        self.heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.answers: dict[Any, Any] = {}
        self.order: list[Any] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for message in read(self.process.stdout):
            self.heard.put(message)
        self.heard.put(None)

    def send(self, *messages: Any) -> None:
        self.process.stdin.write(b"".join(map(encoded, messages)))
        self.process.stdin.flush()

    def wait_for(self, *ids: Any) -> None:
        """Take in messages until all these requests are answered."""
        while not self.answers.keys() >= set(ids):
            message = self.heard.get(timeout=WAIT_S)
            assert message is not None, self.process.stderr.read().decode()
            if "method" not in message:
                assert message["id"] not in self.answers, "answered twice"
                self.answers[message["id"]] = message
                self.order.append(message["id"])

    def end(self) -> int:
        """Return the exit status."""
        return self.process.wait(WAIT_S)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    (tmp_path / "requirements.txt").write_text("flask==1\n")
    process = Process(cwd=tmp_path)
    yield process
    stop(process)


def stop(process: Process) -> None:
    if process.process.poll() is None:
        process.process.kill()
    process.process.wait()
    for stream in (process.process.stdin, process.process.stdout, process.process.stderr):
        stream.close()


def note(method: str, params: Any = None) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "method": method, "params": params}


def request(id: Any, method: str, params: Any = None) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": id, "method": method, "params": params}


def start(root: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    params = {"processId": os.getpid(), "rootUri": root.as_uri(), "capabilities": {}}
    return request("init", "initialize", params), note("initialized", {})


def test_every_kind_of_message_is_answered_at_every_moment(process, tmp_path):
    """From the first message on, long before pygls is there, until it has answered."""
    uri = (tmp_path / "requirements.txt").as_uri()
    at = {"line": 0, "character": 1}
    about = {"textDocument": {"uri": uri}, "position": at, "range": {"start": at, "end": at}}
    about["context"] = {"diagnostics": []}
    kinds = [
        ("textDocument/hover", about),
        ("textDocument/codeAction", about),
        ("textDocument/codeLens", about),
        ("codeAction/resolve", {"title": "x"}),
        ("workspace/executeCommand", {"command": "pinlight.refresh"}),
        ("textDocument/hover", {"nonsense": 1}),
        ("foo/bar", {}),
    ]
    item = {"uri": uri, "languageId": "any", "version": 1, "text": "flask==1\n"}
    process.send(*start(tmp_path), note("textDocument/didOpen", {"textDocument": item}))
    rounds = 0
    last = None
    while rounds < 3 or last not in process.answers:
        ids = [f"{rounds}/{number}" for number in range(len(kinds))]
        requests = [request(id, *kind) for id, kind in zip(ids, kinds, strict=True)]
        edit = {"textDocument": {"uri": uri, "version": rounds + 2}}
        edit["contentChanges"] = [{"text": f"flask=={rounds}\n"}]
        process.send(
            *requests[:3],
            note("textDocument/didChange", edit),
            note("$/cancelRequest", {"id": ids[1]}),
            *requests[3:],
            note("textDocument/didSave", {"textDocument": {"uri": uri}}),
        )
        last = last or ids[0]
        process.wait_for(ids[-1])
        rounds += 1
    every = [f"{index}/{number}" for index in range(rounds) for number in range(len(kinds))]
    process.wait_for(*every)
    assert {process.answers[id]["error"]["code"] for id in every if id.endswith("/6")} == {-32601}
    assert {process.answers[id]["error"]["code"] for id in every if id.endswith("/5")} == {-32602}
    for number in (0, 2, 3, 4):
        assert all("result" in process.answers[f"{index}/{number}"] for index in range(rounds))
    for number in (0, 2, 3, 4):
        same = [id for id in process.order if id.endswith(f"/{number}")]
        assert same == sorted(same, key=lambda id: int(id.partition("/")[0]))


def everything_about(uri: str) -> dict[str, Any]:
    """Return parameters in which every request finds what it needs."""
    at = {"line": 0, "character": 1}
    place = {"start": at, "end": at}
    item = {"name": "flask", "kind": 4, "uri": uri, "range": place, "selectionRange": place}
    return {
        "textDocument": {"uri": uri},
        "position": at,
        "positions": [at],
        "range": place,
        "context": {"diagnostics": [], "includeDeclaration": True},
        "options": {"tabSize": 4, "insertSpaces": True},
        "newName": "django",
        "query": "f",
        "item": item,
        "title": "x",
        "command": "pinlight.refresh",
    }


def test_every_request_and_notification_there_is_may_come_while_pygls_comes_up(process, tmp_path):
    """Each request is answered once and rightly, and the texts are those of the client."""
    uri = (tmp_path / "requirements.txt").as_uri()
    folder = {"uri": tmp_path.as_uri(), "name": "root"}
    about = everything_about(uri)
    methods = [request.method for request in REQUESTS]
    notes = [
        ("workspace/didChangeConfiguration", {"settings": {"pinlight": {}}}),
        ("workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]}),
        ("workspace/didChangeWorkspaceFolders", {"event": {"added": [folder], "removed": []}}),
        ("textDocument/didSave", {"textDocument": {"uri": uri}}),
        ("window/workDoneProgress/cancel", {"token": "none"}),
        ("$/cancelRequest", {"id": "none"}),
        ("$/setTrace", {"value": "off"}),
        ("textDocument/didChange", {"nonsense": True}),
        ("nobody/knows", [1]),
    ]
    version = 0
    rounds = 0
    while rounds < 3 or f"0/{methods[0]}" not in process.answers:
        version += 1
        text = f"flask=={version}\n"
        item = {"uri": uri, "languageId": "any", "version": version, "text": text}
        first = start(tmp_path) if not rounds else ()
        process.send(*first, note("textDocument/didOpen", {"textDocument": item}))
        for number, method in enumerate(methods):
            version += 1
            edit = {"textDocument": {"uri": uri, "version": version}}
            edit["contentChanges"] = [{"text": f"flask=={version}\n"}]
            process.send(
                request(f"{rounds}/{method}", method, about),
                note(*notes[number % len(notes)]),
                note("textDocument/didChange", edit),
                {"jsonrpc": "2.0", "id": "nobody's", "result": None},
            )
        process.send(request(f"{rounds}/end", "foo/bar"))
        process.wait_for(f"{rounds}/end")
        if rounds % 2:
            process.send(note("textDocument/didClose", {"textDocument": {"uri": uri}}))
        rounds += 1
    ids = [f"{index}/{method}" for index in range(rounds) for method in methods]
    process.wait_for(*ids)
    refused = {id for id in ids if "error" in process.answers[id]}
    assert {process.answers[id]["error"]["code"] for id in refused} <= {-32602}, refused
    hovers = [process.answers[id]["result"] for id in ids if id.endswith("textDocument/hover")]
    assert all("flask" in str(hover) for hover in hovers)


@pytest.mark.parametrize(
    ("last", "status"),
    [((request("end", "shutdown"), note("exit")), 0), ((note("exit"),), 1), ((), 1)],
    ids=["shutdown and exit", "exit", "stdin closes"],
)
@pytest.mark.parametrize("is_busy", [False, True], ids=["at rest", "while pygls comes up"])
def test_the_process_ends_with_the_right_status(process, tmp_path, last, status, is_busy):
    process.send(*start(tmp_path))
    process.wait_for("init")
    if is_busy:
        process.send(request("hover", "textDocument/hover", {}))
    process.send(*last)
    process.process.stdin.close()
    assert process.end() == status


def test_nothing_but_messages_is_on_standard_output(process, tmp_path):
    """What a library prints goes to the log, or the client would lose the thread."""
    process.send(*start(tmp_path), request("end", "shutdown"), note("exit"))
    process.wait_for("init", "end")
    assert process.end() == 0
    assert process.process.stderr.read() == b""


def test_one_client_is_served_over_tcp(tmp_path):
    process = Process("--tcp", "127.0.0.1:0", cwd=tmp_path)
    line = process.process.stderr.readline().decode()
    port = int(line.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), WAIT_S) as connection:
        connection.sendall(b"".join(map(encoded, start(tmp_path))))
        with connection.makefile("rb") as stream:
            assert next(read(stream))["id"] == "init"
            connection.sendall(encoded(request("end", "shutdown")) + encoded(note("exit")))
            assert [message["id"] for message in read(stream)] == ["end"]
    assert process.end() == 0
    stop(process)


CHILD = """
import sys
from pinlight.lsp import connection, front
heard = []
def begin(client, initialize, calls):
    print(*sorted(sys.modules))
    assert "result" in heard[0]
front = front.Front(heard.append, begin)
front.receive({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
"""

HEAVY = {"asyncio", "pygls", "lsprotocol", "cattrs", "attr", "packaging", "logging", "subprocess"}
HEAVY |= {"pathlib", "socket", "tomllib", "ctypes", "inspect", "email", "ssl"}


def test_initialize_is_answered_before_anything_heavy_is_imported():
    done = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
    assert "json" in loaded
    ours = {name.split(".")[1] for name in loaded if name.startswith("pinlight.")}
    assert ours == {"bug", "lsp", "named", "patterns", "plugin_index", "text", "typed"}
    assert "pinlight.lsp.session" not in loaded


FIRST = """
import os, sys
from pinlight.lsp import connection, front

class Behind:
    def start(self, initialize): pass
    def is_ready(self): return False
    def submit(self, message, snapshot): pass

def begin(client, initialize, calls):
    global engine
    from pinlight.lsp import server, session
    from pinlight.shell.engine import Engine
    from pinlight.world.state import World
    engine = Engine(World(), lambda effect: served.show(effect), print)
    return session.Session(client, initialize, calls, engine, Behind(), None)

def send(message):
    if message.get("method") == "textDocument/publishDiagnostics":
        print(*sorted(sys.modules), flush=True)
        os._exit(0)

served = front.Front(send, begin)
links = {"textDocument": {"publishDiagnostics": {"codeDescriptionSupport": True}}}
item = {"uri": sys.argv[1], "languageId": "x", "version": 1, "text": "flask>=3\\nlost\\n"}
for method, params in (
    ("initialize", {"capabilities": links}),
    ("initialized", {}),
    ("textDocument/didOpen", {"textDocument": item}),
):
    id = {"id": 1} if method == "initialize" else {}
    served.receive({"jsonrpc": "2.0", **id, "method": method, "params": params})
engine.finish()
"""


def test_the_first_diagnostics_need_nothing_heavy(tmp_path):
    for path, content in environment_files(str(tmp_path / ".venv"), ["flask 2.0.0"]).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(content)
    uri = (tmp_path / "requirements.txt").as_uri()
    command = [sys.executable, "-c", FIRST, uri]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert {name.partition(".")[0] for name in loaded} & (HEAVY | {"urllib"}) == set()
    ours = {name.split(".")[1] for name in loaded if name.startswith("pinlight.")}
    assert "rules" in ours
    assert ours & {"features", "fixes", "imports", "installers", "locks", "toml"} == set()


def test_the_answer_to_initialize_is_small_and_complete(process, tmp_path):
    process.send(*start(tmp_path))
    process.wait_for("init")
    result = process.answers["init"]["result"]
    assert result["serverInfo"]["name"] == "pinlight"
    assert result["capabilities"]["textDocumentSync"]["change"] == 2
    assert len(json.dumps(result)) < 2000
