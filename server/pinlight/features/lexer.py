"""The words of a requirement, and of the lines of a requirements file, also half-typed ones.

Where the formats say what a file declares, this says what each word is: for colours, for the
word under the cursor, for what can be typed next. It never fails and skips what it cannot name.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from pinlight.named import NamedTuple
from pinlight.text import Span
from pinlight.typed import Literal

Kind = Literal[
    "comment",
    "option",  # "--index-url", "-r"
    "path",  # the value of an option that names a file or a folder
    "hash",  # "sha256:..."
    "value",  # of any other option
    "url",  # or a path that stands for a requirement
    "name",
    "extra",
    "operator",  # of a specifier; also the `@` before a URL
    "version",
    "variable",  # of a marker
    "keyword",  # "and", "or", "in", "not"
    "comparison",  # the operator of a marker
    "string",  # in a marker, with its quotes
    "environment",  # "${NAME}"
]

PATH_OPTIONS = ("-r", "--requirement", "-c", "--constraint")
EDITABLE = ("-e", "--editable")

_ENTRY = re.compile(r"[ \t]*#[^\r\n]*|(?:[^\\\r\n]|\\(?:\r\n|[^\r\n]|[\r\n])|\\\Z)+")
_SPACE = re.compile(r"(?:[ \t\f\v]|\\(?:\r\n|\r|\n))*")
_BLANKS = " \t\f\v\\"
_OPTION = re.compile(r"--?[A-Za-z][A-Za-z-]*")
_SHORT = re.compile(r"-[irecfC]")
_VALUE = re.compile(r"""(?:[^\s'"\\]|\\(?!\s)|'[^'\r\n]*'?|"[^"\r\n]*"?)+""")
_URL = re.compile(
    r"(?:[A-Za-z][A-Za-z0-9+.-]*:[/\\]|file:|[.~]{0,2}[/\\]|\.{1,2}(?=[\s\[;]|\Z)|\$\{)[^\s]*"
)
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")
_SIGN = re.compile(r"[=<>!~^]+")
_VERSION = re.compile(r"[^\s,;()\[\]#=<>!~\"']+")
_TARGET = re.compile(r"[^\s]+")
_WORD = re.compile(r"[A-Za-z_][\w.]*")
_STRING = re.compile(r"'[^'\r\n]*'?|\"[^\"\r\n]*\"?")
_LONGEST_KEPT = 4000  # code points; a memo of longer entries would hold whole files
_KEYWORD = ("and", "or", "in", "not")
_VARIABLE = re.compile(r"\$\{[A-Z0-9_]+\}")


class Token(NamedTuple):
    """One word and what it is."""

    kind: Kind
    span: Span


def lines(text: str) -> Iterator[Token]:
    """Yield the words of a requirements file, by position and without overlaps."""
    for match in _ENTRY.finditer(text):
        yield from line(text, *match.span())


def entries(text: str) -> Iterator[tuple[int, str, tuple[Token, ...]]]:
    """Yield each entry: where it starts, its text, and its words with spans relative to that.

    What was read before is not read again: an edit changes one entry of a thousand.
    """
    for match in _ENTRY.finditer(text):
        content = match[0]
        words = _kept(content) if len(content) <= _LONGEST_KEPT else _read(content)
        yield match.start(), content, words


def _read(content: str) -> tuple[Token, ...]:
    return tuple(line(content, 0, len(content)))


_kept = lru_cache(maxsize=8192)(_read)


def line(text: str, start: int, end: int) -> list[Token]:
    """Return the words of one entry of a requirements file: one line, or several that a
    backslash joins."""
    found: list[Token] = []
    at = _past_space(text, start, end)
    if at < end and text[at] == "#":
        return [Token("comment", Span(at, end))]
    if text.startswith("-", at):
        at = _options(text, at, end, found)
    else:
        at = _requirement(text, at, end, found)
    if at < end:
        found.append(Token("comment", Span(at, end)))
    return found if "${" not in text[start:end] else list(_with_variables(text, found))


def requirement(text: str, start: int, end: int) -> list[Token]:
    """Return the words of one requirement, such as a string of a pyproject.toml holds it."""
    found: list[Token] = []
    _requirement(text, start, end, found)
    return found


def entry_at(text: str, offset: int) -> Span:
    """Return the entry of a requirements file that holds `offset`: its lines without line end."""
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    while start and _ends_in_backslash(text, start):
        before = start - 1 - text.startswith("\r\n", start - 2)
        start = max(text.rfind("\n", 0, before), text.rfind("\r", 0, before)) + 1
    match = _ENTRY.match(text, start)
    return Span(*match.span()) if match else Span(offset, offset)


def token_at(tokens: list[Token], offset: int) -> Token | None:
    """Return the word at `offset`; where two meet the one that begins there."""
    place = bisect_right(tokens, offset, key=lambda token: token.span.start) - 1
    if place >= 0 and offset <= tokens[place].span.end:
        return tokens[place]
    return None


def _ends_in_backslash(text: str, line_start: int) -> bool:
    before = text[:line_start].removesuffix("\n").removesuffix("\r")
    begin = max(before.rfind("\n"), before.rfind("\r")) + 1
    return before.endswith("\\") and not before[begin:].lstrip().startswith("#")


def _past_space(text: str, at: int, end: int) -> int:
    if at < end and text[at] not in _BLANKS:
        return at
    match = _SPACE.match(text, at, end)
    return match.end() if match else at


def _options(text: str, at: int, end: int, found: list[Token]) -> int:
    """Read options and their values; return where they end: the end, or a comment."""
    while at < end:
        if text[at] == "#" and text[at - 1].isspace():
            return at
        match = _OPTION.match(text, at, end)
        if match is None:
            word = _TARGET.match(text, at, end)
            at = _past_space(text, word.end() if word else at + 1, end)
            continue
        name, at = match[0], match.end()
        if not name.startswith("--") and (short := _SHORT.match(name)):
            name, at = short[0], match.start() + 2  # Its value may follow without a space.
        found.append(Token("option", Span(match.start(), at)))
        at = _past_space(text, at + text.startswith("=", at), end)
        at = _past_space(text, _value(text, at, end, name, found), end)
    return end


def _value(text: str, at: int, end: int, option: str, found: list[Token]) -> int:
    """Read the value of an option, if one stands here."""
    if at >= end or text[at] in "-#":
        return at
    if option in EDITABLE:
        return _requirement(text, at, end, found)
    match = _VALUE.match(text, at, end)
    if match is None:
        return at + 1
    kind: Kind = "value"
    if option == "--hash":
        kind = "hash"
    elif option in PATH_OPTIONS:
        kind = "path"
    found.append(Token(kind, Span(*match.span())))
    return match.end()


def _requirement(text: str, at: int, end: int, found: list[Token]) -> int:
    """Read a requirement and the options after it; return where a comment begins, or the end."""
    begin = at = _past_space(text, at, end)
    url = _URL.match(text, at, end)
    name = None if url else _NAME.match(text, at, end)
    if url:
        found.append(Token("url", Span(*url.span())))
        at = url.end()
    elif name:
        found.append(Token("name", Span(*name.span())))
        at = name.end()
    while (at := _past_space(text, at, end)) < end:
        char = text[at]
        is_apart = at > begin and (text[at - 1].isspace())
        if char == "#" and is_apart:
            return at
        if char == "-" and is_apart:
            return _options(text, at, end, found)
        at = _part(text, at, end, char, found)
    return end


def _part(text: str, at: int, end: int, char: str, found: list[Token]) -> int:
    """Read one part after the name and return where it ends."""
    if char == "[":
        return _extras(text, at + 1, end, found)
    if char == ";":
        return _marker(text, at + 1, end, found)
    if char == "@":
        found.append(Token("operator", Span(at, at + 1)))
        return _one(_TARGET, "url", text, _past_space(text, at + 1, end), end, found)
    sign = _SIGN.match(text, at, end)
    if sign:
        found.append(Token("operator", Span(*sign.span())))
        return _one(_VERSION, "version", text, _past_space(text, sign.end(), end), end, found)
    return at + 1


def _one(
    pattern: re.Pattern[str], kind: Kind, text: str, at: int, end: int, found: list[Token]
) -> int:
    match = pattern.match(text, at, end)
    if match is None:
        return at
    found.append(Token(kind, Span(*match.span())))
    return match.end()


def _extras(text: str, at: int, end: int, found: list[Token]) -> int:
    while (at := _past_space(text, at, end)) < end:
        match = _NAME.match(text, at, end)
        if match:
            found.append(Token("extra", Span(*match.span())))
            at = match.end()
        elif text[at] == ",":
            at += 1
        else:
            return at + (text[at] == "]")
    return at


def _marker(text: str, at: int, end: int, found: list[Token]) -> int:
    while (at := _past_space(text, at, end)) < end:
        char = text[at]
        if char in "#-" and text[at - 1].isspace():
            return at
        if char in "'\"":
            at = _one(_STRING, "string", text, at, end, found)
            continue
        word = _WORD.match(text, at, end)
        if word:
            kind: Kind = "keyword" if word[0] in _KEYWORD else "variable"
            found.append(Token(kind, Span(*word.span())))
            at = word.end()
            continue
        at = _one(_SIGN, "comparison", text, at, end, found) if char in "=<>!~" else at + 1
    return end


def _with_variables(text: str, tokens: list[Token]) -> Iterator[Token]:
    """Split the tokens at `${NAME}`."""
    for token in tokens:
        at = token.span.start
        if token.kind != "comment":
            for match in _VARIABLE.finditer(text, at, token.span.end):
                if match.start() > at:
                    yield Token(token.kind, Span(at, match.start()))
                yield Token("environment", Span(*match.span()))
                at = match.end()
        if at < token.span.end:
            yield Token(token.kind, Span(at, token.span.end))
