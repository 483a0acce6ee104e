"""How an environment is activated: variables for a new terminal, a command for an open one."""

import shlex
from collections.abc import Mapping

from pinlight.features import Feature
from pinlight.model import Environment
from pinlight.named import NamedTuple
from pinlight.paths import rules

_SCRIPTS = {"fish": "activate.fish", "csh": "activate.csh", "tcsh": "activate.csh"}


class Activation(NamedTuple):
    """What a terminal needs so that `python` and `pip` are those of the environment."""

    variables: Mapping[str, str]
    folders: tuple[str, ...]  # to stand first on PATH
    command: str  # for the shell that was named


def activation(environment: Environment, shell: str) -> Activation:
    """Return how to activate `environment`; `shell` is the name of a program: "bash", "pwsh"."""
    prefix = environment.prefix
    module = rules(prefix)
    is_windows = module.sep == "\\"
    scripts = module.join(prefix, "Scripts" if is_windows else "bin")
    if environment.kind == "conda":
        folders = (prefix, module.join(prefix, "Library", "bin"), scripts)
        return Activation(
            {"CONDA_PREFIX": prefix},
            folders if is_windows else (scripts,),
            f"conda activate {_quoted(prefix, shell)}",
        )
    if environment.kind == "pypackages":
        lib = module.join(prefix, "lib")
        return Activation({"PYTHONPATH": lib}, (scripts,), _setting("PYTHONPATH", lib, shell))
    return Activation({"VIRTUAL_ENV": prefix}, (scripts,), _command(scripts, shell, is_windows))


def _setting(name: str, value: str, shell: str) -> str:
    """Return the command that sets a variable for what the shell starts."""
    program = shell.lower().removesuffix(".exe")
    quoted = _quoted(value, program)
    match program:
        case "powershell" | "pwsh":
            return f"$env:{name} = {quoted}"
        case "cmd":
            return f'set "{name}={value}"'
        case "nu":
            return f"$env.{name} = {quoted}"
        case "fish":
            return f"set -gx {name} {quoted}"
        case "csh" | "tcsh":
            return f"setenv {name} {quoted}"
    return f"export {name}={quoted}"


def _command(scripts: str, shell: str, is_windows: bool) -> str:
    """Source: https://docs.python.org/3/library/venv.html#how-venvs-work"""
    name = shell.lower().removesuffix(".exe")
    join = rules(scripts).join
    if name in ("powershell", "pwsh"):
        return f"& {_quoted(join(scripts, 'Activate.ps1'), name)}"
    if name == "cmd":
        return _quoted(join(scripts, "activate.bat"), name)
    if name == "nu":
        return f"overlay use {_quoted(join(scripts, 'activate.nu'), name)}"
    script = _quoted(join(scripts, _SCRIPTS.get(name, "activate")), "sh")
    return f"source {script}" if name in ("bash", "zsh", *_SCRIPTS) or is_windows else f". {script}"


def _quoted(path: str, shell: str) -> str:
    """Return `path` as one word of the shell's language, nothing in it expanded."""
    if shell in ("powershell", "pwsh"):
        return "'" + path.replace("'", "''") + "'"
    if shell == "cmd":
        return f'"{path}"'
    if shell == "nu":
        return "r#'" + path + "'#"
    return shlex.quote(path)


FEATURE = Feature("activation", activation)
