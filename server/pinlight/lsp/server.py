"""A server process: one thread owns the world and the front, others only put into its inbox."""

import gc
import os
import sys
import threading
from collections.abc import Callable, Mapping
from functools import partial
from queue import SimpleQueue
from typing import BinaryIO, Literal, NoReturn

from pinlight.bug import guard
from pinlight.lsp import frames, parent
from pinlight.lsp.calls import Calls
from pinlight.lsp.front import Front
from pinlight.lsp.runs import Runs
from pinlight.lsp.worker import Worker
from pinlight.shell import memory
from pinlight.shell.engine import Engine
from pinlight.shell.watch import Watcher
from pinlight.world.intake import parts
from pinlight.world.state import (
    Await,
    Commanded,
    Effect,
    Equipped,
    Event,
    Remember,
    Rested,
    Run,
    ShowLog,
    Touched,
    World,
)

# An environment is left alone for so long before its files are looked for: installers pause less.
REST_S = 5.0

Task = Callable[[], None]

# New values until the collector looks. The world's make no circles, and a thousand distributions
# are some ten thousand values: by default it would look at all of them again and again.
COLLECTED_AFTER = 50_000

# How long one thread may keep another waiting that wants to work: the owner, while pygls is being
# imported beside it, or the reader, while the owner judges. Python's own 5 ms can be felt.
SWITCHED_AFTER_S = 0.0005


class Server:
    """All of one connection. Other threads touch nothing of it but the inbox."""

    def __init__(self, stdin: BinaryIO, stdout: BinaryIO) -> None:
        self._stdin = stdin
        self._inbox: SimpleQueue[Task] = SimpleQueue()
        self._variables = dict(os.environ)
        writer = frames.Writer(stdout)
        world = World(variables=self._variables, selections=memory.recall(self._variables))
        self._engine = Engine(world, self._carry_out, self._post)
        worker = Worker(
            writer.write,
            Calls(writer.send),
            post=self._post,
            ready=lambda: self._inbox.put(_nothing),
        )
        self._front = Front(writer.send, self._engine, worker, self._later)
        self._runs = Runs(self._inbox.put, self._engine.feed, self._variables)
        self._watcher: Watcher | None = None

    def serve(self) -> int:
        """Serve until the client says so or is gone; return the exit status."""
        threading.Thread(target=self._read, name="pinlight-reader", daemon=True).start()
        try:
            self._own()
        except KeyboardInterrupt:  # Ctrl-C in a terminal: changes under way are stopped too.
            self._front.ended()
        self._runs.end()
        return self._front.exit_code or 0

    def _own(self) -> None:
        """Take messages and work, one after another, until the client is done."""
        front = self._front
        while front.exit_code is None:
            if not self._inbox.empty():
                guard("a message", None, self._inbox.get())
                continue
            guard("a pause", None, front.rest)
            if guard("looking", False, self._engine.work):
                guard("answers", None, front.answer)  # A client may never pause.
                continue
            guard("a rest", None, front.idle)
            self._watch()
            guard("a message", None, self._inbox.get())

    def _read(self) -> None:
        """Put what the client says into the inbox, on a thread of its own."""
        for message in frames.read(self._stdin):
            self._inbox.put(partial(self._front.receive, message))
        self._inbox.put(self._front.ended)

    def _post(self, event: Event) -> None:
        if isinstance(event, Commanded):  # Its questions name what the machine offers by now.
            self._inbox.put(self._equip)
        self._inbox.put(partial(self._engine.feed, event))

    def _equip(self) -> None:
        """Look which tools the machine offers; nothing is started."""
        from pinlight.shell import tools  # Not needed before the first answers are out.

        found = tools.find(self._engine.world.settings, self._variables)
        self._engine.feed(Equipped(found))

    def _carry_out(self, effect: Effect) -> None:
        if isinstance(effect, Run):
            if self._front.session:
                settings = self._engine.world.settings
                self._runs.begin(effect.operation, settings, self._front.session.progress)
        elif isinstance(effect, Await):
            self._later(REST_S, partial(self._engine.feed, Rested(*effect)))
        elif isinstance(effect, ShowLog):
            self._show_log()
        elif isinstance(effect, Remember):
            memory.remember(effect.selections, self._engine.world.folders, self._variables)
        else:
            self._front.show(effect)

    def _show_log(self) -> None:
        from pinlight.shell import logbook  # Rarely asked for.

        if self._front.session:
            self._front.session.open(logbook.last(self._variables))

    def _later(self, after_s: float, task: Task) -> None:
        timer = threading.Timer(after_s, self._inbox.put, (task,))
        timer.daemon = True
        timer.start()

    def _watch(self) -> None:
        """Begin to watch once, when the first answers are out: the disk, and who started us."""
        session = self._front.session
        if self._watcher is None and session:
            self._inbox.put(self._equip)
            self._watcher = Watcher(self._known, self._touched, self._interval_s)
            self._watcher.start()
            pid = session.client.process_id
            if pid is not None and pid > 0:
                parent.watch(pid, lambda: self._inbox.put(self._front.ended))

    def _known(self) -> list[Mapping[str, int]]:
        """Return what the answers were read from, with its stamps."""
        return parts(self._engine.world)

    def _touched(self, paths: tuple[str, ...]) -> None:
        self._post(Touched(paths))

    def _interval_s(self) -> float:
        return self._engine.world.settings.poll_s


def serve() -> int:
    """Serve the client on standard input and output; end the process when it is done."""
    gc.set_threshold(COLLECTED_AFTER, 20, 50)
    sys.setswitchinterval(SWITCHED_AFTER_S)
    stdin, stdout = _private(sys.stdin.fileno(), "rb"), _private(sys.stdout.fileno(), "wb")
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _leave(Server(stdin, stdout).serve())


def serve_tcp(host: str, port: int) -> int:
    """Serve one client that connects to `host`:`port`; port 0 takes any that is free."""
    import socket

    with socket.create_server((host, port)) as listener:
        address = listener.getsockname()
        sys.stderr.write(f"pinlight: listening on {address[0]}:{address[1]}\n")
        sys.stderr.flush()
        connection, _ = listener.accept()
    with connection, connection.makefile("rb") as stdin, connection.makefile("wb") as stdout:
        _leave(Server(stdin, stdout).serve())


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


def _nothing() -> None:
    """Wake the owner."""
