"""What commands printed, kept outside the project so that it can be read afterwards."""

import os
import time
from collections.abc import Mapping

from pinlight.shell.memory import place
from pinlight.shell.vault import names

KEPT = 50  # changes


def folder(variables: Mapping[str, str]) -> str:
    return os.path.join(os.path.dirname(place(variables)), "changes")


def add(title: str, message: str, output: str, variables: Mapping[str, str]) -> str:
    """Keep what a change printed, without credentials; return the file, "" when it cannot be."""
    here = folder(variables)
    second, fraction = divmod(time.time_ns(), 1_000_000_000)
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(second))
    path = os.path.join(here, f"{stamp}-{fraction:09}-{os.getpid()}.log")
    try:
        os.makedirs(here, mode=0o700, exist_ok=True)
        with open(path, "a", encoding="utf-8") as file:  # noqa: PTH123 - as in `memory`.
            file.write(f"{title}\n\n{output}\n\n{message}\n")
        for old in [name for name in names(here) if name.endswith(".log")][:-KEPT]:
            os.unlink(os.path.join(here, old))
    except OSError:
        return ""
    return path


def last(variables: Mapping[str, str]) -> str:
    """Return the file of the last change that ran a command; "" when there is none."""
    found = [name for name in names(folder(variables)) if name.endswith(".log")]
    return os.path.join(folder(variables), found[-1]) if found else ""
