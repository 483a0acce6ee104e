"""The front: the life cycle and the order of messages, on plain dictionaries.

It is called only on the owner's thread: `receive` for every message of the client, `rest` when
no more of them is waiting, `idle` when the engine has nothing left to do either.
Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#lifeCycleMessages
"""

from collections.abc import Callable

from pinlight import __version__
from pinlight.bug import guard
from pinlight.lsp import errors
from pinlight.lsp.calls import Calls
from pinlight.lsp.capabilities import capabilities
from pinlight.lsp.client import Client, announced
from pinlight.lsp.frames import Broken
from pinlight.lsp.params import Invalid
from pinlight.typed import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pinlight.lsp.session import Session
    from pinlight.world.state import Effect

Begin = Callable[[Client, dict[str, Any], Calls], "Session"]
"""Returns what serves a client from now on, with the params of its `initialize`."""


class Front:
    """One connection with one client, from the first message to the last."""

    def __init__(self, send: Callable[[Any], None], begin: Begin) -> None:
        self.exit_code: int | None = None  # set when the server shall end
        self.session: Session | None = None  # from `initialize` on
        self._state: Literal["new", "running", "shut down"] = "new"
        self._calls = Calls(send)
        self._begin = begin

    def receive(self, message: Any) -> None:
        """Take in one decoded message, whatever it is."""
        if isinstance(message, Broken):
            text = f"The message is not JSON ({message.reason})"
            self._calls.refuse(None, errors.PARSE_ERROR, text)
        elif not isinstance(message, dict):
            self._calls.refuse(None, errors.INVALID_REQUEST, "The message is not an object")
        elif "method" not in message:
            guard("an answer", None, self._calls.answered, message)
        elif not isinstance(message["method"], str):
            self._calls.refuse(None, errors.INVALID_REQUEST, "`method` is not a string")
        elif "id" not in message:
            self._notified(message["method"], message.get("params"))
        elif isinstance(message["id"], bool) or not isinstance(message["id"], (int, str)):
            text = "`id` is neither an integer nor a string"
            self._calls.refuse(None, errors.INVALID_REQUEST, text)
        else:
            self._requested(message)

    def ended(self) -> None:
        """The client is gone: its stream ended, or its process did."""
        self.exit_code = 0 if self._state == "shut down" else 1

    def rest(self) -> None:
        """No message is waiting: hand on what was gathered, answer what can be answered."""
        if self.session:
            self.session.rest()

    def answer(self) -> None:
        """Something was done: answer what waited for it."""
        if self.session:
            self.session.answer()

    def idle(self) -> None:
        """Nothing at all is left to do until somebody says something."""
        if self.session:
            self.session.idle()

    def show(self, effect: "Effect") -> None:
        """Carry out an effect that the client sees; others are not for the front."""
        if self.session:
            self.session.show(effect)

    def _notified(self, method: str, params: Any) -> None:
        if method == "exit":
            self.ended()
        elif self._state == "running" and self.session:
            handle = self.session.notes.get(method)
            if handle:
                guard(method, None, _tolerant, handle, params)

    def _requested(self, message: dict[str, Any]) -> None:
        id, method = message["id"], message["method"]
        if self._state == "shut down":
            self._calls.refuse(id, errors.INVALID_REQUEST, "The server was shut down")
        elif method == "initialize":
            self._initialize(message)
        elif self._state == "new" or not self.session:
            self._calls.refuse(id, errors.NOT_INITIALIZED, "`initialize` comes first")
        elif method == "shutdown":
            self._state = "shut down"
            self._calls.answer(id, None)
        elif not self.session.take(message):
            self._calls.refuse(id, errors.METHOD_NOT_FOUND, f"`{method}` is not known")

    def _initialize(self, message: dict[str, Any]) -> None:
        id, params = message["id"], message.get("params")
        if self._state == "running":
            self._calls.refuse(id, errors.INVALID_REQUEST, "`initialize` came before")
        elif not isinstance(params, dict):
            self._calls.refuse(id, errors.INVALID_PARAMS, "`params` is missing or no object")
        else:
            client = announced(params)
            self._state = "running"
            server = {"name": "pinlight", "version": __version__}
            result = {"capabilities": capabilities(client), "serverInfo": server}
            self._calls.answer(id, result)
            self.session = self._begin(client, params, self._calls)  # While the client reads it.


def _tolerant(handle: Callable[[Any], None], params: Any) -> None:
    """Handle a notification; nobody waits for an answer, so a malformed one is only dropped."""
    try:
        handle(params)
    except Invalid:
        return
