"""textDocument/references"""

from collections.abc import Iterator

from pinlight.features.places import Location
from pinlight.imports.provided import prefixes, provided
from pinlight.imports.statements import imports
from pinlight.lsp.convert import range_of
from pinlight.lsp.locating import locations_of
from pinlight.lsp.snapshot import File, Snapshot
from pinlight.lsp.uris import uri_of
from pinlight.model import Distribution
from pinlight.plugins import record
from pinlight.shell.disk import Disk
from pinlight.shell.imports import Imports
from pinlight.text import LineIndex, Span
from pinlight.typed import Any

_files = Imports()  # What each Python file imports, read again only when it changed.


def answer(snapshot: Snapshot, params: Any) -> list[dict[str, Any]]:
    file = snapshot.file(params.text_document.uri)
    if file is None:
        return []
    offset = snapshot.offset(file.lines, params.position)
    manifests = snapshot.world.manifests.values()
    texts: dict[str, str] = {}

    def importing(name: str) -> Iterator[Location]:
        yield from _importing(snapshot, file, name, texts)

    found = record("features", "references").answer(file.resolution, offset, manifests, importing)
    if not params.context.include_declaration:
        at = Span(offset, offset)
        found = [it for it in found if it.path != file.path or not it.span.touches(at)]
    known = [it for it in found if it.path not in texts]
    return [*locations_of(snapshot, known), *_in_python(snapshot, found, texts)]


def _importing(
    snapshot: Snapshot, file: File, name: str, texts: dict[str, str]
) -> Iterator[Location]:
    """Yield the imports of what a distribution provides, in all Python files of the workspace;
    the texts that they stand in are put into `texts`."""
    environment = file.resolution.environment
    distribution = environment.distributions.get(name) if environment else None
    modules = frozenset(_modules(distribution))
    for path, content in _files.importing(snapshot.world.folders, modules) if modules else ():
        document = snapshot.documents.get(path)
        texts[path] = text = document.lines.text if document else content
        for it in imports(text):
            if any(not modules.isdisjoint(prefixes(module)) for module in it.modules):
                yield Location(path, it.span)


def _modules(distribution: Distribution | None) -> tuple[str, ...]:
    return provided(distribution, Disk()).modules if distribution else ()


def _in_python(snapshot: Snapshot, found: Any, texts: dict[str, str]) -> Iterator[dict[str, Any]]:
    lines = {path: LineIndex(text) for path, text in texts.items()}
    for path, span in found:
        if path in lines:
            document = snapshot.documents.get(path)
            range = range_of(lines[path], span, snapshot.client.encoding)
            yield {"uri": document.uri if document else uri_of(path), "range": range}
