"""One change of an environment, from the operation to its end, in a thread of its own."""

import threading
from collections.abc import Callable
from typing import NamedTuple

from pinlight import installers
from pinlight.changes import title
from pinlight.model import Operation, Tools
from pinlight.settings import Settings
from pinlight.shell import runner
from pinlight.shell.disk import Disk
from pinlight.state import Ran


class Progress(NamedTuple):
    """How far a change is; `percentage` None: not known."""

    title: str
    message: str
    percentage: int | None = None
    is_done: bool = False


class Change:
    """A change under way. `report` and `ended` are called from its own thread."""

    def __init__(
        self,
        operation: Operation,
        tools: Callable[[], Tools],
        settings: Settings,
        report: Callable[[Progress], None],
        ended: Callable[[Ran], None],
    ) -> None:
        self.operation = operation
        self.title = title(operation)
        self._tools = tools
        self._settings = settings
        self._report = report
        self._ended = ended
        self._cancelled = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name="pinlight-change").start()

    def cancel(self) -> None:
        self._cancelled.set()

    def _run(self) -> None:
        self._report(Progress(self.title, ""))
        try:
            ran = self._carry_out()
        except Exception as error:  # The user waits for an end, whatever happened.
            ran = Ran(self.operation, False, f"{self.title} failed: {error}")
        self._report(Progress(self.title, ran.message, is_done=True))
        self._ended(ran)

    def _carry_out(self) -> Ran:
        plan = installers.plan(self.operation, self._tools(), self._settings, Disk())
        if isinstance(plan, str):
            return Ran(self.operation, False, plan)

        def report(message: str, percentage: int | None) -> None:
            self._report(Progress(self.title, message, percentage))

        result = runner.run(plan, report, self._cancelled.is_set)
        return Ran(self.operation, result.is_ok, result.message, result.is_cancelled)
