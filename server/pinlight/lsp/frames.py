"""JSON-RPC messages on a byte stream: a header that gives the length, then JSON.

Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#baseProtocol
"""

import json
import threading
from collections.abc import Iterator
from itertools import chain

from pinlight.named import NamedTuple
from pinlight.typed import Any, BinaryIO

LARGEST_BYTES = 1 << 30  # A longer message is a broken header: nothing after it can be trusted.


class Broken(NamedTuple):
    """A frame whose content is not JSON."""

    reason: str


class Raw:
    """A part of a message that is JSON already, in ASCII."""

    __slots__ = ("body",)

    def __init__(self, body: bytes) -> None:
        self.body = body


_HOLE = "\0"  # stands where a `Raw` belongs: no URI, number or name of ours is such a string


def read(stream: BinaryIO) -> Iterator[Any]:
    """Yield each message as decoded JSON, or `Broken`, until the stream ends.

    `stream` blocks until it has what is asked for, as buffered files and sockets do.
    """
    while True:
        length = _length(stream)
        if length is None or length > LARGEST_BYTES:
            return
        try:
            body = stream.read(length)
        except (OSError, ValueError):  # The connection was reset, or closed by another thread.
            return
        if len(body) < length:
            return
        yield _decoded(body)


def _length(stream: BinaryIO) -> int | None:
    """Return the length that the next header gives; None at the end of the stream."""
    length = None
    while True:
        try:
            line = stream.readline(4096)
        except (OSError, ValueError):
            return None
        if not line:
            return None
        if line in (b"\r\n", b"\n"):
            if length is not None:
                return length
            continue  # A header without a length: what follows is the next header.
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            length = int(value)


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError as error:
        return Broken(type(error).__name__)
    except RecursionError:
        return Broken("nested too deeply")


def encoded(message: Any) -> bytes:
    """Return the frame of a message, with the one header line that every client accepts."""
    return framed(body_of(message))


def body_of(message: Any) -> bytes:
    """Return a message of plain dictionaries, lists and `Raw` parts as JSON.

    Everything but ASCII is escaped: half a surrogate pair, which JSON can carry, has no UTF-8.
    """
    parts: list[bytes] = []

    def hole(raw: Raw) -> str:
        parts.append(raw.body)
        return _HOLE

    body = json.dumps(message, separators=(",", ":"), default=hole).encode("ascii")
    if not parts:
        return body
    first, *pieces = body.split(json.dumps(_HOLE).encode("ascii"))
    return first + b"".join(chain.from_iterable(zip(parts, pieces, strict=True)))


def framed(body: bytes) -> bytes:
    """Return `body` with its header."""
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


class Writer:
    """Writes whole frames from any thread. A client that is gone is noticed by who reads."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def send(self, message: Any) -> None:
        """Write a message of plain dictionaries and lists."""
        self.write(encoded(message))

    def write(self, frame: bytes) -> None:
        with self._lock:
            try:
                self._stream.write(frame)
                self._stream.flush()
            except (OSError, ValueError):
                return
