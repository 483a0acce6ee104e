"""Requests on pygls, in a thread of its own behind the front.

pygls costs most of a second to import, so that is begun when the first request needs it, or
when the first documents are answered. Until then `is_ready` is False and requests wait.
"""

import threading
from collections.abc import Callable

from pinlight.bug import guard, report
from pinlight.lsp import errors
from pinlight.lsp.calls import Calls
from pinlight.lsp.snapshot import Snapshot
from pinlight.shell import bundle
from pinlight.typed import TYPE_CHECKING, Any
from pinlight.world.state import Event

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from pinlight.lsp.requests import Requests


class Worker:
    """Starts pygls once, and hands requests to its thread."""

    def __init__(
        self,
        write: Callable[[bytes], None],
        calls: Calls,
        post: Callable[[Event], None],
        ready: Callable[[], None],
    ) -> None:
        self._write = write
        self._calls = calls
        self._post = post
        self._ready = ready
        self._thread: threading.Thread | None = None
        self._loop: AbstractEventLoop | None = None
        self._requests: Requests | None = None
        self._failed = False

    def start(self, initialize: dict[str, Any]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, args=(initialize,), name="pinlight-requests", daemon=True
            )
            self._thread.start()

    def is_ready(self) -> bool:
        """Whether requests are answered now, if only with an error."""
        return self._requests is not None or self._failed

    def submit(self, message: dict[str, Any], snapshot: Snapshot) -> None:
        if self._loop is None or self._requests is None:
            text = "Requests cannot be answered: see the log"
            self._calls.refuse(message["id"], errors.INTERNAL_ERROR, text)
            return
        self._loop.call_soon_threadsafe(self._requests.handle, message, snapshot)

    def _run(self, initialize: dict[str, Any]) -> None:
        guard("keeping the bundle", None, bundle.keep)
        try:
            import asyncio

            requests = _imported()(self._write, self._post, initialize)
            self._loop = asyncio.new_event_loop()
            self._requests = requests
        except Exception as error:
            self._failed = True
            report("starting pygls", error)
        self._ready()
        if self._loop is not None:
            self._loop.run_forever()


def _imported() -> "type[Requests]":
    """Import pygls without the collector running after every few of its thousands of objects."""
    import gc

    gc.disable()
    try:
        from pinlight.lsp.requests import Requests
    finally:
        gc.freeze()  # It stays: a collection in the middle of a keystroke does not look at it.
        gc.enable()
    return Requests
