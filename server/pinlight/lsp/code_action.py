"""textDocument/codeAction

A text change travels as an edit, a change of the machine as the id of its action. Problems are
our own, found by range: some clients send none in the context, and the whole file as range.
"""

from pinlight.fixes import actions
from pinlight.lsp.command_action import command_actions
from pinlight.lsp.convert import diagnostic, edit_of
from pinlight.lsp.snapshot import File, Snapshot
from pinlight.lsp.source_action import source_actions
from pinlight.model import Action, Operation, Problem, Select
from pinlight.text import Span
from pinlight.typed import Any
from pinlight.world.palette import APPLY


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    uri = params.text_document.uri
    file = snapshot.file(uri)
    if file is None:
        return []
    tools = snapshot.world.tools
    span = snapshot.span(file.lines, params.range)
    at_span = actions(file.resolution, file.problems, span, tools)
    if not at_span:  # Nothing under the cursor itself: what its lines have is meant.
        at_span = actions(file.resolution, file.problems, _lines(file, span), tools)
    whole = actions(file.resolution, file.problems, None, tools)
    wanted: dict[str, Action] = {}
    for action in (*at_span, *whole):
        if _is_wanted(_kind(action), params.context.only):
            wanted.setdefault(action.id, action)
    told: dict[Problem, dict[str, Any]] = {}  # Several actions solve one problem.
    shown = (_shown(snapshot, file, uri, action, told) for action in wanted.values())
    tidying = source_actions(snapshot, file, uri, params.context)
    commands = command_actions(snapshot, file, uri, params.context)
    return [*(action for action in shown if action), *tidying, *commands]


def _lines(file: File, span: Span) -> Span:
    """Return the whole lines that `span` lies on."""
    first, last = file.lines.line(span.start), file.lines.line(span.end)
    return Span(file.lines.span(first).start, file.lines.span(last).end)


def command_of(action: Action, uri: str) -> dict[str, Any]:
    """Return the Command that carries out an action; its command line is built when it runs."""
    return {"title": action.title, "command": APPLY, "arguments": [uri, action.id]}


def _shown(
    snapshot: Snapshot, file: File, uri: str, action: Action, told: dict[Problem, dict[str, Any]]
) -> dict[str, Any] | None:
    if not snapshot.client.takes_code_actions:
        return command_of(action, uri)
    shown: dict[str, Any] = {
        "title": action.title,
        "kind": _kind(action),
    }
    if action.is_preferred and not action.is_source:
        shown["isPreferred"] = True
    if action.solves:
        own = [problem for problem in action.solves if problem.path == file.path]
        for problem in own:
            if problem not in told:
                told[problem] = diagnostic(problem, file.lines, snapshot.client, snapshot.place)
        shown["diagnostics"] = [told[problem] for problem in own]
    if isinstance(action.do, (Operation, Select)):
        return {**shown, "command": command_of(action, uri)}
    if action.is_source and snapshot.client.resolves_edits:
        return {**shown, "data": {"uri": uri, "id": action.id}}  # A long edit, rarely chosen.
    edit = edit_of(action.do, snapshot.client, snapshot.place, snapshot.version)
    return {**shown, "edit": edit} if edit else None


def _kind(action: Action) -> str:
    return "source" if action.is_source else "quickfix"


def _is_wanted(kind: str, kinds: list[str] | None) -> bool:
    """Whether the client asked for this kind; the empty one stands above all."""
    return kinds is None or any(wanted in ("", kind) for wanted in kinds)
