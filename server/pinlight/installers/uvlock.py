"""Which command of uv writes a lock anew: `uv.lock`, `pylock.toml`, a compiled requirements file.

Source: https://docs.astral.sh/uv/concepts/projects/sync/ and .../uv/pip/compile/
"""

import fnmatch
from collections.abc import Mapping

from pinlight.installers import pipconfig
from pinlight.installers.inputs import ENV
from pinlight.installers.plan import base_name
from pinlight.installers.pythons import python_of
from pinlight.installers.translate import OPTIONS, configuration
from pinlight.installers.uvconfig import has_indexes
from pinlight.model import Command, Relock, ToolOperation, Tools
from pinlight.paths import rules
from pinlight.reader import Reader

LOCK = "uv.lock"
PYLOCK = "pylock.toml"
_FORM = ("--format", "pylock.toml", "--output-file")


def relock(operation: ToolOperation, tools: Tools, reader: Reader) -> tuple[Command, ...] | str:
    """Return the command that writes the lock, or one sentence on why uv writes none."""
    if not isinstance(operation, Relock):
        return "uv cannot do this"
    join = rules(operation.source).join
    folder, source = rules(operation.source).split(operation.source)
    own = join(folder, LOCK)
    is_project = source == "pyproject.toml"
    target = operation.target or (own if is_project else join(folder, PYLOCK))
    name = base_name(target)
    if is_project and name == LOCK:
        if target != own and not reader.exists(target):
            return f"uv writes `{LOCK}` beside `{source}` or above it"
        return _command(tools, ("lock",), folder, target, {})
    if not _is_pylock(name) or not source.endswith((".in", ".txt", "pyproject.toml")):
        return f"uv writes no `{name}` from `{source}`"
    if is_project and reader.exists(own):
        return _command(tools, ("export", "--quiet", *_FORM, target), folder, target, {})
    return _compiled(operation, tools, target, reader)


def _compiled(
    operation: Relock, tools: Tools, target: str, reader: Reader
) -> tuple[Command, ...] | str:
    """Resolve anew, under pip's configuration, which uv does not read itself."""
    folder, source = rules(operation.source).split(operation.source)
    found = pipconfig.read(operation.prefix or folder, OPTIONS, reader)
    if isinstance(found, str):
        return found
    own = configuration(found, lambda: has_indexes(folder, reader), reader, folder)
    if isinstance(own, str):
        return own
    python = ("--python", python_of(operation.prefix, reader)) if operation.prefix else ()
    words = ("pip", "compile", "--quiet", *own.argv, *_FORM, target, *python, source)
    return _command(tools, words, folder, target, own.env)


def _command(
    tools: Tools, words: tuple[str, ...], folder: str, target: str, env: Mapping[str, str]
) -> tuple[Command, ...]:
    title = f"Locking `{base_name(target)}`"
    return (Command((tools.uv, *words), folder, {**ENV, **env}, (), title, (target,)),)


def _is_pylock(name: str) -> bool:
    """Source: https://packaging.python.org/specifications/pylock-toml/#file-name"""
    return name == PYLOCK or fnmatch.fnmatchcase(name, "pylock.*.toml")
