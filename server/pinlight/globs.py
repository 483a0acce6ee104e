"""Glob patterns: `*` and `?` stay inside one name, `**` spans folders, `[a-z]` chooses.

In settings `{a,b}` chooses too. `.gitignore` files are read with the same translation.
Source: https://git-scm.com/docs/gitignore#_pattern_format
"""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from pinlight.patterns import lazy

_NEVER = "(?!)"
_Token = tuple[str, str]  # kind, regular expression
_numbers = itertools.count()  # Groups of several patterns may come together in one expression.
_BRACKET = lazy(r"\[(?P<not>[!^]?)(?P<inner>\]?(?:\\.|\[:\w+:\]|[^\]\\])*)\]", re.DOTALL)
_BRACES = lazy(r"\{([^{}]*,[^{}]*)\}")
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": "\\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


def matches(pattern: str, relative: str) -> bool:
    """Whether `pattern` names the path `relative` (with `/`) or a folder above it."""
    return _compiled(pattern).fullmatch(relative) is not None


def anywhere(pattern: str) -> str:
    """Return the pattern that also holds in every subfolder, when it names no folder itself."""
    return pattern if "/" in pattern.rstrip("/") else f"**/{pattern}"


def is_plain(pattern: str) -> bool:
    """Whether the pattern can only mean the one path that it spells."""
    return not any(char in pattern for char in "*?[{")


def translated(pattern: str) -> str:
    """Return a regular expression for whole relative paths; one that never matches when the
    pattern is broken. A hostile pattern takes no longer than another: nothing backtracks."""
    tokens = list(_tokens(pattern))
    first, *others = _split(tokens, "deep")
    out = _section(first)
    for section in others[:-1]:
        out += _first_place("(?:[^/]+/)*?" + _section(section))
    for section in others[-1:]:
        out += "(?:[^/]+/)*" + _section(section)
    try:
        re.compile(out)
    except re.error:
        return _NEVER  # A range that runs backwards.
    return out


def _tokens(pattern: str) -> Iterator[_Token]:
    """Yield "star", "slash", "deep" (`**/`) and "text" with its regular expression."""
    index, before = 0, "slash"
    while index < len(pattern):
        kind, text, index = _token(pattern, index, is_at_start=before in ("slash", "deep"))
        if kind != before or kind not in ("star", "deep"):
            yield kind, text
        before = kind


def _token(pattern: str, index: int, *, is_at_start: bool) -> tuple[str, str, int]:
    """Return kind, regular expression and end of what stands at `index`."""
    char, end = pattern[index], index + 1
    if char == "/":
        return "slash", "/", end
    if char == "*":
        if is_at_start and pattern[end : end + 2] == "*/":
            return "deep", "", end + 2
        if is_at_start and pattern[end:] == "*":
            return "text", ".+" if index else ".*", end + 1
        return "star", "", end
    if char == "?":
        return "text", "[^/]", end
    if char == "[":
        match = _BRACKET.match(pattern, index)
        return ("text", _choice(match), match.end()) if match else ("text", _NEVER, len(pattern))
    if char == "\\":
        escaped = pattern[end : end + 1]
        return "text", re.escape(escaped) if escaped else _NEVER, end + 1
    return "text", re.escape(char), end


def _split(tokens: list[_Token], kind: str) -> list[list[_Token]]:
    parts: list[list[_Token]] = [[]]
    for token in tokens:
        if token[0] == kind:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _section(tokens: list[_Token]) -> str:
    return "/".join(map(_name, _split(tokens, "slash")))


def _name(tokens: list[_Token]) -> str:
    """Return the expression of one name: text, or texts with stars between them."""
    first, *others = ("".join(text for _, text in run) for run in _split(tokens, "star"))
    out = first + "".join(_first_place(f"[^/]*?{run}") for run in others[:-1])
    return out + "".join(f"[^/]*{run}" for run in others[-1:])


def _first_place(expression: str) -> str:
    """Return `expression` at its first match only: when what follows a star can match at all,
    it can after the first. Python 3.10 has no atomic groups."""
    group = f"g{next(_numbers)}"
    return f"(?=(?P<{group}>{expression}))(?P={group})"


def _choice(match: "re.Match[str]") -> str:
    out = []
    for part in re.findall(r"\[:\w+:\]|\\.|.", match["inner"], re.DOTALL):
        if part.startswith("[:") and len(part) > 2:
            out.append(_CLASSES.get(part[2:-2], ""))
        else:
            out.append("-" if part == "-" else re.escape(part[-1]))
    return f"(?!/)[{'^' if match['not'] else ''}{''.join(out)}]"


@lru_cache(256)
def _compiled(pattern: str) -> "re.Pattern[str]":
    plain = pattern.replace("\\", "/").removeprefix("./").rstrip("/")
    choices = "|".join(map(translated, _spread(plain)))
    return re.compile(f"(?:{choices})(?:/.*)?", re.DOTALL)


def _spread(pattern: str) -> list[str]:
    """Return the patterns that one with braces stands for; too many count as none."""
    done: list[str] = []
    waiting = [pattern]
    while waiting and len(waiting) + len(done) < 1000:
        pattern = waiting.pop()
        match = _BRACES.search(pattern)
        if match is None:
            done.append(pattern)
            continue
        before, after = pattern[: match.start()], pattern[match.end() :]
        waiting += [before + choice + after for choice in match[1].split(",")]
    return done
