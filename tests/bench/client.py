"""One blocking client for every server: what it measures ends when a whole message has arrived."""

import json
import os
import queue
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

WAIT_S = 30

# Everyone's modules are compiled once, as on a user's machine.
ENVIRON = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

CAPABILITIES: dict[str, Any] = {
    "general": {"positionEncodings": ["utf-8", "utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True},
        "synchronization": {},
    },
}


class Client:
    """A session with one server; leaving the block ends it. Times are of `perf_counter`."""

    def __init__(
        self, command: Sequence[str], root: Path, environ: Mapping[str, str] | None = None
    ) -> None:
        self.root = root
        self.started = perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=root,
            env={**ENVIRON, **(environ or {})},
            bufsize=0,
        )
        self.version = 0
        self._unnamed = 0  # reports that named no version
        self._count = 0
        self._inbox: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()

    def initialize(self, capabilities: Any = CAPABILITIES, options: Any = None) -> float:
        """Shake hands; return when the answer was there."""
        folder = {"uri": self.root.as_uri(), "name": "root"}
        arrived, _ = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": folder["uri"],
                "workspaceFolders": [folder],
                "capabilities": capabilities,
                "initializationOptions": options or {},
            },
        )
        self.notify("initialized", {})
        return arrived

    def open(self, path: Path, text: str) -> float:
        """Open a document; return when its first diagnostics were there."""
        self.version = 1
        language = {".py": "python", ".toml": "toml"}.get(path.suffix, "pip-requirements")
        item = {"uri": path.as_uri(), "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return self.diagnosed(path)

    def change(self, path: Path, line: int, start: int, end: int, text: str) -> None:
        """Replace characters of one line."""
        self.version += 1
        places = [{"line": line, "character": character} for character in (start, end)]
        edit = {"range": {"start": places[0], "end": places[1]}, "text": text}
        document = {"uri": path.as_uri(), "version": self.version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [edit]})

    def diagnosed(self, path: Path) -> float:
        """Return when the diagnostics of the document's last version were there.

        A server that names no version is taken to send one report for each, in their order.
        """
        return self.reported(path, self._is_last)

    def _is_last(self, params: dict[str, Any]) -> bool:
        version = params.get("version")
        self._unnamed += version is None
        return (self._unnamed if version is None else version) == self.version

    def reported(self, path: Path, is_it: Callable[[dict[str, Any]], bool]) -> float:
        """Return when a report on the document that `is_it` was there."""
        while True:
            arrived, message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                params = message["params"]
                if params["uri"] == path.as_uri() and is_it(params):
                    return arrived

    def request(self, method: str, params: Any) -> tuple[float, dict[str, Any]]:
        self._count += 1
        number = self._count
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        while True:
            arrived, message = self.receive()
            if message.get("id") == number and "method" not in message:
                return arrived, message

    def notify(self, method: str, params: Any) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def send(self, message: Any) -> None:
        body = json.dumps(message).encode()
        frame = memoryview(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        while frame:
            frame = frame[os.write(self.process.stdin.fileno(), frame) :]

    def receive(self) -> tuple[float, dict[str, Any]]:
        """Return the next message and when it had arrived; the server's questions get null."""
        arrived, body = self._inbox.get(timeout=WAIT_S)
        if not body:
            raise EOFError("the server ended")
        message = json.loads(body)
        if "id" in message and "method" in message:
            items = (message.get("params") or {}).get("items")
            result = [None] * len(items) if items else None
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": result})
        return arrived, message

    def drain(self) -> None:
        """Forget what has arrived and nobody waited for."""
        while not self._inbox.empty():
            self.receive()

    def _read(self) -> None:
        with open(self.process.stdout.fileno(), "rb", closefd=False) as stream:
            while header := stream.readline():
                length = 0
                while header.strip():
                    name, _, value = header.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                    header = stream.readline()
                body = stream.read(length)
                self._inbox.put((perf_counter(), body))
        self._inbox.put((perf_counter(), b""))

    # What it costs

    def peak_mb(self) -> float:
        """Return the most memory that the server ever held, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def cpu_s(self) -> float:
        """Return the processor time that the server has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
