"""Removes a whole environment: gone in one rename, and then from the disk."""

import os
import shutil
import uuid

from pinlight.installers.plan import base_name, is_environment
from pinlight.model import Delete
from pinlight.shell import transaction, vault
from pinlight.shell.disk import Disk
from pinlight.shell.runner import Report, Result
from pinlight.shell.transaction import Cancelled


def delete(operation: Delete, report: Report, cancelled: Cancelled) -> Result:
    """Delete an environment; raises nothing. What is no environment is not touched."""
    prefix = operation.prefix
    title = f"Delete `{base_name(prefix)}`"
    if not is_environment(prefix, Disk()) or os.path.islink(prefix):
        return Result(False, f"{title} failed: `{prefix}` is not a virtual environment")

    if vault.runs_in(prefix):
        return Result(False, f"{title} failed: {vault.OWN}")

    def change() -> Result:
        parent, name = os.path.split(prefix)
        aside = os.path.join(parent, f".{name}-deleted-{uuid.uuid4().hex[:12]}")
        os.rename(prefix, aside)
        shutil.rmtree(aside, ignore_errors=True)
        left = f"; what could not be deleted is in `{aside}`" if os.path.lexists(aside) else ""
        return Result(True, f"{title}: done{left}")

    return transaction.exclusively(prefix, title, change, report, cancelled, put_right=False)
