"""Undo and repair, as the user asks for them."""

import os
import uuid

from pinlight.environments.layout import look
from pinlight.installers.plan import base_name
from pinlight.model import Repair
from pinlight.shell import in_place, recover, transaction, undo, vault
from pinlight.shell import journal as journals
from pinlight.shell.disk import Disk
from pinlight.shell.lock import of_uv
from pinlight.shell.runner import Report, Result
from pinlight.shell.transaction import Cancelled


def undo_last(prefix: str, report: Report, cancelled: Cancelled) -> Result:
    """Take the last change of the environment back; raises nothing."""
    title = f"Undo the last change of `{base_name(prefix)}`"

    def change() -> Result:
        journal = undo.plan(prefix)
        if isinstance(journal, str):
            return Result(False, f"{title} failed: {journal}")
        with of_uv(prefix, cancelled, lambda message: report(message, None)) as is_held:
            if not is_held:
                return Result(False, f"{title}: cancelled", is_cancelled=True)
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
        with of_uv(prefix, cancelled, lambda message: report(message, None)) as is_held:
            if not is_held:
                return Result(False, f"{title}: cancelled", is_cancelled=True)
            done, reason = recover.recover(prefix, forward=operation.forward)
        if reason:
            return Result(False, f"{title} failed: {reason}")
        parts = filter(None, (done, _sweep(prefix)))
        return Result(True, f"{title}: {'; '.join(parts) or 'nothing was interrupted'}")

    if not os.path.lexists(prefix):
        return Result(True, f"{title}: nothing was interrupted")
    result = transaction.exclusively(prefix, title, change, report, cancelled, put_right=False)
    in_place.abandon(prefix)  # Where a new environment was begun, nothing was before.
    return result


def _sweep(prefix: str) -> str:
    """Remove what pip had put aside to delete it, and say what. Raises OSError."""
    removed = []
    for folder in look(prefix, Disk()).site_packages:
        for name in vault.names(folder):
            if name.startswith("~"):
                aside = f"{vault.STAGE}{uuid.uuid4().hex[:12]}"
                os.rename(os.path.join(folder, name), vault.at(prefix, aside))
                vault.remove(prefix, aside)
                removed.append(f"`{name}`")
    return f"removed {', '.join(removed)}" if removed else ""
