"""A connection with one client: one thread owns all of it, others only put into its inbox.

What an initialized client is served with is imported behind the answer to `initialize`.
"""

import gc
import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue

from pinlight.bug import guard
from pinlight.lsp import frames
from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.front import Front
from pinlight.typed import TYPE_CHECKING, Any, BinaryIO, Literal, NoReturn

if TYPE_CHECKING:
    from pinlight.lsp.server import Server
    from pinlight.lsp.session import Session

Task = Callable[[], None]

# How long one thread may keep another waiting that wants to work: the owner, while pygls is being
# imported beside it, or the reader, while the owner judges. Python's own 5 ms can be felt.
SWITCHED_AFTER_S = 0.0005

BURST_PAUSE_S = 0.0005  # without an edit: a burst is over

QUIET_S, TIDIED_AFTER = 1.0, 5_000  # new values: far fewer than the collector waits for


class Connection:
    """All of one connection. Other threads touch nothing of it but the inbox."""

    def __init__(self, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self._stdin = stdin
        self._inbox: SimpleQueue[Task] = SimpleQueue()
        self._writer = frames.Writer(stdout)
        self._front = Front(self._writer.send, self._begin)
        self._server: Server | None = None  # from `initialize` on

    def serve(self) -> int:
        """Serve until the client says so or is gone; return the exit status."""
        threading.Thread(target=self._read, name="pinlight-reader", daemon=True).start()
        try:
            self._own()
        except KeyboardInterrupt:  # Ctrl-C in a terminal: changes under way are stopped too.
            self._front.ended()
        if self._server:
            self._server.end()
        return self._front.exit_code or 0

    def _own(self) -> None:
        """Take messages and work, one after another, until the client is done."""
        front = self._front
        while front.exit_code is None:
            task = self._next()
            if task:
                guard("a message", None, task)
                continue
            guard("a pause", None, front.rest)
            if self._server and guard("looking", False, self._server.work):
                guard("answers", None, front.answer)  # A client may never pause.
                continue
            guard("a rest", None, front.idle)
            if self._server:
                self._server.watch()
            guard("a message", None, self._waited())

    def _next(self) -> Task | None:
        """Return what is to be done next; None: nobody says anything. To judge in the middle of a
        burst of edits is wasted, so there it takes a moment to be sure."""
        is_burst = self._front.session and self._front.session.is_burst()
        return self._taken(BURST_PAUSE_S if is_burst else 0)

    def _waited(self) -> Task:
        """Return what is to be done next, however long that takes. While nobody says anything what
        is no longer needed is looked for: where the collector chooses, it delays a keystroke.

        No wait is without an end: Python notices a Ctrl-C that came just before one only behind it.
        """
        while (task := self._taken(QUIET_S)) is None:
            if gc.get_count()[0] > TIDIED_AFTER:
                gc.collect(1)
        return task

    def _taken(self, within_s: float) -> Task | None:
        try:
            return self._inbox.get(timeout=within_s)
        except Empty:
            return None

    def _read(self) -> None:
        """Put what the client says into the inbox, on a thread of its own."""
        for message in frames.read(self._stdin):
            self._inbox.put(partial(self._front.receive, message))
        self._inbox.put(self._front.ended)

    def _begin(self, client: Client, initialize: dict[str, Any], calls: Calls) -> "Session":
        from pinlight.lsp.server import Server  # The client has its answer already.

        ended = self._front.ended
        self._server = Server(client, initialize, calls, self._writer, self._inbox.put, ended)
        return self._server.session


def serve() -> int:
    """Serve the client on standard input and output; end the process when it is done."""
    sys.setswitchinterval(SWITCHED_AFTER_S)
    stdin, stdout = _private(sys.stdin.fileno(), "rb"), _private(sys.stdout.fileno(), "wb")
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _leave(Connection(stdin, stdout).serve())


def serve_tcp(host: str, port: int) -> int:
    """Serve one client that connects to `host`:`port`; port 0 takes any that is free."""
    import socket

    with socket.create_server((host, port)) as listener:
        address = listener.getsockname()
        sys.stderr.write(f"pinlight: listening on {address[0]}:{address[1]}\n")
        sys.stderr.flush()
        connection, _ = listener.accept()
    with connection, connection.makefile("rb") as stdin, connection.makefile("wb") as stdout:
        _leave(Connection(stdin, stdout).serve())


def _private(descriptor: int, mode: Literal["rb", "wb"]) -> BinaryIO:
    """Return a stream of our own for what a standard stream leads to: nothing that prints or
    reads, and no program that is run, can then come between us and the client."""
    return open(os.dup(descriptor), mode)  # noqa: PTH123


def _leave(status: int) -> NoReturn:
    """End the process when changes under way have ended. Other threads may be in the middle of
    an import or a read, where an orderly end of the interpreter would wait or crash."""
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.main_thread():
            thread.join()
    sys.stderr.flush()
    os._exit(status)
