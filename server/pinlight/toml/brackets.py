"""TOML arrays and inline tables: without recursion, and with a way on from any fault.

An array that is not closed ends before a line that is clearly a new statement. Anything else
that does not belong is skipped up to the next comma or closing bracket of its line.
"""

import re

from pinlight.model import NOWHERE
from pinlight.patterns import lazy
from pinlight.text import Span
from pinlight.toml import strings as toml_strings
from pinlight.toml import words as toml_words
from pinlight.toml.keys import read_keys
from pinlight.toml.scan import FROZEN, Item, Scan, Table, after, put, starts_statement

_BLANK = lazy(r"[ \t\r\n]*")
_SPACE = lazy(r"[ \t]*")
_LOST = {"]": re.compile(r"[^,\]\[\r\n#]*"), "}": re.compile(r"[^,\]}\[\r\n#]*")}
_PLAIN_ITEM = lazy(r'[ \t\r\n]*"([^"\\\r\n]*)"[ \t]*,')
_PLAIN_PAIR = lazy(r'[ \t]*([A-Za-z0-9_-]+)[ \t]*=[ \t]*"([^"\\\r\n]*)"[ \t]*([,}])')
_BRACKETS = lazy(r"\[[^\[\]\r\n]*\]")
_PAIR = lazy(
    r"""[A-Za-z0-9_.-]+[ \t]*=[ \t]*(?:"[^"\r\n]*"|'[^'\r\n]*'|[^\s,{}\[\]"'#]+)[ \t]*(,?)"""
)
_MOST_PAIRS = 50  # of an inline table over several lines, which TOML 1.0 does not have


class _Frame:
    """One open bracket."""

    __slots__ = ("closer", "is_full", "is_spread", "key", "pending", "start", "values")

    def __init__(self, start: int, opener: str, key: Span) -> None:
        self.start = start
        self.key = key
        self.values: list[Item] | Table = [] if opener == "[" else Table(FROZEN)
        self.closer = "]" if opener == "[" else "}"
        self.is_full = False  # a comma or the closing bracket comes next
        self.is_spread = opener == "["  # goes on over line ends
        self.pending: list[tuple[str, Span]] = []  # the key of an inline table's next value


def read(scan: Scan, pos: int, key: Span, indent: int) -> Item:
    """Read the array or inline table at `pos`; its statement is indented by `indent`."""
    brackets = _Brackets(scan, pos, key, indent)
    scan.pos = pos + 1
    return brackets.read()


def read_unopened(scan: Scan, pos: int, key: Span, indent: int) -> Item:
    """Read an array whose opening bracket is missing; its first item stands at `pos`."""
    brackets = _Brackets(scan, pos, key, indent)
    scan.pos = pos
    return brackets.read()


class _Brackets:
    """The brackets that are open, and the way through them."""

    def __init__(self, scan: Scan, pos: int, key: Span, indent: int) -> None:
        self.scan = scan
        self.text = scan.text
        self.indent = indent
        opener = "{" if self.text[pos] == "{" else "["
        self.frames = [_Frame(pos, opener, key)]
        self.end = pos + 1  # of what was read last
        self.began = pos  # where the current step began
        self.looked_at = pos  # lines that start before it are no new statements
        self.item: Item

    def read(self) -> Item:
        scan, frames = self.scan, self.frames
        while frames:
            scan.depth = len(frames)
            self._step(frames[-1])
        scan.depth = 0
        return self.item

    def _step(self, frame: _Frame) -> None:
        pos = self.began = self.scan.pos = self._skip(frame)
        char = self.text[pos : pos + 1]
        if char == frame.closer:
            self._close(pos)
        elif char == "":
            self._abandon(pos)
        elif char in "\r\n":
            self._break_line(frame, pos)
        elif char == ",":
            self._separate(frame, pos)
        elif frame.is_full:
            self._demand_comma(frame, pos)
        elif frame.closer == "]":
            if char != '"' or not self._plain_items(frame):
                self._value(frame, pos, char, NOWHERE)
        elif not self._plain_pairs(frame):
            self._pair(frame, pos)

    def _skip(self, frame: _Frame) -> int:
        """Return where the next thing stands, after space, comments and the frame's line ends."""
        text = self.text
        blank = _BLANK if frame.is_spread else _SPACE
        pos = after(blank, text, self.scan.pos)
        while text.startswith("#", pos):
            pos = after(blank, text, self.scan.comment(pos))
        return pos

    def _close(self, pos: int) -> None:
        """Close the innermost bracket by the one at `pos`."""
        frame = self.frames.pop()
        if frame.values and not frame.is_full and not frame.is_spread:
            comma = self.text.rfind(",", frame.start, pos)
            self.scan.fault(comma, comma + 1, "comma stands before the end of an inline table")
        self.scan.pos = pos + 1
        self._finish(frame, pos + 1)

    def _finish(self, frame: _Frame, end: int) -> None:
        item = Item(frame.values, Span(frame.start, end), frame.key)
        if self.frames:
            self._add(self.frames[-1], item)
        else:
            self.item = item

    def _add(self, frame: _Frame, item: Item) -> None:
        if isinstance(frame.values, list):
            frame.values.append(item)
        else:
            put(self.scan, frame.values, frame.pending, item)
        frame.is_full = True
        self.end = item.span.end

    def _separate(self, frame: _Frame, pos: int) -> None:
        if not frame.is_full:
            self.scan.fault(pos, pos + 1, "comma has no value before it")
        frame.is_full = False
        self.scan.pos = pos + 1

    def _demand_comma(self, frame: _Frame, pos: int) -> None:
        if self._leave(pos) or self._close_inner(frame, pos):
            return
        self.scan.fault(self.end - 1, self.end, "comma is missing")
        frame.is_full = False

    def _plain_items(self, frame: _Frame) -> bool:
        """Read plain strings with their commas, the usual case, in one go; False without any."""
        text, pos, values = self.text, self.scan.pos, frame.values
        while (match := _PLAIN_ITEM.match(text, pos)) and isinstance(values, list):
            start, end = match.span(1)
            values.append(Item(match[1], Span(start - 1, end + 1)))
            pos = self.end = match.end()
        self.scan.pos = pos
        return pos > self.began

    def _plain_pairs(self, frame: _Frame) -> bool:
        """Read keys with plain strings, and the closing brace, in one go; False without any."""
        text, pos, values = self.text, self.scan.pos, frame.values
        while (match := _PLAIN_PAIR.match(text, pos)) and isinstance(values, Table):
            name, value, stop = match.groups()
            if name in values:
                break
            start, end = match.span(2)
            values[name] = Item(value, Span(start - 1, end + 1), Span(*match.span(1)))
            pos = self.scan.pos = self.end = match.end()
            if stop == "}":
                self._finish(self.frames.pop(), pos)
                return True
        return pos > self.began

    def _value(self, frame: _Frame, pos: int, char: str, key: Span) -> None:
        """Read a value of an array, or that of a key in an inline table."""
        scan = self.scan
        if char in "[{":
            self.frames.append(_Frame(pos, char, key))
            self.end = scan.pos = pos + 1
            return
        kind = toml_strings if char in "\"'" else toml_words
        item = kind.read(scan, pos, key)
        if item is None:
            self._lose(frame, pos)
            return
        self._add(frame, item)

    def _pair(self, frame: _Frame, pos: int) -> None:
        """Read a key of an inline table, and its value."""
        scan, text = self.scan, self.text
        keys = read_keys(scan, pos)
        if keys is None:
            self._lose(frame, pos)
            return
        name, span = keys[-1]
        if not text.startswith("=", scan.pos):
            scan.fault(*span, f"`=` is missing after `{name}`")
            self._lose(frame, scan.pos)
            return
        pos = scan.pos = after(_SPACE, text, scan.pos + 1)
        if text[pos : pos + 1] in ",}]\r\n#":
            scan.fault(*span, f"value is missing after `{name}`")
            frame.is_full = True
            return
        frame.pending = keys
        self._value(frame, pos, text[pos], span)

    def _break_line(self, frame: _Frame, pos: int) -> None:
        """Go on after a line end inside an inline table, if it is closed further down."""
        start = frame.start
        if self._is_spread(frame.is_full, pos):
            self.scan.fault(start, start + 1, "inline table is not closed on its line")
            frame.is_spread = True
            return
        self.scan.fault(start, start + 1, "inline table is not closed")
        self._finish(self.frames.pop(), self.end)

    def _is_spread(self, is_complete: bool, pos: int) -> bool:
        """Whether nothing but simple keys and values stands between `pos` and a closing brace."""
        text = self.text
        for _ in range(_MOST_PAIRS):
            pos = after(_BLANK, text, pos)
            if text.startswith("}", pos):
                return True
            if text.startswith("#", pos):
                pos = self.scan.line_end(pos)
                continue
            match = None if is_complete else _PAIR.match(text, pos)
            if match is None:
                return False
            pos, is_complete = match.end(), not match[1]
        return False

    def _lose(self, frame: _Frame, pos: int) -> None:
        """Skip what does not belong at `pos`, or leave the bracket if that belongs outside."""
        if self._leave(pos) or self._close_inner(frame, pos):
            return
        text = self.text
        end = after(_LOST[frame.closer], text, pos)
        while text.startswith("[", end):
            end = after(_LOST[frame.closer], text, max(after(_BRACKETS, text, end), end + 1))
        end = max(end, self.began + 1)
        self.scan.fault(pos, end, "value cannot be read; a string stands in quotes")
        self.end = self.scan.pos = end
        frame.is_full = True

    def _close_inner(self, frame: _Frame, pos: int) -> bool:
        """Close the innermost bracket if the next one's closing bracket stands at `pos`."""
        if len(self.frames) < 2 or not self.text.startswith(self.frames[-2].closer, pos):
            return False
        kind = "array" if frame.closer == "]" else "inline table"
        self.scan.fault(frame.start, frame.start + 1, f"{kind} is not closed")
        self.scan.pos = pos
        self._finish(self.frames.pop(), self.end)
        return True

    def _leave(self, pos: int) -> bool:
        """Close all brackets if the line of `pos` is clearly a new statement."""
        start = self.text.rfind("\n", self.looked_at, pos) + 1
        self.looked_at = pos
        if not start or not starts_statement(self.text, start, self.indent):
            return False
        self._abandon(start)
        return True

    def _abandon(self, start: int) -> None:
        """Close all brackets that were opened before `start`, and forget what stands after it."""
        frames = self.frames
        while len(frames) > 1 and frames[-1].start >= start:
            frames.pop()
        values = frames[-1].values
        while isinstance(values, list) and values and values[-1].span.start >= start:
            values.pop()
        last = frames[-1]
        kind = "array" if last.closer == "]" else "inline table"
        self.scan.fault(last.start, last.start + 1, f"{kind} is not closed")
        end = min(self.end, start)
        while frames:
            self._finish(frames.pop(), end)
        self.scan.pos = start - 1 if start < len(self.text) else start
