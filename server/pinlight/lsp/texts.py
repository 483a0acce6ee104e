"""The open texts: opened, changed and closed by the client, handed on once per pause.

A burst of edits is one change for the world: only the last text of each file is judged.
"""

from collections.abc import Callable

from pinlight.lsp.documents import Document, changed
from pinlight.lsp.params import Invalid, get
from pinlight.lsp.uris import path_of
from pinlight.text import Encoding, LineIndex
from pinlight.typed import Any
from pinlight.world.state import Changed, Closed, Event, Opened

SEVERAL, MANY = 4, 1_000  # edits that are no keystroke, and those that are judged at the latest


class Texts:
    """What the client holds open, by path; `documents` is in the order of the last edit."""

    def __init__(self, feed: Callable[[Event], None], encoding: Encoding) -> None:
        self.documents: dict[str, Document] = {}
        self._encoding = encoding
        self.spellings: dict[str, str] = {}  # path -> URI as the client last spelled it
        self._feed = feed
        self._waiting: dict[str, None] = {}
        self._edits = 0  # that wait

    def opened(self, params: Any) -> str:
        """Take in a didOpen; return the path, "" when its URI is none."""
        uri = get(params, "textDocument", "uri", kind=str)
        text = get(params, "textDocument", "text", kind=str)
        version = get(params, "textDocument", "version", kind=int)
        path = path_of(uri)
        if path:
            self._put(path, Document(uri, version, LineIndex(text)))
            self._waiting.pop(path, None)
            self._feed(Opened(path, text, version))
        return path

    def changed(self, params: Any) -> str:
        """Take in a didChange; return the path, "" when the file is not open."""
        path = path_of(get(params, "textDocument", "uri", kind=str))
        version = get(params, "textDocument", "version", kind=int)
        changes = get(params, "contentChanges", kind=list)
        document = self.documents.get(path)
        if document is None:
            return ""
        try:
            document = changed(document, version, changes, self._encoding)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise Invalid("`contentChanges` is malformed") from error
        self._put(path, document)
        self._waiting[path] = None
        self._edits += 1
        return path

    def closed(self, params: Any) -> str:
        """Take in a didClose; return the path, "" when the file was not open."""
        path = path_of(get(params, "textDocument", "uri", kind=str))
        if self.documents.pop(path, None) is None:
            return ""
        self._waiting.pop(path, None)
        self._feed(Closed(path))
        return path

    def flush(self) -> None:
        """Hand on the last text of every file that was edited."""
        waiting, self._waiting, self._edits = self._waiting, {}, 0
        for path in waiting:
            document = self.documents[path]
            self._feed(Changed(path, document.lines.text, document.version))

    def is_burst(self) -> bool:
        """Whether so many edits came at once that more are likely to follow."""
        return SEVERAL <= self._edits < MANY

    def _put(self, path: str, document: Document) -> None:
        self.documents.pop(path, None)
        self.documents[path] = document
        self.spellings[path] = document.uri
