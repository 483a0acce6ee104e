"""A session with an initialized client: text sync, settings, problems, and who answers what.

Requests wait until the file that they are about is judged, so that their answers are right.
"""

from collections.abc import Callable
from itertools import starmap

from pinlight.formats import format_of
from pinlight.lsp import errors
from pinlight.lsp.calls import Calls
from pinlight.lsp.capabilities import WATCHED, for_python
from pinlight.lsp.client import Client
from pinlight.lsp.configuration import SECTION, Configuration
from pinlight.lsp.diagnostics import Diagnostics
from pinlight.lsp.notices import Notices
from pinlight.lsp.params import Invalid, get, paths, seek
from pinlight.lsp.progress import Progress
from pinlight.lsp.settling import Later, Settling
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.table import REQUESTS
from pinlight.lsp.texts import Texts
from pinlight.lsp.uris import path_of, uri_of
from pinlight.lsp.waiting import Room, Waiting
from pinlight.text import LineIndex
from pinlight.typed import Any, Protocol
from pinlight.world.state import (
    Apply,
    Ask,
    Effect,
    Event,
    FoldersSet,
    Publish,
    Refresh,
    Say,
    Touched,
    World,
)

BEHIND = frozenset(request.method for request in REQUESTS)

HAS_HINTS = "textDocument/inlayHint" in BEHIND  # a client is not told to fetch what there is not

ANYTHING = "*"  # the path of a request that waits until everything is judged

Handler = Callable[[Any], Any]


class Engine(Protocol):
    """What a session needs of the engine."""

    @property
    def world(self) -> World: ...

    def feed(self, event: Event) -> None: ...

    def is_judged(self) -> bool: ...


class Behind(Protocol):
    """Who answers the requests of `table.REQUESTS`."""

    def start(self, initialize: dict[str, Any]) -> None:
        """Get ready without blocking, with the params of the client's `initialize`."""

    def is_ready(self) -> bool: ...

    def submit(self, message: dict[str, Any], snapshot: Snapshot) -> None:
        """Answer a request; requests are answered in the order of the calls."""


class Session:
    """What is known of one client, and what it was told."""

    def __init__(
        self,
        client: Client,
        initialize: dict[str, Any],
        calls: Calls,
        engine: Engine,
        behind: Behind,
        later: Later,
    ) -> None:
        self.client = client
        self._initialize = initialize
        self._calls = calls
        self._engine = engine
        self._behind = behind
        self._texts = Texts(engine.feed, client.encoding)
        self._diagnostics = Diagnostics(calls, client, self._place)
        self._notices = Notices(calls, client, self.snapshot, engine.feed)
        self._configuration = Configuration(calls, client, engine.feed)
        self.progress = Progress(calls, client)
        self._settling = Settling(later, lambda paths: engine.feed(Touched(paths)))
        self._room = Room()
        self._folders = _folders(initialize)
        self._touched: dict[str, None] = {}  # files that were reported since the last pause
        self._has_begun = False
        self._is_stale = False  # lenses and hints that were handed out
        self._has_news = False  # for a client that follows the state
        self._pulls: dict[str, Handler] = {
            "textDocument/diagnostic": self._diagnostics.pulled,
            "workspace/diagnostic": self._diagnostics.pulled_all,
        }
        self.notes: dict[str, Handler] = {
            "initialized": self._initialized,
            "textDocument/didOpen": self._opened,
            "textDocument/didChange": self._changed,
            "textDocument/didClose": self._closed,
            "textDocument/didSave": self._saved,
            "workspace/didChangeConfiguration": self._configured,
            "workspace/didChangeWatchedFiles": self._watched,
            "workspace/didChangeWorkspaceFolders": self._folders_changed,
            "window/workDoneProgress/cancel": self.progress.cancelled,
            "$/cancelRequest": self._cancelled,
        }

    def take(self, message: dict[str, Any]) -> bool:
        """Take in a request, to be answered when it can be; False when its method is unknown."""
        method, params = message["method"], message.get("params")
        if method in self._pulls and self.client.pulls:
            serve = self._pulled
        elif method in BEHIND:
            self._behind.start(self._initialize)
            serve = self._passed_on
        else:
            return False
        path = ANYTHING if method == "workspace/diagnostic" else _subject(params)
        self._room.add(Waiting(message["id"], path, serve, message))
        return True

    def is_burst(self) -> bool:
        """Whether so many edits came at once that more are likely to follow."""
        return self._texts.is_burst()

    def rest(self) -> None:
        """Hand on edits, and answer what can be answered."""
        self._texts.flush()
        if self._touched:
            touched, self._touched = tuple(self._touched), {}
            self._engine.feed(Touched(touched))
        self.answer()

    def answer(self) -> None:
        """Answer what is about judged files."""
        is_served = self._served()
        self._room.release(lambda it: is_served(it) and self._is_judged(it.path))

    def idle(self) -> None:
        """Answer all that waits; tell the client what is stale; get ready for requests."""
        self._room.release(self._served())
        self._diagnostics.refresh()
        if self._is_stale:
            self._is_stale = False
            if self.client.refreshes_lenses:
                self._calls.request("workspace/codeLens/refresh")
            if self.client.refreshes_hints and HAS_HINTS:
                self._calls.request("workspace/inlayHint/refresh")
        if self._has_news and self.client.follows:
            self._calls.notify("pinlight/changed", {})
        self._has_news = False
        if self._texts.documents:
            self._behind.start(self._initialize)

    def show(self, effect: Effect) -> None:
        """Carry out an effect that the client sees."""
        self._has_news = self._has_news or isinstance(effect, (Publish, Refresh))
        match effect:
            case Publish():
                self._diagnostics.publish(effect)
            case Refresh():
                self._is_stale = True
            case Say():
                self._notices.say(effect)
            case Ask():
                self._notices.ask(effect)
            case Apply():
                self._notices.apply(effect)

    def open(self, path: str) -> None:
        """Show a file, or say where it is; "": there is none."""
        self._notices.open(path)

    def snapshot(self) -> Snapshot:
        """Return this moment, for another thread to read."""
        return Snapshot(self._engine.world, dict(self._texts.documents), self.client)

    # Requests

    def _served(self) -> Callable[[Waiting], bool]:
        """Return what tells whether there is someone who can answer a request now."""
        is_ready = self._behind.is_ready()  # Asked once: else a later request overtakes others.
        return lambda waiting: waiting.serve == self._pulled or is_ready

    def _passed_on(self, message: dict[str, Any]) -> None:
        self._behind.submit(message, self.snapshot())

    def _pulled(self, message: dict[str, Any]) -> None:
        id, method = message["id"], message["method"]
        try:
            result = self._pulls[method](message.get("params"))
        except Invalid as error:
            self._calls.refuse(id, errors.INVALID_PARAMS, str(error))
        else:
            self._calls.answer(id, result)

    def _cancelled(self, params: Any) -> None:
        id = params.get("id") if isinstance(params, dict) else None
        if self._room.leave(id):
            self._calls.refuse(id, errors.CANCELLED, "The request was cancelled")

    def _is_judged(self, path: str) -> bool:
        """Whether what is known of the file is about its text of now."""
        world = self._engine.world
        if path == ANYTHING:
            return self._engine.is_judged()
        if path not in world.manifests:
            return True
        return path not in world.stale and path in world.problems

    # Notifications

    def _initialized(self, params: Any) -> None:
        self._begin()
        registrations = []
        if self.client.registers_watchers:
            watchers = [{"globPattern": pattern} for pattern in WATCHED]
            registrations.append(
                _registration("workspace/didChangeWatchedFiles", {"watchers": watchers})
            )
        if self.client.registers_configuration:
            registrations.append(
                _registration("workspace/didChangeConfiguration", {"section": SECTION})
            )
        registrations += starmap(_registration, for_python(self.client).items())
        if registrations:
            self._calls.request("client/registerCapability", {"registrations": registrations})
        self._configuration.fetch(self._folders)

    def _begin(self) -> None:
        """Tell the engine where to look; a client may forget to send `initialized`."""
        if not self._has_begun:
            self._has_begun = True
            options = self._initialize.get("initializationOptions")
            self._configuration.start(options, self._folders)
            self._engine.feed(FoldersSet(self._folders))

    def _opened(self, params: Any) -> None:
        self._begin()
        self._diagnostics.edited(self._texts.opened(params))

    def _changed(self, params: Any) -> None:
        self._diagnostics.edited(self._texts.changed(params))

    def _closed(self, params: Any) -> None:
        self._texts.closed(params)

    def _saved(self, params: Any) -> None:
        path = path_of(get(params, "textDocument", "uri", kind=str))
        if path:
            self._engine.feed(Touched((path,)))

    def _configured(self, params: Any) -> None:
        self._begin()
        self._configuration.changed(params, self._folders)

    def _watched(self, params: Any) -> None:
        """Files that declare something count at once, environments when they have settled."""
        changed = paths(seek(params, "changes", kind=list))
        declaring = [path for path in changed if format_of(path)]
        self._touched.update(dict.fromkeys(declaring))
        self._settling.add(path for path in changed if path not in declaring)

    def _folders_changed(self, params: Any) -> None:
        self._begin()
        removed = paths(seek(params, "event", "removed", kind=list))
        added = paths(seek(params, "event", "added", kind=list))
        left = [folder for folder in self._folders if folder not in removed]
        self._folders = tuple(dict.fromkeys((*left, *added)))
        self._engine.feed(FoldersSet(self._folders))
        self._configuration.fetch(self._folders)

    # Places

    def _place(self, path: str) -> tuple[str, LineIndex] | None:
        """Return the client's URI of a file, and the text that was judged last."""
        manifest = self._engine.world.manifests.get(path)
        if manifest is None:
            return None
        uri = self._texts.spellings.get(path) or uri_of(path)
        document = self._texts.documents.get(path)
        if document is not None and document.lines.text == manifest.text:
            return uri, document.lines
        return uri, LineIndex(manifest.text)


def _folders(initialize: dict[str, Any]) -> tuple[str, ...]:
    """Return the workspace folders; older clients name one root only."""
    folders = paths(initialize.get("workspaceFolders"))
    if folders:
        return folders
    root = seek(initialize, "rootUri", kind=str)
    if root is None and (path := seek(initialize, "rootPath", kind=str)):
        return (path,)
    return (path_of(root),) if root and path_of(root) else ()


def _subject(params: Any) -> str:
    """Return the path of the file that a request is about; "" when it is about none."""
    uri = seek(params, "textDocument", "uri", kind=str)
    if uri is None:
        arguments = seek(params, "arguments", kind=list)
        uri = arguments[0] if arguments and isinstance(arguments[0], str) else ""
    return path_of(uri)


def _registration(method: str, options: dict[str, Any]) -> dict[str, Any]:
    return {"id": f"pinlight/{method}", "method": method, "registerOptions": options}
