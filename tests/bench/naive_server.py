"""What one writes first: pygls, `packaging` and `importlib.metadata`, all anew on each change.

`naive_server.py SITE_PACKAGES` serves standard input and output.
"""

import sys
from importlib.metadata import distributions

from lsprotocol import types
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name
from pygls.lsp.server import LanguageServer

server = LanguageServer("naive", "1")


@server.feature(types.TEXT_DOCUMENT_DID_OPEN)
@server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
def check(server: LanguageServer, params: types.DidOpenTextDocumentParams) -> None:
    document = server.workspace.get_text_document(params.text_document.uri)
    installed = {
        canonicalize_name(it.metadata["Name"]): it.version
        for it in distributions(path=[sys.argv[1]])
    }
    found = []
    for number, line in enumerate(document.source.splitlines()):
        message = told(line.partition("#")[0].strip(), installed)
        if message:
            start, end = types.Position(number, 0), types.Position(number, len(line))
            found.append(types.Diagnostic(types.Range(start, end), message))
    server.text_document_publish_diagnostics(
        types.PublishDiagnosticsParams(document.uri, found, document.version)
    )


def told(text: str, installed: dict[str, str]) -> str:
    if not text or text.startswith("-"):
        return ""
    try:
        requirement = Requirement(text)
    except InvalidRequirement as error:
        return str(error)
    if requirement.marker and not requirement.marker.evaluate():
        return ""
    version = installed.get(canonicalize_name(requirement.name))
    if version is None:
        return f"{requirement.name} is not installed"
    if not requirement.specifier.contains(version, prereleases=True):
        return f"{requirement.name} {version} is installed"
    return ""


server.start_io()
