"""What most lines of a requirements file say, read in one step; a property test compares it."""

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
    span = Span(0, end)
    entry = Span(0, len(line.rstrip("\r\n")))
    place = Span(len(name), end)
    return Dependency(pep508.normal(name), span, entry, Span(0, place.start), place, (), specifier)
