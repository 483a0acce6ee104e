"""pinlight/activation: how a terminal gets the environment with a prefix that serves some file.

Params: `{prefix, shell}`. Answer: `{variables, folders, command}`, or null.
"""

from pinlight.lsp.snapshot import Snapshot
from pinlight.plugins import record
from pinlight.typed import Any


def answer(snapshot: Snapshot, params: Any) -> dict[str, Any] | None:
    environment = snapshot.world.environments.get(str(getattr(params, "prefix", "")))
    if environment is None:
        return None
    shell = str(getattr(params, "shell", ""))
    found = record("features", "activation").answer(environment, shell)
    return {
        "variables": dict(found.variables),
        "folders": list(found.folders),
        "command": found.command,
    }
