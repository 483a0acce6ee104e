"""What the server itself sends: notifications, and requests whose answer may never come."""

from collections.abc import Callable

from pinlight.typed import Any

Then = Callable[[Any, bool], None]
"""(result, whether the client refused): called on the owner's thread, if ever."""


class Calls:
    """Remembers who waits for which answer. Nobody blocks on a client."""

    def __init__(self, send: Callable[[Any], None]) -> None:
        self._send = send
        self._waiting: dict[str, Then] = {}
        self._count = 0

    def notify(self, method: str, params: Any) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def request(self, method: str, params: Any = None, then: Then | None = None) -> None:
        self._count += 1
        id = f"pinlight-{self._count}"
        if then is not None:
            self._waiting[id] = then
        message = {"jsonrpc": "2.0", "id": id, "method": method}
        if params is not None:
            message["params"] = params
        self._send(message)

    def answer(self, id: Any, result: Any) -> None:
        """Answer a request of the client."""
        self._send({"jsonrpc": "2.0", "id": id, "result": result})

    def refuse(self, id: Any, code: int, message: str) -> None:
        """Answer a request of the client with an error; `id` None when it is not known."""
        self._send({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}})

    def answered(self, message: dict[str, Any]) -> None:
        """Take in the client's answer to a request; one to nobody is dropped."""
        id = message.get("id")
        then = self._waiting.pop(id, None) if isinstance(id, str) else None
        if then is not None:
            then(message.get("result"), message.get("error") is not None)
