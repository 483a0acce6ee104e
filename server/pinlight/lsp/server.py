"""What an initialized client is served with: the engine, changes under way, pygls, the watcher.

All of it belongs to the owner's thread; what others find out comes through the inbox.
"""

import gc
import os
import threading
from collections.abc import Callable, Mapping
from functools import partial

from pinlight.lsp import parent
from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.frames import Writer
from pinlight.lsp.runs import Runs
from pinlight.lsp.session import Session
from pinlight.lsp.worker import Worker
from pinlight.shell import memory
from pinlight.shell.engine import Engine
from pinlight.shell.watch import Watcher
from pinlight.typed import Any
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


class Server:
    """Works for one client; `put` is the inbox of its owner, `ended` says that it is gone."""

    def __init__(
        self,
        client: Client,
        initialize: dict[str, Any],
        calls: Calls,
        writer: Writer,
        put: Callable[[Task], None],
        ended: Task,
    ) -> None:
        self._client = client
        self._put = put
        self._ended = ended
        self._variables = dict(os.environ)
        world = World(variables=self._variables, selections=memory.recall(self._variables))
        self._engine = Engine(world, self._carry_out, self._post)
        worker = Worker(
            writer.write,
            Calls(writer.send),
            post=self._post,
            ready=lambda: put(_nothing),
        )
        self.session = Session(client, initialize, calls, self._engine, worker, self._later)
        self._runs = Runs(put, self._engine.feed, self._variables)
        self._watcher: Watcher | None = None

    def work(self) -> bool:
        """Do one slice of what waits; False when nothing does."""
        return self._engine.work()

    def watch(self) -> None:
        """Begin to watch once, when the first answers are out: the disk, and who started us."""
        if self._watcher is None:
            gc.freeze()  # What is known by now stays: nobody needs to look at it again.
            gc.enable()
            self._put(self._equip)
            self._watcher = Watcher(self._known, self._touched, self._interval_s)
            self._watcher.start()
            pid = self._client.process_id
            if pid is not None and pid > 0:
                parent.watch(pid, lambda: self._put(self._ended))

    def end(self) -> None:
        """Stop what is under way: nobody is left to see it."""
        self._runs.end()

    def _post(self, event: Event) -> None:
        if isinstance(event, Commanded):  # Its questions name what the machine offers by now.
            self._put(self._equip)
        self._put(partial(self._engine.feed, event))

    def _equip(self) -> None:
        """Look which tools the machine offers; nothing is started."""
        from pinlight.shell import tools  # Not needed before the first answers are out.

        found = tools.find(self._engine.world.settings, self._variables)
        self._engine.feed(Equipped(found))

    def _carry_out(self, effect: Effect) -> None:
        if isinstance(effect, Run):
            settings = self._engine.world.settings
            self._runs.begin(effect.operation, settings, self.session.progress)
        elif isinstance(effect, Await):
            self._later(REST_S, partial(self._engine.feed, Rested(*effect)))
        elif isinstance(effect, ShowLog):
            self._show_log()
        elif isinstance(effect, Remember):
            memory.remember(effect.selections, self._engine.world.folders, self._variables)
        else:
            self.session.show(effect)

    def _show_log(self) -> None:
        from pinlight.shell import logbook  # Rarely asked for.

        self.session.open(logbook.last(self._variables))

    def _later(self, after_s: float, task: Task) -> None:
        timer = threading.Timer(after_s, self._put, (task,))
        timer.daemon = True
        timer.start()

    def _known(self) -> list[Mapping[str, int]]:
        """Return what the answers were read from, with its stamps."""
        return parts(self._engine.world)

    def _touched(self, paths: tuple[str, ...]) -> None:
        self._post(Touched(paths))

    def _interval_s(self) -> float:
        return self._engine.world.settings.poll_s


def _nothing() -> None:
    """Wake the owner."""
