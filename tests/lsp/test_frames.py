"""Messages are found in any stream of bytes, and what is broken costs one message only."""

import io
import json
import threading

import pytest

from pinlight.lsp.frames import Broken, Raw, Writer, body_of, encoded, read


def frame(body: bytes, header: str = "Content-Length: {}\r\n\r\n") -> bytes:
    return header.format(len(body)).encode() + body


class Trickle(io.RawIOBase):
    """A stream that gives one byte at a time."""

    def __init__(self, content: bytes) -> None:
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        one = self._content.read(1)
        buffer[: len(one)] = one
        return len(one)


@pytest.mark.parametrize(
    "header",
    [
        "Content-Length: {}\r\n\r\n",
        "content-length:{}\r\n\r\n",
        "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: {}\r\n\r\n",
        "CONTENT-LENGTH:  {} \r\nX-Other: 1\r\n\r\n",
        "Content-Length: {}\n\n",
        "No-Length: 3\r\n\r\nContent-Length: {}\r\n\r\n",
        "printed by mistake\r\nContent-Length: {}\r\n\r\n",
    ],
)
def test_every_header_of_a_client_is_understood(header):
    body = '{"é": "😀"}'.encode()
    assert list(read(io.BytesIO(frame(body, header)))) == [{"é": "😀"}]


def test_several_messages_come_in_one_piece_or_byte_by_byte():
    content = frame(b"1") + frame(b'{"a":[]}') + frame(b"null")
    assert list(read(io.BytesIO(content))) == [1, {"a": []}, None]
    assert list(read(io.BufferedReader(Trickle(content), 1))) == [1, {"a": []}, None]


@pytest.mark.parametrize(
    "body", [b"{oops", b"\xff\xfe", b"", b"[" * 100_000, b"1" * 5000, b'{"a":1}x']
)
def test_what_is_not_json_is_told_and_the_next_message_is_read(body):
    broken, after = list(read(io.BytesIO(frame(body) + frame(b"2"))))
    assert isinstance(broken, Broken)
    assert after == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Content-Le",
        b"Content-Length: 9\r\n\r\n{}",
        b"\r\n\r\n",
        b"Content-Length: -1\r\n\r\n",
    ],
)
def test_a_stream_that_ends_early_just_ends(content):
    assert list(read(io.BytesIO(content))) == []


def test_an_absurd_length_ends_the_stream():
    assert list(read(io.BytesIO(b"Content-Length: 99999999999\r\n\r\n" + frame(b"1")))) == []


def test_a_frame_has_one_header_line_and_its_length_counts_bytes():
    header, _, body = encoded({"a": "é😀\ud800"}).partition(b"\r\n\r\n")
    assert header == b"Content-Length: %d" % len(body)
    assert json.loads(body) == {"a": "é😀\ud800"}


def test_frames_of_many_threads_do_not_mix():
    stream = io.BytesIO()
    writer = Writer(stream)
    threads = [
        threading.Thread(target=lambda: [writer.send("x" * 5000) for _ in range(50)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(read(io.BytesIO(stream.getvalue()))) == ["x" * 5000] * 200


def test_writing_to_a_client_that_is_gone_is_silent():
    stream = io.BytesIO()
    stream.close()
    Writer(stream).send({})


def test_what_is_json_already_is_put_in_as_it_is():
    message = {"uri": "a", "items": Raw(b'[{"b":"\\u0000"}]'), "more": [Raw(b"[]"), 1]}
    assert body_of(message) == b'{"uri":"a","items":[{"b":"\\u0000"}],"more":[[],1]}'
