"""The commands of the palette as code actions, in the same words, for editors that have none."""

from collections.abc import Iterator

from pinlight.lsp.snapshot import File, Snapshot
from pinlight.lsp.source_action import INVOKED, is_wanted
from pinlight.typed import Any
from pinlight.world.palette import TITLES

KIND = "source.pinlight"

OFTEN = ("pinlight.selectEnvironment", "pinlight.whyThisEnvironment")


def command_actions(
    snapshot: Snapshot, file: File, uri: str, context: Any
) -> Iterator[dict[str, Any]]:
    """Yield all where source actions are asked for, and few where any are: a long list hides the
    fixes. An editor with a plugin of ours has its palette. A Python file is not ours."""
    if file.resolution.manifest.kind == "python":
        return
    if context.only is not None:
        names = tuple(TITLES) if is_wanted(KIND, context) else ()
    elif snapshot.client.asks or getattr(context, "trigger_kind", None) not in (None, INVOKED):
        names = ()
    else:
        names = (*OFTEN, "pinlight.undo") if _can_undo(file) else OFTEN
    for name in names:
        command = {"title": TITLES[name], "command": name, "arguments": [uri]}
        if snapshot.client.takes_code_actions:
            yield {"title": TITLES[name], "kind": KIND, "command": command}
        else:
            yield command


def _can_undo(file: File) -> bool:
    environment = file.resolution.environment
    return environment is not None and bool(environment.undo)
