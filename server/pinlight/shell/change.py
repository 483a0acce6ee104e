"""One change of an environment, from the operation to its end, in a thread of its own."""

import os
import threading
from collections.abc import Callable
from functools import partial

from pinlight import installers
from pinlight.environments import read
from pinlight.installers.plan import title as installer_title
from pinlight.judge.freezing import frozen
from pinlight.model import Create, Delete, Install, Operation, Repair, ToolOperation, Tools, Undo
from pinlight.model.operation import Freeze, Trial
from pinlight.named import NamedTuple
from pinlight.settings import Settings
from pinlight.shell import freeze, logbook, restore, runner, transaction
from pinlight.shell.delete import delete
from pinlight.shell.disk import Disk
from pinlight.shell.runner import Report, Result
from pinlight.shell.trial import Failed, outcome
from pinlight.shell.verify import damages
from pinlight.world.changes import title
from pinlight.world.outcomes import told
from pinlight.world.state import Ran


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
        threading.Thread(target=self.run, name="pinlight-change").start()

    def cancel(self) -> None:
        self._cancelled.set()

    def run(self) -> None:
        """Carry it out in the caller's thread; raises nothing."""
        self._report(Progress(self.title, ""))
        try:
            result = self._carry_out(self.operation, self._tell)
        except Exception as error:  # The user waits for an end, whatever happened.
            result = Result(False, f"{self.title} failed: {error}")
        self._report(Progress(self.title, result.message, is_done=True))
        if result.log:
            logbook.add(self.title, result.message, result.log, os.environ)
        self._ended(Ran(self.operation, result.is_ok, result.message, result.is_cancelled))

    def _tell(self, message: str, percentage: int | None) -> None:
        self._report(Progress(self.title, message, percentage))

    def _carry_out(self, operation: Operation, tell: Report) -> Result:
        cancelled = self._cancelled.is_set
        if isinstance(operation, Undo):
            return restore.undo_last(operation.prefix, tell, cancelled)
        if isinstance(operation, Repair):
            result = restore.repair(operation, tell, cancelled)
            if result.is_ok and operation.check is not None:
                return self._mend(operation.check, result, tell)
            if operation.then is None or not result.is_ok:
                return result
            return self._run_tools(operation.then, tell)
        if isinstance(operation, Delete):
            return delete(operation, tell, cancelled)
        if isinstance(operation, Freeze):
            return freeze.carry_out(operation)
        if isinstance(operation, Trial):
            return self._try(operation, tell)
        return self._run_tools(operation, tell)

    def _mend(self, check: Install, result: Result, tell: Report) -> Result:
        """Look at every file of every package, and install anew what is damaged."""
        tell("Comparing every file with what was installed", None)
        damaged = [one.distribution for one in damages(read(check.prefix, Disk()))]
        if not damaged:
            return result._replace(message=f"{result.message}; every file is as it was installed")
        names = tuple(one.name for one in damaged)
        lines = tuple(map(frozen, damaged))
        return self._run_tools(check._replace(lines=lines, reinstall=names), tell)

    def _try(self, trial: Trial, tell: Report) -> Result:
        """Learn what a change would do; the operation that has ended then says so."""
        cancelled = self._cancelled.is_set
        try:
            found = outcome(trial.of, self._tools(), self._settings, tell, cancelled)
        except Failed as failed:
            return Result(
                False, f"{title(trial.of)} failed: {failed}", is_cancelled=not str(failed)
            )
        self.operation = trial._replace(outcome=found)
        return Result(True, told(found))

    def _run_tools(self, operation: ToolOperation, tell: Report) -> Result:
        bare = operation
        if isinstance(operation, Create) and operation.then:
            source = operation.source or operation.then.source  # Of what tool it will be.
            bare = operation._replace(then=None, source=source)
        plan = installers.plan(bare, self._tools(), self._settings, Disk())
        if isinstance(plan, str):
            return Result(False, plan)
        plan = plan._replace(title=installer_title(operation))
        cancelled = self._cancelled.is_set
        if not isinstance(operation, Create):
            return transaction.run(plan, tell, cancelled)
        fill = partial(self._fill, operation.then) if operation.then else None
        return transaction.create(plan, fill, tell, cancelled)

    def _fill(self, install: Install, tell: Report) -> Result:
        """Install into an environment that was just made, of which nobody knows yet."""
        plan = installers.plan(install, self._tools(), self._settings, Disk())
        if isinstance(plan, str):
            return Result(False, plan)
        return runner.run(plan, tell, self._cancelled.is_set)
