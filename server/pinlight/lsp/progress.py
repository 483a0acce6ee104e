"""$/progress for changes that take a while, where the client announced that it shows it."""

from collections.abc import Callable

from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.params import seek
from pinlight.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pinlight.shell.change import Progress as Step


class Progress:
    """One bar per token. A bar begins when the client has made it; one that it never makes, or
    that is done before, is never shown."""

    def __init__(self, calls: Calls, client: Client) -> None:
        self._calls = calls
        self._client = client
        self._steps: dict[str, Step] = {}  # token -> the last step
        self._shown: set[str] = set()
        self._cancels: dict[str, Callable[[], None]] = {}

    def begin(self, token: str, step: "Step", cancel: Callable[[], None]) -> None:
        """Start a bar; `cancel` is called when the user wants it to stop."""
        self._steps[token] = step
        self._cancels[token] = cancel
        if not self._client.has_progress:
            return

        def then(_: Any, is_refused: bool) -> None:
            if not is_refused and token in self._steps:
                self._show(token)

        self._calls.request("window/workDoneProgress/create", {"token": token}, then)

    def _show(self, token: str) -> None:
        step = self._steps[token]
        self._shown.add(token)
        self._send(token, step, {"kind": "begin", "title": step.title, "cancellable": True})

    def report(self, token: str, step: "Step") -> None:
        """Move the bar on; a step that is done ends it."""
        if token not in self._steps:
            return
        self._steps[token] = step
        if token in self._shown:
            self._send(token, step, {"kind": "end" if step.is_done else "report"})
        if step.is_done:
            self._shown.discard(token)
            del self._steps[token], self._cancels[token]

    def _send(self, token: str, step: "Step", value: dict[str, Any]) -> None:
        if step.message:
            value["message"] = step.message
        if step.percentage is not None and not step.is_done:
            value["percentage"] = min(max(step.percentage, 0), 100)
        self._calls.notify("$/progress", {"token": token, "value": value})

    def cancelled(self, params: Any) -> None:
        """Take in a window/workDoneProgress/cancel."""
        token = seek(params, "token", kind=str)
        if token in self._cancels:
            self._cancels[token]()
