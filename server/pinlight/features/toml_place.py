"""Where in a pyproject.toml a place lies: the table, the key, the string; also half-typed.

`toml` tells what a whole text means. This looks only at what stands before the place, which is
what one needs to know while the rest is not there yet.
"""

import re

from pinlight.named import NamedTuple

_PART = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
    |(?P<multi>\"{3}(?:[^\\]|\\[\s\S])*?(?:\"{3}|\Z)|'{3}[\s\S]*?(?:'{3}|\Z))
    |(?P<header>^[ \t]*\[\[?[ \t]*(?P<table>[A-Za-z0-9_."'\ \t-]+?)[ \t]*\]\]?)
    |(?P<key>(?:^|(?<=[{,]))[ \t]*(?P<name>[A-Za-z0-9_.-]+|"[^"\r\n]*"|'[^'\r\n]*')[ \t]*=)
    |(?P<string>"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?)
    |(?P<open>[\[{])
    |(?P<close>[\]}])
    """,
    re.VERBOSE | re.MULTILINE,
)


class TomlPlace(NamedTuple):
    """What a place lies in."""

    table: str = ""  # "project.optional-dependencies"; "" before the first header
    key: str = ""  # whose value it lies in; "" when it lies in none
    inner: str = ""  # the key inside braces whose value it lies in
    string: int = -1  # where the content of the string begins that it lies in; -1: in none
    depth: int = 0  # brackets and braces that are open


def place(text: str, offset: int) -> TomlPlace:
    """Return what `offset` lies in, from the text before it."""
    found = TomlPlace()
    opened: list[str] = []
    for match in _PART.finditer(text, 0, offset):
        kind = match.lastgroup
        if kind in ("header", "table"):
            if not opened or opened[0] == "[":  # A header ends a list that was never closed.
                opened = []
                found = TomlPlace(match["table"].replace(" ", "").replace('"', ""))
        elif kind in ("key", "name"):
            name = match["name"].strip("\"'")
            is_inside = bool(opened) and opened[-1] == "{"
            found = found._replace(inner=name) if is_inside else found._replace(key=name, inner="")
            opened = opened if is_inside else []
        elif kind == "open":
            opened.append(match[0])
        elif kind == "close" and opened:
            opened.pop()
            found = found._replace(inner="")
        elif kind == "string" and match.end() == offset and _is_open(match[0]):
            found = found._replace(string=match.start() + 1)
    if not opened and found.string < 0 and "\n" in text[_last_key(text, offset) : offset]:
        found = found._replace(key="", inner="")
    return found._replace(depth=len(opened))


def _is_open(string: str) -> bool:
    return len(string) == 1 or string[-1] != string[0] or string.endswith("\\" + string[0])


def _last_key(text: str, offset: int) -> int:
    return text.rfind("=", 0, offset) + 1
