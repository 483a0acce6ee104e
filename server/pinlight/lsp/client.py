"""What a client announced about itself in `initialize`."""

from pinlight.lsp.params import has, seek
from pinlight.named import NamedTuple
from pinlight.text import Encoding
from pinlight.typed import Any

PREFERENCE: tuple[Encoding, ...] = ("utf-32", "utf-8", "utf-16")  # ours first: no conversion


class Client(NamedTuple):
    """Only what is true here is asked of the client; by default it can nothing but the basics."""

    encoding: Encoding = "utf-16"
    offers_encodings: bool = False
    process_id: int | None = None
    pulls: bool = False  # it fetches diagnostics and lets us say when to fetch anew
    takes_related: bool = False  # places beside a diagnostic
    takes_tags: bool = False
    takes_links: bool = False  # from a diagnostic's code to its page
    takes_data: bool = False  # returns a diagnostic's data with a code action request
    takes_versions: bool = False
    takes_code_actions: bool = False  # not only commands
    resolves_edits: bool = False  # asks for the edit of a code action when it is chosen
    takes_edits: bool = False  # workspace/applyEdit
    takes_versioned_edits: bool = False
    takes_markdown: bool = False
    has_configuration: bool = False
    has_progress: bool = False
    shows_documents: bool = False  # window/showDocument
    registers_configuration: bool = False
    registers_watchers: bool = False
    registers_python: tuple[str, ...] = ()  # what can be done for Python files alone
    prepares_rename: bool = False  # asks first whether there is something to rename
    refreshes_lenses: bool = False
    refreshes_hints: bool = False
    asks: bool = False  # ours: takes `pinlight/ask`, which is shown as a list to pick from
    follows: bool = False  # ours: wants `pinlight/changed` when `pinlight/status` may differ


FOR_PYTHON = ("hover", "completion", "codeLens", "inlayHint", "definition", "references")


def _registered(text: dict[str, Any], pulls: bool) -> tuple[str, ...]:
    """Return which features the client lets us register later, none unless the texts, fixes and
    problems of these files are among them."""
    needed = ("synchronization", "codeAction", *(("diagnostic",) if pulls else ()))
    if not all(has(text, name, "dynamicRegistration") for name in needed):
        return ()
    return (*needed, *(name for name in FOR_PYTHON if has(text, name, "dynamicRegistration")))


def announced(params: Any) -> Client:
    """Return what the parameters of `initialize` tell; what is malformed counts as absent."""
    can = seek(params, "capabilities", kind=dict) or {}
    text = seek(can, "textDocument", kind=dict) or {}
    workspace = seek(can, "workspace", kind=dict) or {}
    pulls = "diagnostic" in text and has(workspace, "diagnostics", "refreshSupport")
    pushed = seek(text, "publishDiagnostics", kind=dict) or {}
    shown = {**pushed, **(seek(text, "diagnostic", kind=dict) or {})}
    offered = seek(can, "general", "positionEncodings", kind=list)
    action = seek(text, "codeAction", kind=dict) or {}
    return Client(
        encoding=next((name for name in PREFERENCE if name in (offered or ())), "utf-16"),
        offers_encodings=offered is not None,
        process_id=seek(params, "processId", kind=int),
        pulls=pulls,
        takes_related=has(shown, "relatedInformation"),
        takes_tags=1 in (seek(shown, "tagSupport", "valueSet", kind=list) or ()),
        takes_links=has(shown, "codeDescriptionSupport"),
        takes_data=has(shown, "dataSupport"),
        takes_versions=has(pushed, "versionSupport"),
        takes_code_actions="codeActionLiteralSupport" in action,
        resolves_edits=has(action, "dataSupport")
        and "edit" in (seek(action, "resolveSupport", "properties", kind=list) or ()),
        takes_edits=has(workspace, "applyEdit"),
        takes_versioned_edits=has(workspace, "workspaceEdit", "documentChanges"),
        takes_markdown="markdown" in (seek(text, "hover", "contentFormat", kind=list) or ()),
        has_configuration=has(workspace, "configuration"),
        has_progress=has(can, "window", "workDoneProgress"),
        shows_documents=has(can, "window", "showDocument", "support"),
        registers_configuration=has(workspace, "didChangeConfiguration", "dynamicRegistration"),
        registers_watchers=has(workspace, "didChangeWatchedFiles", "dynamicRegistration"),
        registers_python=_registered(text, pulls),
        prepares_rename=has(text, "rename", "prepareSupport"),
        refreshes_lenses=has(workspace, "codeLens", "refreshSupport"),
        refreshes_hints=has(workspace, "inlayHint", "refreshSupport"),
        asks=has(can, "experimental", "pinlight", "ask"),
        follows=has(can, "experimental", "pinlight", "changed"),
    )
