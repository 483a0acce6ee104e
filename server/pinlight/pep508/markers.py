"""The grammar of markers: which text is one, and what is wrong with a text that is not.

Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
"""

import re
from functools import cache, lru_cache

from pinlight.patterns import lazy

_VARIABLE = r"""\b(?:python_version|python_full_version|os[._]name|sys[._]platform
    |platform_release|platform_system|platform[._](?:version|machine|python_implementation)
    |python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b"""
_PLAIN = r"""(?:'[^'\\\x00-\x1f]*'|"[^"\\\x00-\x1f]*")"""
_SIGN = r"(?:===|==|~=|!=|<=|>=|<|>|\bin\b|\bnot\b[ \t]+in\b)"
_ITEM = rf"[ \t]*(?:{_VARIABLE}|{_PLAIN})[ \t]*(?:{_SIGN})[ \t]*(?:{_VARIABLE}|{_PLAIN})[ \t]*"

_BLANK = lazy(r"[ \t]*")
_OPERAND = lazy(rf"({_VARIABLE})|'[^']*'|\"[^\"]*\"", re.VERBOSE)
_OPERATOR = lazy(_SIGN)
_JOIN = lazy(r"\b(?:and|or)\b")
_WORD = lazy(r"[\w.-]+|[^\w\s'\"()]+")
_PLAIN_STRING = lazy(_PLAIN)
_DEEPEST = 100  # nested parentheses; packaging itself gives up at some hundreds


class Wrong(Exception):
    """The text cannot be a requirement; raised and caught inside the readers only."""

    def __init__(self, start: int, end: int, message: str) -> None:
        self.start, self.end, self.message = start, end, message
        super().__init__(message)


@lru_cache(maxsize=1024)
def is_plain(marker: str) -> bool:
    """Whether `marker` is one, without parentheses and backslashes: the usual case, quickly."""
    return bool(_plain_marker().fullmatch(marker))


@cache
def _plain_marker() -> re.Pattern[str]:
    return re.compile(rf"{_ITEM}(?:\b(?:and|or)\b{_ITEM})*", re.VERBOSE)


def shown(value: str, start: int, end: int, before: str = "") -> str:
    """Return the part of `value` in backticks, or what stands for it where it must not be shown.

    The neighbourhood of a URL is never quoted: it may hold credentials.
    """
    if "@" in value or "//" in value or end <= start:
        return f"{before}this" if before else "this "
    part = "".join(char if char.isprintable() and char != "`" else "?" for char in value[start:end])
    part = part if len(part) <= 40 else f"{part[:39]}…"
    return f"{before}`{part}`" if before else f"`{part}` "


def end_of_marker(value: str, start: int) -> None:
    """Check that `value` from `start` to its end is one marker; raise Wrong otherwise."""
    place, opened = _blank(value, start), list[int]()
    if place == len(value):
        raise Wrong(start - 1, start, "a marker is expected after `;`")
    while True:
        while value.startswith("(", place):
            opened.append(place)
            place = _blank(value, place + 1)
            if len(opened) > _DEEPEST:
                raise Wrong(place - 1, place, f"more than {_DEEPEST} nested parentheses")
        place = _comparison(value, place)
        while opened and value.startswith(")", place):
            opened.pop()
            place = _blank(value, place + 1)
        join = _JOIN.match(value, place)
        if not join:
            break
        place = _blank(value, join.end())
    if opened and place == len(value):
        raise Wrong(opened[-1], opened[-1] + 1, "`(` is not closed")
    if place < len(value):
        start, end = _word(value, place)
        raise Wrong(start, end, f"`and` or `or` is expected{shown(value, start, end, ', not ')}")


def _blank(value: str, place: int) -> int:
    match = _BLANK.match(value, place)
    return match.end() if match else place


def _comparison(value: str, place: int) -> int:
    """Return the place after the comparison at `place` and the blanks behind it."""
    place = _blank(value, _operand(value, place))
    sign = _OPERATOR.match(value, place)
    if not sign:
        start, end = _word(value, place)
        if value[start:end] == "=":
            raise Wrong(start, end, "`=` is not an operator, `==` is")
        if start == end:
            raise Wrong(max(0, start - 1), end, "an operator such as `==` is expected here")
        raise Wrong(start, end, f"an operator is expected{shown(value, start, end, ', not ')}")
    return _blank(value, _operand(value, _blank(value, sign.end())))


def _operand(value: str, place: int) -> int:
    match = _OPERAND.match(value, place)
    if match:
        if not match[1] and not _PLAIN_STRING.fullmatch(match[0]):
            _check_string(match)
        return match.end()
    if place == len(value):
        raise Wrong(max(0, place - 1), place, "a marker variable or a quoted text is expected")
    if value[place] in "'\"":
        raise Wrong(place, place + 1, f"the quote {value[place]} is not closed")
    start, end = _word(value, place)
    raise Wrong(
        start, end, f"{shown(value, start, end)}is not a marker variable; text needs quotes"
    )


def _check_string(match: re.Match[str]) -> None:
    """A string with backslashes or control characters must be one for Python, as for packaging."""
    import ast
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of "\d" and takes it all the same.
            ast.literal_eval(match[0])
    except (SyntaxError, ValueError):
        raise Wrong(*match.span(), "the quoted text holds what Python does not allow") from None


def _word(value: str, place: int) -> tuple[int, int]:
    match = _WORD.match(value, place)
    return match.span() if match else (place, min(place + 1, len(value)))
