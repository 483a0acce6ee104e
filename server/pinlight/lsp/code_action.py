"""textDocument/codeAction

A text change travels as an edit, a change of the machine as the id of its action. Problems are
our own, found by range: some clients send none in the context, and the whole file as range.
"""

from typing import Any

from pinlight.fixes import actions
from pinlight.lsp.convert import diagnostic, edit_of
from pinlight.lsp.snapshot import File, Snapshot
from pinlight.model import Action, Operation
from pinlight.palette import APPLY


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    uri = params.text_document.uri
    file = snapshot.file(uri)
    if file is None:
        return []
    tools = snapshot.world.tools
    span = snapshot.span(file.lines, params.range)
    at_span = actions(file.resolution, file.problems, span, tools)
    whole = actions(file.resolution, file.problems, None, tools)
    offered = {action.id: action for action in (*whole, *at_span)}
    wanted = params.context.only
    shown = (_shown(snapshot, file, uri, action) for action in offered.values())
    return [action for action in shown if action and _is_wanted(action, wanted)]


def command_of(action: Action, uri: str) -> dict[str, Any]:
    """Return the Command that carries out an action; its command line is built when it runs."""
    return {"title": action.title, "command": APPLY, "arguments": [uri, action.id]}


def _shown(snapshot: Snapshot, file: File, uri: str, action: Action) -> dict[str, Any] | None:
    if not snapshot.client.takes_code_actions:
        return command_of(action, uri)
    shown: dict[str, Any] = {
        "title": action.title,
        "kind": "source" if action.is_source else "quickfix",
    }
    if action.is_preferred:
        shown["isPreferred"] = True
    if action.solves:
        shown["diagnostics"] = [
            diagnostic(problem, file.lines, snapshot.client, snapshot.place)
            for problem in action.solves
            if problem.path == file.path
        ]
    if isinstance(action.do, Operation):
        return {**shown, "command": command_of(action, uri)}
    edit = edit_of(action.do, snapshot.client, snapshot.place, snapshot.version)
    return {**shown, "edit": edit} if edit else None


def _is_wanted(action: dict[str, Any], kinds: list[str] | None) -> bool:
    """Whether the client asked for this kind, or for one above it in the dotted order."""
    kind = action.get("kind", "quickfix")
    return kinds is None or any(f"{kind}.".startswith(f"{wanted}.") for wanted in kinds)
