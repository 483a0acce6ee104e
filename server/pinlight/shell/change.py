"""One change of an environment, from the operation to its end, in a thread of its own."""

import os
import shutil
import threading
from collections.abc import Callable
from typing import NamedTuple

from pinlight import installers
from pinlight.changes import title
from pinlight.model import Create, Delete, Operation, Repair, ToolOperation, Tools, Undo
from pinlight.settings import Settings
from pinlight.shell import restore, runner, transaction
from pinlight.shell.delete import delete
from pinlight.shell.disk import Disk
from pinlight.shell.runner import Report, Result
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
            result = self._carry_out(self.operation, self._tell)
        except Exception as error:  # The user waits for an end, whatever happened.
            result = Result(False, f"{self.title} failed: {error}")
        self._report(Progress(self.title, result.message, is_done=True))
        self._ended(Ran(self.operation, result.is_ok, result.message, result.is_cancelled))

    def _tell(self, message: str, percentage: int | None) -> None:
        self._report(Progress(self.title, message, percentage))

    def _carry_out(self, operation: Operation, tell: Report) -> Result:
        cancelled = self._cancelled.is_set
        if isinstance(operation, Undo):
            return restore.undo_last(operation.prefix, tell, cancelled)
        if isinstance(operation, Repair):
            result = restore.repair(operation, tell, cancelled)
            if operation.then is None or not result.is_ok:
                return result
            return self._run_tools(operation.then, tell)
        if isinstance(operation, Delete):
            return delete(operation, tell, cancelled)
        return self._run_tools(operation, tell)

    def _run_tools(self, operation: ToolOperation, tell: Report) -> Result:
        plan = installers.plan(operation, self._tools(), self._settings, Disk())
        if isinstance(plan, str):
            return Result(False, plan)
        if not isinstance(operation, Create):
            return transaction.run(plan, tell, self._cancelled.is_set)
        if operation.then is None:
            return runner.run(plan, tell, self._cancelled.is_set)
        # Made first, and filled in a transaction: what fails then leaves an empty environment.
        is_new = not os.path.lexists(operation.prefix)
        made = self._run_tools(operation._replace(then=None), _part(tell, 0))
        if not made.is_ok:
            return made
        filled = self._run_tools(operation.then, _part(tell, 50))
        if filled.is_cancelled and is_new:
            shutil.rmtree(operation.prefix, ignore_errors=True)
        return filled._replace(message=f"{plan.title}: done") if filled.is_ok else filled


def _part(tell: Report, start: int) -> Report:
    """Return what reports one half of a change that has two."""

    def report(message: str, percentage: int | None) -> None:
        tell(message, None if percentage is None else start + percentage // 2)

    return report
