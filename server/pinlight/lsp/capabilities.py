"""What the server can do, as one plain dictionary."""

from pinlight.lsp.client import FOR_PYTHON, Client
from pinlight.lsp.table import REQUESTS
from pinlight.plugin_index import NAMES
from pinlight.typed import Any

INCREMENTAL = 2

SYNC = {"openClose": True, "change": INCREMENTAL, "save": {"includeText": False}}

FOLDERS = {"supported": True, "changeNotifications": True}

DIAGNOSTICS = {
    "identifier": "pinlight",
    "interFileDependencies": True,
    "workspaceDiagnostics": True,
}


def capabilities(client: Client) -> dict[str, Any]:
    """Return the ServerCapabilities for what the client announced."""
    can: dict[str, Any] = {
        "textDocumentSync": SYNC,
        "workspace": {"workspaceFolders": FOLDERS},
        **{request.provider: request.options for request in REQUESTS if request.provider},
    }
    if client.prepares_rename:
        can["renameProvider"] = {"prepareProvider": True}
    if client.offers_encodings:
        can["positionEncoding"] = client.encoding
    if client.pulls:
        can["diagnosticProvider"] = DIAGNOSTICS
    return can


_CHOSEN = (  # names that users choose
    # For Neovim and Emacs a `*` is at least one character.
    "**/{requirements,constraints}.{txt,in,pip}",
    "**/{requirements,constraints}*.{txt,in,pip}",
    "**/*{requirements,constraints}.{txt,in,pip}",
    "**/*{requirements,constraints}*.{txt,in,pip}",
    "**/{requirements,reqs,requires}/*.{txt,in}",
)
_HELD = (  # what tells that an environment changed
    "**/pyvenv.cfg",
    "**/site-packages/*.{dist-info,egg-info,egg-link,pth}",
    "**/site-packages/*.dist-info/{METADATA,RECORD,direct_url.json}",
    "**/conda-meta/history",
)
_GIVEN = (  # names that tools give
    f"**/{{{','.join(sorted(name for name in NAMES if '*' not in name))}}}",
    *(f"**/{name}" for name in sorted(NAMES) if "*" in name),
)


PYTHON = tuple(
    f"**/{name}.py"
    for name in (
        *("[!s]*", "s[!e]*", "se[!t]*", "set[!u]*", "setu[!p]*", "setup?*"),
        "{s,se,set,setu}",
    )
)
"""Every Python file but `setup.py`, which editors send anyway: it would be served twice."""


def for_python(client: Client) -> dict[str, dict[str, Any]]:
    """Return what is registered for Python files, with its options, by method. Only this much:
    another server colours, formats and renames them."""
    if not client.registers_python:
        return {}
    filters = [{"language": "python", "scheme": "file", "pattern": it} for it in PYTHON]
    selector = {"documentSelector": filters}
    wanted: dict[str, dict[str, Any]] = {
        "textDocument/didOpen": selector,
        "textDocument/didChange": {**selector, "syncKind": INCREMENTAL},
        "textDocument/didClose": selector,
        "textDocument/didSave": {**selector, "includeText": False},
        "textDocument/codeAction": {**selector, "codeActionKinds": ["quickfix"]},
        **{
            f"textDocument/{name}": selector
            for name in client.registers_python
            if name in FOR_PYTHON
        },
    }
    if client.pulls:
        wanted["textDocument/diagnostic"] = {
            **selector,
            **DIAGNOSTICS,
            "workspaceDiagnostics": False,  # Those of all files are fetched already.
        }
    return wanted


WATCHED = (*_CHOSEN, *_GIVEN, *_HELD)
"""Glob patterns of what the answers rest on, for a client that watches files."""
