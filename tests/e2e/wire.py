"""A blocking client that speaks bare JSON-RPC with a server process of its own."""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SERVER = (sys.executable, "-P", "-m", "pinlight", "server")
WAIT_S = 60


class Wire:
    """A session with a server; leaving the block ends the process, whatever state it is in."""

    def __init__(
        self,
        root: Path,
        *,
        command: Sequence[str] = SERVER,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.root = root
        self.notes: list[dict[str, Any]] = []
        self._ids = iter(range(1, 1_000_000))
        self._inbox: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=cwd or root,
            env={**(env or os.environ), "PINLIGHT_RAISE": ""},
        )
        self.log = b""
        threading.Thread(target=self._read, daemon=True).start()
        self._errors = threading.Thread(target=self._read_errors, daemon=True)
        self._errors.start()

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()
        self._errors.join()
        if self.process.stderr:
            self.process.stderr.close()

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def start(self, **options: Any) -> dict[str, Any]:
        answer = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": self.root.as_uri(),
                "workspaceFolders": [{"uri": self.root.as_uri(), "name": "root"}],
                "capabilities": {},
                "initializationOptions": options,
            },
        )
        self.notify("initialized", {})
        return answer

    def open(self, name: str, text: str | None = None) -> None:
        shown = (self.root / name).read_text() if text is None else text
        item = {"uri": self.uri(name), "languageId": "any", "version": 1, "text": shown}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def request(self, method: str, params: Any) -> dict[str, Any]:
        """Return the answer, its result or error within."""
        number = next(self._ids)
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        while True:
            message = self.receive()
            if message.get("id") == number and "method" not in message:
                return message

    def notify(self, method: str, params: Any) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        content = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        """Return the next message; requests of the server are answered."""
        message = self._inbox.get(timeout=WAIT_S)
        assert message is not None, f"the server ended: {self.log.decode()}"
        if "method" in message:
            self.notes.append(message)
            if "id" in message:
                result = self.answer(message)
                self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        return message

    def answer(self, message: dict[str, Any]) -> Any:
        """Return the result of a request of the server."""
        return None

    def problems(self, name: str, *codes: str) -> list[dict[str, Any]]:
        """Wait until exactly these codes are published for the file, and return the problems."""
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                found = params["diagnostics"]
                if params["uri"] == self.uri(name) and [one["code"] for one in found] == [*codes]:
                    return list(found)

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream
        while header := stream.readline():
            length = int(header.split(b":")[1])
            stream.readline()
            self._inbox.put(json.loads(stream.read(length)))
        self._inbox.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.log += line
