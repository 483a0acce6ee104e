"""What all parts of the TOML scanner share: values with their places, and the state of a scan."""

import re
from bisect import bisect_right

from pinlight.model import NOWHERE, Fault
from pinlight.named import NamedTuple
from pinlight.patterns import lazy
from pinlight.text import Span
from pinlight.typed import Any

_MOST_FAULTS = 1000  # Nobody reads more, and a binary file has one on every line.
_ILLEGAL = lazy(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+|[\ud800-\udfff]+|\r(?!\n)")

_HEADER_LINE = lazy(
    r"[ \t]*\[\[?[ \t]*(?!(?:true|false|inf|nan)[ \t]*\])[A-Za-z_][A-Za-z0-9_-]*[ \t]*[.\]]"
)
_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"\\\r\n]*"|'[^'\r\n]*')"""
_KEY_LINE = lazy(rf"([ \t]*){_KEY}(?:[ \t]*\.[ \t]*{_KEY})*[ \t]*=[ \t]*[\"'\[{{0-9+\-tfin]")

# Who may still add to a table
IMPLICIT = 0  # anyone: it was made on the way by the header of a table below it
EXPLICIT = 1  # the lines below its header
DOTTED = 2  # dotted keys beside those that made it; no other place can reach it
FROZEN = 3  # nobody: an inline table


class Item(NamedTuple):
    """A value at a place.

    `value` is a str, int, float, bool, datetime, date or time, a list of items, or a `Table`.
    """

    value: Any
    span: Span  # with quotes or brackets; of a table with headers: its last header
    key: Span = NOWHERE  # the last part of its key; NOWHERE for an item of an array
    jumps: tuple[tuple[int, int], ...] = ()  # string: (offset in value, in text) where runs start

    def at(self, index: int) -> int:
        """Return the offset in the text of the `index`-th code point of a string."""
        if not self.jumps:
            return self.span.start + 1 + index
        value, text = self.jumps[bisect_right(self.jumps, index, key=_first) - 1]
        return text + index - value

    @property
    def inner(self) -> Span:
        """The content of a string, without its quotes."""
        return Span(self.at(0), self.at(len(self.value)))


def _first(jump: tuple[int, int]) -> int:
    return jump[0]


class Table(dict[str, Item]):
    """The keys of a table, in order."""

    __slots__ = ("state",)

    def __init__(self, state: int) -> None:
        super().__init__()
        self.state = state


class Tables(list[Item]):
    """An array of tables that `[[headers]]` made, and may still extend."""


class Scan:
    """How far the text was read, and what was found besides values.

    `text` has its illegal characters replaced one for one, so that they are reported once.
    """

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.comments: list[Span] = []
        self.text = self._cleaned(text)
        self.pos = 0
        self.depth = 0  # open brackets around what is being read
        self.muted_until = -1
        self.is_unsure = False  # below a header that cannot be read: no key counts as repeated

    def _cleaned(self, text: str) -> str:
        if text.startswith("\ufeff"):
            self._add(Span(0, 1), "byte order mark before the text, which Python's tools refuse")
            text = " " + text[1:]
        return _ILLEGAL.sub(self._replacement, text)

    def _replacement(self, match: re.Match[str]) -> str:
        char = match[0][0]
        if char == "\r":
            message, substitute = "carriage return without a line feed", "\n"
        elif char >= "\ud800":
            message, substitute = "bytes that are not UTF-8", "\ufffd"
        else:
            message, substitute = f"control character U+{ord(char):04X}", " "
        self._add(Span(*match.span()), message)
        return substitute * len(match[0])

    def _add(self, span: Span, message: str) -> None:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault("invalid-toml", span, message))

    def fault(self, start: int, end: int, message: str) -> None:
        """Report a fault, unless one was reported on its line: what follows one is noise."""
        if start > self.muted_until:
            self._add(Span(start, end), message)
            self.mute(start)

    def mute(self, pos: int) -> None:
        """Report nothing more on the line of `pos`."""
        if pos > self.muted_until:
            self.muted_until = self.line_end(pos)

    def line_end(self, pos: int) -> int:
        """Return the offset of the line feed after `pos`."""
        end = self.text.find("\n", pos)
        return len(self.text) if end < 0 else end

    def comment(self, pos: int) -> int:
        """Note the comment at `pos`; return where it ends."""
        end = self.line_end(pos)
        if self.text[end - 1] == "\r" and end > pos:
            end -= 1
        self.comments.append(Span(pos, end))
        return end


def after(pattern: re.Pattern[str], text: str, pos: int) -> int:
    """Return where the match of `pattern` at `pos` ends; `pos` itself without one."""
    match = pattern.match(text, pos)
    return match.end() if match else pos


def starts_statement(text: str, start: int, indent: int) -> bool:
    """Whether the line at `start` is clearly a table header, or a key with the start of a value.

    Such a line can stand in no valid array. A key that is indented deeper than `indent`, where
    the array itself begins, is rather one of its items without quotes.
    """
    if _HEADER_LINE.match(text, start):
        return True
    match = _KEY_LINE.match(text, start)
    return match is not None and len(match[1]) <= indent


def put(scan: Scan, table: Table, keys: list[tuple[str, Span]], item: Item) -> None:
    """Add `item` to `table` under dotted `keys`; the first of equal keys stays."""
    for name, span in keys[:-1]:
        below = _below(scan, table, name, span)
        if below is None:
            return
        table = below
    name, span = keys[-1]
    if name not in table:
        table[name] = item
    elif not scan.is_unsure:
        scan.fault(*span, f"`{name}` is defined twice")


def _below(scan: Scan, table: Table, name: str, span: Span) -> Table | None:
    """Return the table at a part of a dotted key; None, with a fault, if it may not be extended."""
    item = table.get(name)
    if item is None:
        below = Table(DOTTED)
        table[name] = Item(below, span, span)
        return below
    below = item.value
    if isinstance(below, Table):
        if below.state == IMPLICIT:
            below.state = DOTTED
        if below.state == DOTTED:
            return below
    scan.fault(*span, f"`{name}` is complete; dotted keys cannot add to it")
    return None
