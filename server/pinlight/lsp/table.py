"""The requests that are answered behind the front, on pygls: a new one is one entry here and one
module that exports `answer(snapshot, params)`. What `initialize` announces of them is here too,
so that it can be answered before pygls is imported.
"""

from pinlight.lsp.names import NAMES
from pinlight.lsp.tokens import LEGEND
from pinlight.named import NamedTuple
from pinlight.typed import Any

TIDYING = ("source.sort.pinlight", "source.normalise.pinlight")  # kinds of `source_action`


class Request(NamedTuple):
    """One method, and how it is announced."""

    method: str
    module: str  # in this folder
    provider: str = ""  # its name in ServerCapabilities; "" when another entry announces it
    options: Any = None


REQUESTS = (
    Request("textDocument/hover", "hover", "hoverProvider", True),
    Request(
        "textDocument/codeAction",
        "code_action",
        "codeActionProvider",
        {"codeActionKinds": ["quickfix", "source", *TIDYING], "resolveProvider": True},
    ),
    Request("codeAction/resolve", "code_action_resolve"),
    Request("textDocument/codeLens", "code_lens", "codeLensProvider", {"resolveProvider": False}),
    Request(
        "textDocument/inlayHint", "inlay_hint", "inlayHintProvider", {"resolveProvider": False}
    ),
    Request("textDocument/formatting", "formatting", "documentFormattingProvider", True),
    Request(
        "textDocument/completion",
        "completion",
        "completionProvider",
        {"triggerCharacters": list("=<>!~[,;-/\"' "), "resolveProvider": False},
    ),
    Request(
        "textDocument/documentLink",
        "document_link",
        "documentLinkProvider",
        {"resolveProvider": False},
    ),
    Request("textDocument/definition", "definition", "definitionProvider", True),
    Request("textDocument/references", "references", "referencesProvider", True),
    Request(
        "textDocument/documentHighlight",
        "document_highlight",
        "documentHighlightProvider",
        True,
    ),
    Request("textDocument/documentSymbol", "document_symbol", "documentSymbolProvider", True),
    Request(
        "workspace/symbol",
        "workspace_symbol",
        "workspaceSymbolProvider",
        {"resolveProvider": False},
    ),
    Request("textDocument/foldingRange", "folding_range", "foldingRangeProvider", True),
    Request("textDocument/selectionRange", "selection_range", "selectionRangeProvider", True),
    Request("textDocument/prepareRename", "prepare_rename"),
    Request("textDocument/rename", "rename", "renameProvider", True),
    Request(
        "textDocument/semanticTokens/full",
        "semantic_tokens",
        "semanticTokensProvider",
        {"legend": LEGEND, "full": True},
    ),
    Request(
        "textDocument/prepareCallHierarchy",
        "prepare_call_hierarchy",
        "callHierarchyProvider",
        True,
    ),
    Request("callHierarchy/incomingCalls", "incoming_calls"),
    Request("callHierarchy/outgoingCalls", "outgoing_calls"),
    Request("pinlight/status", "status"),
    Request("pinlight/environments", "environments"),
    Request("pinlight/activation", "activation"),
    Request(
        "workspace/executeCommand",
        "execute_command",
        "executeCommandProvider",
        {"commands": list(NAMES)},
    ),
)
