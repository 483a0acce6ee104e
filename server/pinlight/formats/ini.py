"""INI files with positions, as `configparser` reads them. No format itself.

Source: https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
"""

import re

from pinlight.model import Fault
from pinlight.named import NamedTuple
from pinlight.text import LineIndex, Span

_SECTION = re.compile(r"\[(.+)\]")
_OPTION = re.compile(r"(.*?)\s*[=:]\s*(.*)")


class Option(NamedTuple):
    """One `key = value`; the value has a line for each that continues it."""

    name: str  # as written
    key: Span
    lines: tuple[Span, ...]  # without white space around; empty spans for empty lines


class Sections(NamedTuple):
    """What an INI file holds, as far as it can be read."""

    options: dict[str, dict[str, Option]]  # section -> name in lower case -> option
    comments: tuple[Span, ...]
    faults: tuple[Fault, ...]


def parse(text: str) -> Sections:
    """Read an INI file; the first of equal options stays."""
    scan = _Scan(text)
    for number in range(len(scan.index.starts)):
        scan.line(scan.index.span(number))
    scan.finish()
    return Sections(scan.options, tuple(scan.comments), tuple(scan.faults))


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.index = LineIndex(text)
        self.options: dict[str, dict[str, Option]] = {}
        self.comments: list[Span] = []
        self.faults: list[Fault] = []
        self.section: dict[str, Option] | None = None
        self.name = ""
        self.key = Span(0, 0)
        self.lines: list[Span] = []
        self.indent = 0

    def line(self, whole: Span) -> None:
        text = self.text[whole.start : whole.end]
        content = text.strip()
        start = whole.start + len(text) - len(text.lstrip())
        place = Span(start, start + len(content))
        if content.startswith(("#", ";")):
            self.comments.append(place)
        elif not content:
            if self.name:
                self.lines.append(Span(whole.end, whole.end))
        elif self.name and start - whole.start > self.indent:
            self.lines.append(place)
        else:
            self.indent = start - whole.start
            self.statement(content, place)

    def statement(self, content: str, place: Span) -> None:
        """Read a line that continues nothing: a section or an option."""
        self.finish()
        header = _SECTION.match(content)
        if header:
            if header[1] in self.options:
                self.fault(place, f"the section `{header[1][:40]}` is there twice")
            self.section = self.options.setdefault(header[1], {})
            return
        option = _OPTION.fullmatch(content)
        if self.section is None:
            self.fault(place, "a section such as `[options]` is missing before this line")
        elif option is None or not option[1]:
            self.fault(place, "`=` is missing after the name of an option")
        else:
            self.name = option[1]
            self.key = Span(place.start, place.start + len(option[1]))
            self.lines = [Span(place.start + option.start(2), place.end)]

    def finish(self) -> None:
        """Close the option that is being read."""
        if self.name and self.section is not None:
            while len(self.lines) > 1 and self.lines[-1].start == self.lines[-1].end:
                self.lines.pop()
            option = Option(self.name, self.key, tuple(self.lines))
            if self.name.lower() in self.section:
                self.fault(self.key, f"`{self.name[:40]}` is there twice")
            self.section.setdefault(self.name.lower(), option)
        self.name = ""
        self.lines = []

    def fault(self, span: Span, message: str) -> None:
        if len(self.faults) < 100:  # Nobody reads more.
            self.faults.append(Fault("invalid-syntax", span, message))
