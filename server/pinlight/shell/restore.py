"""Undo and repair, as the user asks for them."""

from pinlight.installers.plan import base_name
from pinlight.model import Repair
from pinlight.shell import journal as journals
from pinlight.shell import recover, transaction, undo
from pinlight.shell.runner import Report, Result
from pinlight.shell.transaction import Cancelled


def undo_last(prefix: str, report: Report, cancelled: Cancelled) -> Result:
    """Take the last change of the environment back; raises nothing."""
    title = f"Undo the last change of `{base_name(prefix)}`"

    def change() -> Result:
        journal = undo.plan(prefix)
        if isinstance(journal, str):
            return Result(False, f"{title} failed: {journal}")
        undo.carry_out(prefix, journal)
        done = undo.outcome(journal) or "nothing else changes"
        return Result(True, f"{title}: {done}")

    return transaction.exclusively(prefix, title, change, report, cancelled)


def repair(operation: Repair, report: Report, cancelled: Cancelled) -> Result:
    """Put right what an interruption left; raises nothing. A journal that is not believed is put
    aside: nobody knows what it meant."""
    prefix = operation.prefix
    title = f"Repair `{base_name(prefix)}`"

    def change() -> Result:
        journal = journals.read(prefix)
        if isinstance(journal, str):
            recover.discard(prefix)
            return Result(True, f"{title}: {journal}; it was put aside")
        done, reason = recover.recover(prefix, forward=operation.forward)
        if reason:
            return Result(False, f"{title} failed: {reason}")
        return Result(True, f"{title}: {done or 'nothing was interrupted'}")

    return transaction.exclusively(prefix, title, change, report, cancelled, put_right=False)
