"""JSON with positions, as far as it can be read. No format itself.

Source: https://www.rfc-editor.org/rfc/rfc8259
"""

import re

from pinlight import toml
from pinlight.model import Fault
from pinlight.text import Span
from pinlight.toml.scan import FROZEN

_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f]|\\.)*)"')
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_WORD = re.compile(r"-?[0-9][0-9.eE+-]*|true|false|null")
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_WORDS = {"true": True, "false": False, "null": None}
_DEEPEST = 50  # levels of brackets; a lock file has five


def parse(text: str) -> tuple[toml.Table, tuple[Fault, ...]]:
    """Return the object that `text` is, up to where it cannot be read, and why it cannot."""
    scan = _Scan(text)
    try:
        scan.value(scan.blank(0), 0)
    except _Broken as broken:
        start, end = (min(place, len(text)) for place in broken.span)
        return scan.root, (Fault("invalid-syntax", Span(start, end), broken.message),)
    return scan.root, ()


class _Broken(Exception):
    def __init__(self, start: int, end: int, message: str) -> None:
        super().__init__(message)
        self.span = Span(start, end)
        self.message = message


class _Scan:
    """The text, and the outermost object, which is filled as it is read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = toml.Table(FROZEN)
        self.has_root = False

    def blank(self, pos: int) -> int:
        match = _BLANK.match(self.text, pos)
        return match.end() if match else pos

    def value(self, pos: int, depth: int) -> toml.Item:
        """Read the value at `pos`."""
        char = self.text[pos : pos + 1]
        if depth > _DEEPEST:
            raise _Broken(pos, pos + 1, "nested too deeply")
        if char == "{":
            return self.object(pos, depth)
        if char == "[":
            return self.array(pos, depth)
        if char == '"':
            return self.string(pos)
        match = _WORD.match(self.text, pos)
        if match is None:
            raise _Broken(pos, pos + 1, "a value is expected here")
        return toml.Item(_WORDS.get(match[0], 0), Span(*match.span()))

    def string(self, pos: int) -> toml.Item:
        match = _STRING.match(self.text, pos)
        if match is None:
            raise _Broken(pos, pos + 1, "a string is expected here, or it is not closed")
        value: str = match[1]
        if "\\" in value:
            value = _ESCAPE.sub(_unescaped, value)
        return toml.Item(value, Span(*match.span()))

    def object(self, pos: int, depth: int) -> toml.Item:
        table = toml.Table(FROZEN) if self.has_root else self.root
        self.has_root = True
        place = self.blank(pos + 1)
        while not self.text.startswith("}", place):
            key = self.string(place)
            place = self.after(":", self.blank(key.span.end))
            item = self.value(place, depth + 1)
            table[key.value] = item._replace(key=key.span)
            place = self.next(item.span.end, "}")
        return toml.Item(table, Span(pos, place + 1))

    def array(self, pos: int, depth: int) -> toml.Item:
        items: list[toml.Item] = []
        place = self.blank(pos + 1)
        while not self.text.startswith("]", place):
            items.append(self.value(place, depth + 1))
            place = self.next(items[-1].span.end, "]")
        return toml.Item(items, Span(pos, place + 1))

    def next(self, pos: int, closer: str) -> int:
        """Return where the next item begins, or where `closer` stands."""
        place = self.blank(pos)
        if self.text.startswith(closer, place):
            return place
        place = self.after(",", place)
        if self.text.startswith(closer, place):
            raise _Broken(place, place + 1, "another item is expected after the comma")
        return place

    def after(self, sign: str, pos: int) -> int:
        if not self.text.startswith(sign, pos):
            raise _Broken(pos, pos + 1, f"`{sign}` is expected here")
        return self.blank(pos + 1)


def _unescaped(match: "re.Match[str]") -> str:
    code: str = match[1]
    if code[0] == "u" and len(code) > 1:
        return chr(int(code[1:], 16))
    return _ESCAPES.get(code, code)
