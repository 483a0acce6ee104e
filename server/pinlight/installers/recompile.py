"""The command that a compiled requirements file records in its header, made ready to run again.

Only uv and pip-compile are run, whatever the header says; its words are arguments, no shell's.
Source: https://docs.astral.sh/uv/pip/compile/ and https://pip-tools.readthedocs.io/
"""

from pinlight.installers.pythons import python_of
from pinlight.model import Install
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.reader import Reader

UV = ("uv", "pip", "compile")
PIP_COMPILE = "pip-compile"
_OUTPUTS = ("-o", "--output-file")


class Compiling(NamedTuple):
    """How to write a file again."""

    program: str  # "uv" or "pip-compile"
    arguments: tuple[str, ...]
    cwd: str  # where the recorded paths mean the same as when it was written


def recompile(install: Install) -> Compiling | str:
    """Return the recorded command of `install`; one sentence when it is none that can be run."""
    words = install.recompile
    if words[: len(UV)] == UV:
        program, arguments = "uv", words[len(UV) :]
    elif words[0] == PIP_COMPILE:
        program, arguments = PIP_COMPILE, words[1:]
    else:
        return f"`{words[0]}` is not run: only uv and pip-compile write requirements files"
    module = rules(install.source)
    output = _output(arguments)
    if not output:
        folder, name = module.split(install.source)
        return Compiling(program, (*arguments, "--output-file", name), folder)
    parts = module.normpath(output).replace("\\", "/").split("/")
    place = install.source.replace("\\", "/").split("/")
    if module.isabs(output) or parts[0] == ".." or place[-len(parts) :] != parts:
        return f"the recorded command writes `{output}`, not this file"
    cwd = install.source
    for _ in parts:
        cwd = module.dirname(cwd)
    return Compiling(program, arguments, cwd)


def pip_compile(prefix: str, reader: Reader) -> str:
    """Return where the pip-compile of an environment lies, if it has one."""
    python = python_of(prefix, reader)
    suffix = ".exe" if python.endswith(".exe") else ""
    return str(rules(python).join(rules(python).dirname(python), PIP_COMPILE + suffix))


def _output(arguments: tuple[str, ...]) -> str:
    for number, word in enumerate(arguments):
        name, equals, value = word.partition("=")
        if name in _OUTPUTS:
            return value if equals else "".join(arguments[number + 1 : number + 2])
    return ""
