"""The four kinds of TOML strings.

Source: https://toml.io/en/v1.0.0#string
"""

import re

from pinlight.patterns import lazy
from pinlight.text import Span
from pinlight.toml.scan import Item, Scan, starts_statement

_PLAIN = {'"': re.compile(r'"([^"\\\r\n]*)"'), "'": re.compile(r"'([^'\r\n]*)'")}
_BASIC_STOP = lazy(r'["\\\r\n]')
_BASIC_STOP_MULTILINE = lazy(r'"""|\\')
_CONTINUATION = lazy(r"\\[ \t\r]*\n[ \t\r\n]*")
_CLOSERS = lazy(r"[ \t,\]}]*\Z")
_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\"}


def read(scan: Scan, pos: int, key: Span) -> Item:
    """Read the string at `pos`; one that is not closed ends where its line plausibly ends it."""
    quote = scan.text[pos]
    if scan.text.startswith(quote * 3, pos):
        return _multiline(scan, pos, key)
    return read_line(scan, pos, key)


def read_line(scan: Scan, pos: int, key: Span) -> Item:
    """Read a string of one line."""
    text = scan.text
    quote = text[pos]
    match = _PLAIN[quote].match(text, pos)
    if match:
        scan.pos = match.end()
        return Item(match[1], Span(pos, scan.pos), key)
    end = _closing(text, pos + 1) if quote == '"' else -1
    if end < 0:
        return _unclosed(scan, pos, 1, key)
    scan.pos = end + 1
    value, jumps = _decode(scan, pos + 1, end, '"')
    return Item(value, Span(pos, scan.pos), key, jumps)


def _closing(text: str, pos: int) -> int:
    """Return where the quote stands that closes a basic string; -1 without one on its line."""
    while (match := _BASIC_STOP.search(text, pos)) is not None:
        if match[0] == '"':
            return match.start()
        if match[0] != "\\" or text[match.end() : match.end() + 1] in ("", "\r", "\n"):
            return -1
        pos = match.end() + 1
    return -1


def _multiline(scan: Scan, pos: int, key: Span) -> Item:
    text, quote = scan.text, scan.text[pos]
    start = pos + 3
    end = _closing_multiline(text, start) if quote == '"' else text.find("'''", start)
    if end < 0:
        return _unclosed_multiline(scan, pos, key)
    closed = end + 3
    while closed < end + 5 and text.startswith(quote, closed):
        closed += 1  # One or two quotes may stand right before the closing three.
    start += _width_of_line_end(text, start)
    scan.pos = closed
    value, jumps = _decode(scan, start, closed - 3, quote)
    return Item(value, Span(pos, closed), key, jumps)


def _closing_multiline(text: str, pos: int) -> int:
    while (match := _BASIC_STOP_MULTILINE.search(text, pos)) is not None:
        if match[0] != "\\":
            return match.start()
        pos = match.end() + 1
    return -1


def _width_of_line_end(text: str, pos: int) -> int:
    return 1 if text.startswith("\n", pos) else 2 if text.startswith("\r\n", pos) else 0


def _unclosed(scan: Scan, pos: int, size: int, key: Span) -> Item:
    """Read a string that its line does not close, `size` quotes at `pos`.

    Commas and brackets at the end of the line belong to the arrays around it, unless the string
    has opened them itself, as `"name[extra]` does.
    """
    start = pos + size
    content = scan.text[start : scan.line_end(pos)]
    comment = re.search(r"[ \t]#", content)
    content = content[: comment.start() if comment else None].rstrip(" \t\r")
    if scan.depth:
        closers = _CLOSERS.search(content)
        kept = closers.start() if closers else len(content)
        if content.count("[", 0, kept) > content.count("]", 0, kept):
            kept = content.find("]", kept) + 1 or kept
        content = content[:kept]
    end = scan.pos = start + len(content)
    scan.fault(pos, end, "string is not closed")
    value, jumps = _decode(scan, start, end, scan.text[pos])
    return Item(value, Span(pos, end), key, jumps)


def _unclosed_multiline(scan: Scan, pos: int, key: Span) -> Item:
    """Read a string that nothing closes: up to the next statement, or in an array to its line."""
    if scan.depth:
        return _unclosed(scan, pos, 3, key)
    text = scan.text
    end = scan.line_end(pos)
    while end < len(text) and not starts_statement(text, end + 1, 0):
        end = scan.line_end(end + 1)
    scan.fault(pos, scan.line_end(pos), "string is not closed")
    scan.pos = end
    value, jumps = _decode(scan, pos + 3, end, text[pos])
    return Item(value, Span(pos, end), key, jumps)


def _decode(
    scan: Scan, start: int, end: int, quote: str
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the value of the content between `start` and `end`, and where its runs start."""
    text = scan.text
    special = re.compile(r"\\|\r\n" if quote == '"' else r"\r\n")
    pieces: list[str] = []
    jumps = [(0, start)]
    length, pos = 0, start
    while (match := special.search(text, pos, end)) is not None:
        pieces.append(text[pos : match.start()])
        length += match.start() - pos
        piece, pos = ("\n", match.end()) if match[0] != "\\" else _escape(scan, match.start(), end)
        pieces.append(piece)
        length += len(piece)
        jumps.append((length, pos))
    pieces.append(text[pos:end])
    return "".join(pieces), tuple(jumps)


def _escape(scan: Scan, pos: int, end: int) -> tuple[str, int]:
    """Return what the escape at `pos` stands for, and where it ends."""
    text = scan.text
    letter = text[pos + 1 : min(pos + 2, end)]
    if letter in _ESCAPES:
        return _ESCAPES[letter], pos + 2
    if letter in ("u", "U"):
        after = pos + (6 if letter == "u" else 10)
        match = re.compile("[0-9A-Fa-f]+").match(text, pos + 2, min(after, end))
        if match and match.end() == after and _is_scalar(int(match[0], 16)):
            return chr(int(match[0], 16)), after
    elif continuation := _CONTINUATION.match(text, pos, end):
        return "", continuation.end()
    after = min(pos + 2, end)
    scan.fault(pos, after, f"`{text[pos:after]}` is not an escape; `\\\\` writes a backslash")
    return "\\", pos + 1


def _is_scalar(code: int) -> bool:
    return code < 0xD800 or 0xE000 <= code <= 0x10FFFF
