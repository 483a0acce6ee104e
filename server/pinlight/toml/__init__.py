"""TOML with positions, from text that may be half-typed.

On a valid document the values are those of `tomllib`. After a fault the scanner goes on at the
next place that makes sense, and keeps all that it understood.
Source: https://toml.io/en/v1.0.0
"""

from pinlight.model import Fault
from pinlight.named import NamedTuple
from pinlight.patterns import lazy
from pinlight.text import Span
from pinlight.toml import brackets as toml_brackets
from pinlight.toml import strings as toml_strings
from pinlight.toml import words as toml_words
from pinlight.toml.keys import read_keys
from pinlight.toml.scan import EXPLICIT, FROZEN, IMPLICIT, Item, Scan, Table, Tables, after, put
from pinlight.typed import Any

__all__ = ["Document", "Item", "Table", "parse", "plain"]

_BLANK = lazy(r"[ \t\r\n]*")
_SPACE = lazy(r"[ \t]*")
_BARE_KEY = lazy(r"([A-Za-z0-9_-]+)[ \t]*=[ \t]*")
_BARE_HEADER = lazy(r"\[(\[)?([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\](?(1)\])")
_REST = lazy(r"[ \t\r]*(#[^\r\n]*)?\r?(?:\n|\Z)")
_TO_EQUALS = lazy(r"""[^=\r\n"'#]*=[ \t]*""")
_UNOPENED = lazy(r"""[ \t\r]*\n[ \t\r\n]*(?:"[^"\\\r\n]*"|'[^'\r\n]*')[ \t]*,""")

_Keys = list[tuple[str, Span]]


class Document(NamedTuple):
    """A TOML text as far as it could be understood."""

    root: Table
    comments: tuple[Span, ...]  # from the `#` to the end of the line
    faults: tuple[Fault, ...]  # by position; none exactly when the text is valid


def parse(text: str) -> Document:
    """Read a TOML text; never raises, and takes time in proportion to its length."""
    scan = Scan(text)
    root = _Statements(scan).read()
    return Document(root, tuple(scan.comments), tuple(sorted(scan.faults, key=_place)))


def _place(fault: Fault) -> Span:
    return fault.span


def plain(item: Item | Table) -> Any:
    """Return the value as `tomllib` gives it, however deeply it is nested."""
    result: list[Any] = [None]
    waiting: list[tuple[Any, Any, Any]] = [(result, 0, getattr(item, "value", item))]
    while waiting:
        target, key, value = waiting.pop()
        if isinstance(value, Table):
            target[key] = dict.fromkeys(value)
            waiting.extend((target[key], name, item.value) for name, item in value.items())
        elif isinstance(value, list):
            target[key] = [None] * len(value)
            waiting.extend((target[key], index, item.value) for index, item in enumerate(value))
        else:
            target[key] = value
    return result[0]


class _Statements:
    """The lines of a document outside brackets."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.text = scan.text
        self.root = self.table = Table(EXPLICIT)
        self.start = 0  # of the current statement
        self.is_astray = False  # the last statement was none

    def read(self) -> Table:
        scan, text = self.scan, self.text
        while True:
            pos = self.start = scan.pos = after(_BLANK, text, scan.pos)
            if pos == len(text):
                return self.root
            if text[pos] == "[":
                self._header(pos)
            elif text[pos] != "#":
                self._pair(pos)
            self._rest()

    def _rest(self) -> None:
        """Read the end of a line: a comment or nothing."""
        scan = self.scan
        match = _REST.match(self.text, scan.pos)
        if match is None:
            start, end = after(_SPACE, self.text, scan.pos), scan.line_end(scan.pos)
            scan.fault(start, end, "line should end here")
            comment = self.text.find(" #", start, end) + 1
            scan.pos = scan.comment(comment) if comment else end
            return
        if match.start(1) >= 0:
            scan.comments.append(Span(*match.span(1)))
        scan.pos = match.end()

    def _pair(self, pos: int) -> None:
        """Read a key and its value."""
        scan = self.scan
        match = _BARE_KEY.match(self.text, pos)
        if match:
            keys: _Keys | None = [(match[1], Span(*match.span(1)))]
            scan.pos = match.end()
        else:
            keys = self._keys(pos)
        if keys is None:
            return
        item = self._value(keys)
        if item is not None:
            self.is_astray = False
            put(scan, self.table, keys, item)

    def _keys(self, pos: int) -> _Keys | None:
        """Read any key with its equals sign; after a fault go on at the value or the line end."""
        scan, text = self.scan, self.text
        if self.is_astray:
            scan.mute(pos)
        keys = read_keys(scan, pos)
        if keys is not None and text.startswith("=", scan.pos):
            scan.pos = after(_SPACE, text, scan.pos + 1)
            return keys
        if keys is not None:
            scan.fault(*keys[-1][1], f"`=` is missing after `{keys[-1][0]}`")
            if text[scan.pos : scan.pos + 1] in ("[", "{", '"', "'"):
                return keys
        match = _TO_EQUALS.match(text, scan.pos)
        if match:
            scan.pos = match.end()
            self._value([("", Span(pos, match.end()))])
            return None
        self.is_astray = True
        scan.pos = scan.line_end(scan.pos)
        return None

    def _value(self, keys: _Keys) -> Item | None:
        """Read the value of `keys`; None, with a fault, when there is none."""
        scan, text = self.scan, self.text
        name, span = keys[-1]
        pos = scan.pos
        char = text[pos : pos + 1]
        if char in ('"', "'"):
            return toml_strings.read(scan, pos, span)
        if char in ("[", "{"):
            return toml_brackets.read(scan, pos, span, self._indent())
        if char in ("", "\r", "\n", "#"):
            scan.fault(*span, f"value is missing after `{name}`")
            match = _UNOPENED.match(text, pos)
            if match is None:
                return None
            return toml_brackets.read_unopened(scan, after(_BLANK, text, pos), span, self._indent())
        item = toml_words.read(scan, pos, span)
        if item is None:
            scan.fault(pos, scan.line_end(pos), "value cannot be read; a string stands in quotes")
        return item

    def _indent(self) -> int:
        """Return how many characters stand before the statement on its line."""
        return self.start - self.text.rfind("\n", 0, self.start) - 1

    def _header(self, pos: int) -> None:
        """Read a table header. One without a full key leaves the lines below where they were."""
        scan, text = self.scan, self.text
        match = _BARE_HEADER.match(text, pos)
        if match:
            keys: _Keys | None = _split(match[2], match.start(2))
            scan.pos = match.end()
            is_array = match[1] is not None
        else:
            is_array = text.startswith("[[", pos)
            keys = self._unusual_header(pos, "]]" if is_array else "]")
        scan.is_unsure = keys is None
        if keys is not None:
            self.is_astray = False
            self.table = self._open(keys, Span(pos, scan.pos), is_array)

    def _unusual_header(self, pos: int, closer: str) -> _Keys | None:
        """Read a header with spaces, quotes or faults."""
        scan, text = self.scan, self.text
        keys = read_keys(scan, after(_SPACE, text, pos + len(closer)))
        if keys is None:
            scan.pos = scan.line_end(pos)
        elif text.startswith(closer, scan.pos):
            scan.pos += len(closer)
        else:
            scan.fault(pos, scan.pos, f"`{closer}` is missing at the end of the table's name")
            scan.pos = scan.line_end(pos)
        return keys

    def _open(self, keys: _Keys, header: Span, is_array: bool) -> Table:
        """Return the table that a header opens; one of no use, with a fault, if it may not."""
        table = self.root
        for name, span in keys[:-1]:
            below = self._enter(table, name, span)
            if below is None:
                return Table(EXPLICIT)
            table = below
        name, span = keys[-1]
        return (self._append if is_array else self._define)(table, name, Item(None, header, span))

    def _enter(self, table: Table, name: str, span: Span) -> Table | None:
        """Return the table on the way to another; None, with a fault, if `name` is no table."""
        item = table.get(name)
        if item is None:
            below = Table(IMPLICIT)
            table[name] = Item(below, span, span)
            return below
        below = item.value[-1].value if isinstance(item.value, Tables) else item.value
        if isinstance(below, Table) and below.state != FROZEN:
            return below
        self.scan.fault(*span, f"`{name}` has a value; no table can stand below it")
        return None

    def _append(self, table: Table, name: str, item: Item) -> Table:
        """Add a table to an array of tables."""
        below = Table(EXPLICIT)
        tables = table[name].value if name in table else Tables()
        if not isinstance(tables, Tables):
            self.scan.fault(*item.key, f"`{name}` is defined already, not as an array of tables")
            return below
        tables.append(item._replace(value=below))
        if name not in table:
            table[name] = item._replace(value=tables)
        return below

    def _define(self, table: Table, name: str, item: Item) -> Table:
        """Define a table, or the part of it that has no header yet."""
        below = table[name].value if name in table else Table(IMPLICIT)
        if isinstance(below, Table) and below.state == IMPLICIT:
            below.state = EXPLICIT
            table[name] = item._replace(value=below)
            return below
        self.scan.fault(*item.key, f"`{name}` is defined twice")
        return below if isinstance(below, Table) and below.state != FROZEN else Table(EXPLICIT)


def _split(dotted: str, pos: int) -> _Keys:
    """Return the parts of a bare dotted key that stands at `pos`."""
    keys = []
    for name in dotted.split("."):
        keys.append((name, Span(pos, pos + len(name))))
        pos += len(name) + 1
    return keys
