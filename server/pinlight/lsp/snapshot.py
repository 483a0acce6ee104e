"""What a request sees: a moment of the world and of the open texts, which never changes."""

from collections.abc import Mapping

from pinlight.lsp.client import Client
from pinlight.lsp.documents import Document
from pinlight.lsp.uris import path_of, uri_of
from pinlight.model import Problem, Resolution
from pinlight.named import NamedTuple
from pinlight.text import LineIndex, Span
from pinlight.typed import Any
from pinlight.world.state import World


class File(NamedTuple):
    """A judged file, with its text."""

    path: str
    lines: LineIndex
    resolution: Resolution
    problems: tuple[Problem, ...]


class Snapshot(NamedTuple):
    """The world, the open texts by path, and what the client can."""

    world: World
    documents: Mapping[str, Document]
    client: Client

    def file(self, uri: str) -> File | None:
        """Return the judged file; None when it is not one, or its text was edited since."""
        path = path_of(uri)
        resolution = self.world.resolutions.get(path)
        if resolution is None:
            return None
        text = resolution.manifest.text
        document = self.documents.get(path)
        if document is not None and document.lines.text != text:
            return None
        lines = document.lines if document else LineIndex(text)
        return File(path, lines, resolution, tuple(self.world.problems.get(path, ())))

    def place(self, path: str) -> tuple[str, LineIndex] | None:
        """Return the URI of a file in the client's spelling, and its text; None when unknown."""
        document = self.documents.get(path)
        if document is not None:
            return document.uri, document.lines
        manifest = self.world.manifests.get(path)
        return (uri_of(path), LineIndex(manifest.text)) if manifest else None

    def version(self, path: str) -> int | None:
        """Return the version of an open text; None when it is not open."""
        document = self.documents.get(path)
        return document.version if document else None

    def offset(self, lines: LineIndex, position: Any) -> int:
        """Return the offset of a decoded Position, which has `line` and `character`."""
        return lines.offset(position.line, position.character, self.client.encoding)

    def span(self, lines: LineIndex, range: Any) -> Span:
        """Return the span of a decoded Range; one that is the wrong way round is turned."""
        start, end = self.offset(lines, range.start), self.offset(lines, range.end)
        return Span(min(start, end), max(start, end))
