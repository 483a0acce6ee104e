"""What most lines of a requirements file say, read in one step; a property test compares it."""

from functools import lru_cache

from pinlight import pep508
from pinlight.model import Dependency
from pinlight.patterns import lazy
from pinlight.text import Span

_USUAL = lazy(
    r"([a-zA-Z0-9]+(?:[._-]+[a-zA-Z0-9]+)*)"
    r"((?:==|>=|<=|!=|<|>)[0-9]+(?:\.[0-9]+)*(?:,(?:==|>=|<=|!=|<|>)[0-9]+(?:\.[0-9]+)*)*)"
    r"[ \t]*(?:(?<=[ \t])#[ -~\t]*)?(?:\r\n|\n|\r)?"
)


def usual(line: str) -> Dependency | None:
    """Read a name with releases, and a comment at most; None for anything else."""
    match = _USUAL.fullmatch(line)
    if match is None:
        return None
    name, specifier = match.groups()
    end = match.end(2)
    start = len(name)
    entry, name_span = _span(0, len(line.rstrip("\r\n"))), _span(0, start)
    place = _span(start, end)
    return Dependency(pep508.normal(name), _span(0, end), entry, name_span, place, (), specifier)


_span = lru_cache(4096)(Span)  # Lines are short: thousands of them have few spans.
