"""Dry runs of the tools that own projects and environments, and what they tell.

uv's `add` and `remove`, Pipenv and Hatch cannot be asked.
Source: https://python-poetry.org/docs/cli/ and https://pdm-project.org/en/latest/reference/cli/
Source: https://docs.conda.io/projects/conda/en/stable/commands/install.html
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping

from pinlight.environments.metadata import normalised
from pinlight.installers.dry import Told
from pinlight.model import Command, Distribution
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.typed import Any

_POETRY = re.compile(
    r"\s+- (Installing|Updating|Downgrading|Removing) (\S+) \((\S+)(?: -> (\S+))?[^)]*\)\s*$"
)
_PDM_HEAD = re.compile(r"Packages to (add|update|remove):\s*$")
_PDM_LINE = re.compile(r"\s+- (\S+) (\S+)(?: -> (\S+))?")
_WORKER = "conda_worker.py"


class _Asking(NamedTuple):
    """How one tool is asked."""

    verbs: tuple[str, ...]  # that can be asked
    options: tuple[str, ...]  # go behind the verb
    read: Callable[[str], Told | None]


def is_known(command: Command) -> bool:
    """Whether the command can be asked what it would do."""
    if _is_engine(command):
        return True
    asking = _TOOLS.get(_tool(command))
    return asking is not None and command.argv[1] in asking.verbs


def dry(command: Command) -> Command:
    """Return a command of `is_known` so that it only tells."""
    if _is_engine(command):
        (name, text), *more = command.inputs
        text = json.dumps({**json.loads(text), "dry_run": True})
        return command._replace(inputs=((name, text), *more))
    options = _TOOLS[_tool(command)].options
    return command._replace(argv=(*command.argv[:2], *options, *command.argv[2:]), touches=())


def read(command: Command, output: str) -> Told | None:
    """Return what a dry command told on its standard output; None when it is not understood."""
    if _is_engine(command):
        lines = output.strip().splitlines()
        return _engine(lines[-1]) if lines else None
    return _TOOLS[_tool(command)].read(output)


def _tool(command: Command) -> str:
    name = str(rules(command.argv[0]).basename(command.argv[0]))
    return re.sub(r"\.(exe|bat|cmd)$", "", name, flags=re.IGNORECASE)


def _is_engine(command: Command) -> bool:
    return len(command.argv) > 2 and command.argv[2].endswith(_WORKER)


def _poetry(output: str) -> Told | None:
    if "Package operations:" not in output and "No dependencies to install" not in output:
        return None
    rows = [match.groups() for line in output.splitlines() if (match := _POETRY.match(line))]
    return _told((verb == "Removing", name, new or old) for verb, name, old, new in rows)


def _pdm(output: str) -> Told | None:
    rows: list[tuple[bool, str, str]] = []
    head = ""
    for line in output.splitlines():
        if match := _PDM_HEAD.match(line):
            head = match[1]
        elif head and (match := _PDM_LINE.match(line)):
            rows.append((head == "remove", match[1], match[3] or match[2]))
    return _told(rows) if rows or "nothing to do" in output else None


def _uv(output: str) -> Told | None:
    changes = _table(_table(_parsed(output)).get("sync")).get("changes")
    if not isinstance(changes, list):
        return None
    return _told(
        (it.get("action") == "uninstalled", it["name"], it.get("version", "")) for it in changes
    )


def _conda(output: str) -> Told | None:
    """Return what the first object tells: mamba says something before it and repeats it."""
    try:
        table, _ = json.JSONDecoder().raw_decode(output[output.index("{") :])
    except ValueError:
        return None
    actions = table.get("actions", {})
    if isinstance(actions, list):  # conda before 4.4
        actions = actions[0] if actions else {}
    if not table.get("success") or not isinstance(actions, Mapping):
        return None
    return _told(
        (is_gone, str(one.get("name")), str(one.get("version")))
        for key, is_gone in (("UNLINK", True), ("LINK", False))
        for one in actions.get(key) or ()
        if isinstance(one, Mapping)
    )


def _engine(line: str) -> Told | None:
    changes = _table(_parsed(line)).get("changes")
    if not isinstance(changes, list):
        return None
    return _told((not it["new"], it["name"], it["new"] or it["old"]) for it in changes)


def _told(rows: Iterable[tuple[bool, str, str]]) -> Told:
    """Return what (is removed, name, version) come to: what is replaced is not removed."""
    known = [(is_gone, normalised(name), version) for is_gone, name, version in rows]
    came = tuple(Distribution(name, version, "") for is_gone, name, version in known if not is_gone)
    names = {one.name for one in came}
    return Told(came, tuple(name for is_gone, name, _ in known if is_gone and name not in names))


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


_CHANGING = ("install", "sync", "add", "remove", "update")
_BY_CONDA = _Asking(("install", "update", "remove"), ("--dry-run", "--json"), _conda)
_TOOLS = {
    "poetry": _Asking(_CHANGING, ("--dry-run",), _poetry),
    "pdm": _Asking(_CHANGING, ("--dry-run",), _pdm),
    "uv": _Asking(("sync",), ("--dry-run", "--output-format", "json"), _uv),
    "conda": _BY_CONDA,
    "mamba": _BY_CONDA,
    "micromamba": _BY_CONDA,
}
