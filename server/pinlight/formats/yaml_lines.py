"""The part of YAML that conda's environment files are written in, with positions. No format itself.

Block lists and one level of mappings in them, flow lists on one line, plain and quoted scalars.
Source: https://yaml.org/spec/1.2.2/
"""

import re
from collections.abc import Iterator

from pinlight.named import NamedTuple
from pinlight.text import LineIndex, Span

_KEY = re.compile(r"""("[^"]*"|'[^']*'|[^\s#'"\[\]{},:-][^#:]*?)\s*:(?=\s|$)""")
_FLOW = re.compile(r"""\s*("[^"]*"|'[^']*'|[^,\[\]{}]*?)\s*(?:,|$)""")


class Line(NamedTuple):
    """One line with something on it, without its comment."""

    indent: int  # of what stands after the dash, if there is one
    is_item: bool  # begins with a dash
    key: str  # "" for a line without a key
    value: Span  # what stands after the key, or all of it; without quotes
    dash: int  # indentation of the dash; that of the line without one


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of a document that hold something."""
    index = LineIndex(text)
    for number in range(len(index.starts)):
        start, end = index.span(number)
        whole = text[start:end]
        comment = _comment(whole)
        content = whole[:comment].rstrip()
        if content.strip() in ("", "---", "..."):
            continue
        dash = len(content) - len(content.lstrip(" "))
        is_item = content[dash : dash + 2] in ("- ", "-")
        inner = dash
        if is_item:
            inner += 1 + len(content[dash + 1 :]) - len(content[dash + 1 :].lstrip())
        match = _KEY.match(content, inner)
        key = match[1].strip("\"'") if match else ""
        place = match.end() if match else inner
        place += len(content[place:]) - len(content[place:].lstrip())
        value = _unquoted(text, Span(start + place, start + max(len(content), place)))
        yield Line(inner, is_item, key, value, dash)


def items(text: str, value: Span) -> Iterator[Span]:
    """Yield the items of a flow list (`[a, b]`) that stands at `value`."""
    content = text[value.start : value.end]
    if not content.startswith("["):
        return
    inner = content[1:].removesuffix("]")
    place = 0
    while place < len(inner):
        match = _FLOW.match(inner, place)
        if match is None:
            return
        if match[1]:
            start = value.start + 1 + match.start(1)
            yield _unquoted(text, Span(start, start + len(match[1])))
        if match.end() == place:
            return
        place = match.end()


def _comment(line: str) -> int:
    """Return where the comment of a line begins; its length without one."""
    quote = ""
    for place, char in enumerate(line):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and (place == 0 or line[place - 1] in " \t[,-:"):
            quote = char
        elif char == "#" and (place == 0 or line[place - 1] in " \t"):
            return place
    return len(line)


def _unquoted(text: str, span: Span) -> Span:
    content = text[span.start : span.end]
    if len(content) > 1 and content[0] in "\"'" and content[-1] == content[0]:
        return Span(span.start + 1, span.end - 1)
    return span
