"""Writes what is installed as a requirements file."""

import os

from pinlight.environments import read
from pinlight.judge.freezing import freeze
from pinlight.model.operation import Freeze
from pinlight.shell import vault
from pinlight.shell.disk import Disk
from pinlight.shell.runner import Result


def carry_out(operation: Freeze) -> Result:
    """Write the file wholly or not at all; raises nothing."""
    name = os.path.basename(operation.target)
    text = freeze(read(operation.prefix, Disk()))
    try:
        vault.write(operation.target, text.encode())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Result(False, f"Freeze to `{name}` failed: {reason}")
    count = text.count("\n")
    return Result(True, f"Freeze to `{name}`: {count} package{'' if count == 1 else 's'}")
