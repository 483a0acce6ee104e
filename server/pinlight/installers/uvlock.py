"""Which command of uv writes a lock anew: `uv.lock`, `pylock.toml`, a compiled requirements file.

Source: https://docs.astral.sh/uv/concepts/projects/sync/ and .../uv/pip/compile/
"""

import fnmatch

from pinlight.installers.inputs import ENV
from pinlight.installers.plan import base_name
from pinlight.installers.pythons import python_of
from pinlight.model import Command, Relock, ToolOperation, Tools
from pinlight.paths import rules
from pinlight.reader import Reader

LOCK = "uv.lock"
PYLOCK = "pylock.toml"


def relock(operation: ToolOperation, tools: Tools, reader: Reader) -> tuple[Command, ...] | str:
    """Return the command that writes the lock, or one sentence on why uv writes none."""
    if not isinstance(operation, Relock):
        return "uv cannot do this"
    join = rules(operation.source).join
    folder, source = rules(operation.source).split(operation.source)
    is_project = source == "pyproject.toml"
    target = operation.target or join(folder, LOCK if is_project else PYLOCK)
    name = base_name(target)
    if not is_project and not source.endswith((".in", ".txt")):
        return f"uv locks no `{source}`"
    if is_project and name == LOCK:
        words: tuple[str, ...] = ("lock",)
        if target != join(folder, LOCK) and not reader.exists(target):
            return f"uv writes `{LOCK}` beside `{source}` or above it"
    elif is_project and reader.exists(join(folder, LOCK)) and _is_pylock(name):
        words = ("export", "--quiet", "--format", "pylock.toml", "--output-file", target)
    elif _is_pylock(name):
        words = ("pip", "compile", "--quiet", "--format", "pylock.toml", "--output-file", target)
        words += (*_python(operation, reader), source)
    else:
        return f"uv writes no `{name}`"
    argv = (tools.uv, *words)
    return (Command(argv, folder, ENV, (), f"Locking `{name}`", (target,)),)


def _python(operation: Relock, reader: Reader) -> tuple[str, ...]:
    return ("--python", python_of(operation.prefix, reader)) if operation.prefix else ()


def _is_pylock(name: str) -> bool:
    """Source: https://packaging.python.org/specifications/pylock-toml/#file-name"""
    return name == PYLOCK or fnmatch.fnmatchcase(name, "pylock.*.toml")
