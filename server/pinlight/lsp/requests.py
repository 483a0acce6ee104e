"""The requests of `table.REQUESTS`, registered on a pygls server that never sees a stream.

pygls decodes and checks parameters, finds the handler and encodes its answer. Life cycle, text
sync and everything that the server sends by itself are the front's.
"""

import json
import logging
from collections.abc import Callable
from contextvars import ContextVar
from importlib import import_module

from pygls.exceptions import JsonRpcException, JsonRpcInternalError, JsonRpcInvalidParams
from pygls.lsp import get_method_options_type
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from pinlight import __version__
from pinlight.bug import report
from pinlight.lsp import errors
from pinlight.lsp.execute_command import event
from pinlight.lsp.frames import encoded, framed
from pinlight.lsp.names import NAMES
from pinlight.lsp.snapshot import Snapshot
from pinlight.lsp.table import REQUESTS
from pinlight.typed import Any
from pinlight.world.state import Event

OURS = "pinlight/initialize"  # the id of the replayed request, whose answer nobody sees

EXECUTE = "workspace/executeCommand"  # pygls has a handler of its own for it

_snapshot: ContextVar[Snapshot] = ContextVar("snapshot")


class Requests:
    """Answers requests on the thread that it is called on."""

    def __init__(
        self,
        write: Callable[[bytes], None],
        post: Callable[[Event], None],
        initialize: dict[str, Any],
    ) -> None:
        # pygls logs whole messages, which hold the user's files.
        logging.getLogger("pygls").setLevel(logging.CRITICAL + 1)
        self._write = write
        self.server = Server(write)
        for request in REQUESTS:
            if request.method != EXECUTE:
                module = import_module(f"pinlight.lsp.{request.module}")
                handler = _guarded(request.method, module.answer)
                options = _options(self.server, request.method, request.options)
                self.server.feature(request.method, options)(handler)
        for name in NAMES:
            self.server.command(name)(_command(name, post))
        self._begin(initialize)

    def handle(self, message: dict[str, Any], snapshot: Snapshot) -> None:
        """Answer one request, or refuse it when its parameters are wrong."""
        _snapshot.set(snapshot)
        self._handle(message)

    def _begin(self, initialize: dict[str, Any]) -> None:
        """Replay the client's `initialize`, or the least of one when pygls cannot read it."""
        protocol = self.server.protocol
        least: dict[str, Any] = {"processId": None, "rootUri": None, "capabilities": {}}
        for params in (initialize, least):
            message = {"jsonrpc": "2.0", "id": OURS, "method": "initialize", "params": params}
            try:
                protocol.handle_message(protocol.structure_message(message))
            except JsonRpcException:
                continue
            return

    def _handle(self, message: dict[str, Any]) -> None:
        try:
            decoded = self.server.protocol.structure_message(message)
        except JsonRpcException:
            text = f"The parameters of `{message['method']}` are wrong"
            error = {"code": errors.INVALID_PARAMS, "message": text}
            self._write(encoded({"jsonrpc": "2.0", "id": message["id"], "error": error}))
        else:
            self.server.protocol.handle_message(decoded)


class Protocol(LanguageServerProtocol):
    """pygls' protocol, whose messages leave through the front's writer."""

    write: Callable[[bytes], None]

    def _send_data(self, data: Any) -> None:
        if getattr(data, "id", None) != OURS:
            if hasattr(data, "result"):  # Plain already: cattrs would copy all of it.
                data = {"jsonrpc": "2.0", "id": data.id, "result": data.result}
            body = json.dumps(data, default=self._serialize_message, separators=(",", ":"))
            self.write(framed(body.encode("ascii")))


class Server(LanguageServer):
    """A pygls server that says nothing unasked."""

    protocol: Protocol

    def __init__(self, write: Callable[[bytes], None]) -> None:
        super().__init__("pinlight", __version__, protocol_cls=Protocol)
        self.protocol.write = write

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Our handlers have logged it already; pygls would show it to the user."""


def _guarded(method: str, answer: Callable[[Snapshot, Any], Any]) -> Callable[[Any], Any]:
    """Return the handler that pygls calls: a defect is logged, the client gets one line."""

    def handler(params: Any) -> Any:
        try:
            return answer(_snapshot.get(), params)
        except Exception as error:
            report(method, error)
            raise _failure(method) from None

    return handler


def _command(name: str, post: Callable[[Event], None]) -> Callable[..., None]:
    # Not Any: pygls asks whether the annotation is a subclass, which fails before Python 3.11.
    def handler(*arguments: object) -> None:
        happened = event(name, arguments, _snapshot.get())
        if happened is None:
            raise JsonRpcInvalidParams(f"`{name}` needs the URI of a file and the id of an action")
        post(happened)

    return handler


def _failure(what: str) -> JsonRpcInternalError:
    return JsonRpcInternalError(f"A defect of Pinlight in {what}: see the log")


def _options(server: LanguageServer, method: str, options: Any) -> Any:
    """Return the options of `table.REQUESTS` as pygls takes them."""
    if not isinstance(options, dict):
        return None
    kind: Any = get_method_options_type(method)
    return server.protocol._converter.structure(options, kind)
