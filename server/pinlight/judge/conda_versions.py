"""Versions as conda orders them, and which of them a version expression admits.

This order is not that of PEP 440: `1.0` < `1.0post`, `1.0_a` and `1.0alpha` are versions, and a
missing number counts as zero everywhere.
Source: https://docs.conda.io/projects/conda/en/stable/user-guide/concepts/pkg-specs.html
"""

import re
from functools import lru_cache
from itertools import zip_longest

from pinlight.named import NamedTuple

_LONGEST_VERSION = 200  # characters; more is no honest version, and some cost time
_LONGEST = 2_000  # of an expression
_DEEPEST = 20  # parentheses

_WHOLE = re.compile(r"(?:([0-9]+)!)?([0-9a-z._]+?)(_*)(?:\+([0-9a-z._]+))?")
_ATOM = re.compile(r"[0-9]+|[a-z]+|_")
_TOKEN = re.compile(r"[()|,]|[^()|,]+")
_CLAUSE = re.compile(r"(==|!=|<=|>=|~=|=|<|>)?([^=<>!~].*)")

# An atom is (rank, number, text): `dev` comes first, then other words, numbers, and `post`.
_Atom = tuple[int, int, str]
_Part = tuple[_Atom, ...]
_ZERO: _Atom = (2, 0, "")


class Version(NamedTuple):
    """A version as conda compares it; a part is what stands between two dots."""

    parts: tuple[_Part, ...]  # the epoch first
    local: tuple[_Part, ...] = ()


@lru_cache(4096)
def version(text: str) -> Version | None:
    """Return a version; None when conda takes it for none. A dash counts as an underscore."""
    text = text.lower()
    if "_" not in text:
        text = text.replace("-", "_")
    match = _WHOLE.fullmatch(text) if len(text) <= _LONGEST_VERSION else None
    if match is None:
        return None
    main, local = match[2].replace("_", "."), (match[4] or "").replace("_", ".")
    parts = _parts(f"{match[1] or 0}.{main}", match[3])
    rest = _parts(local, "") if local else ()
    return None if parts is None or rest is None else Version(parts, rest)


def _parts(text: str, end: str) -> tuple[_Part, ...] | None:
    """Return the parts of a dotted text; of `end`, underscores, the last belongs to a version and
    one before it only separates, as a dot does."""
    found = text.removesuffix(".").split(".") if end else text.split(".")
    if not all(found) or len(end + text[-1:]) > 2 + text[-1:].isalnum():
        return None
    if len(end) > 1 or (end and text.endswith(".")):
        found.append("_")
    elif end:
        found[-1] += "_"
    return tuple(map(_part, found))


def _part(text: str) -> _Part:
    atoms = tuple(map(_atom, _ATOM.findall(text)))
    return atoms if text[0].isdigit() else (_ZERO, *atoms)


def _atom(text: str) -> _Atom:
    if text.isdigit():
        return 2, int(text), ""
    if text == "post":
        return 3, 0, ""
    return (0, 0, "") if text == "dev" else (1, 0, text)


def compare(one: Version, other: Version) -> int:
    """Return less than 0, 0 or more than 0, as `one` comes before, with or after `other`."""
    return _compare(one.parts, other.parts) or _compare(one.local, other.local)


def _compare(one: tuple[_Part, ...], other: tuple[_Part, ...]) -> int:
    for left, right in zip_longest(one, other, fillvalue=()):
        for atom, against in zip_longest(left, right, fillvalue=_ZERO):
            if atom != against:
                return -1 if atom < against else 1
    return 0


def starts_with(whole: Version, start: Version) -> bool:
    """Whether `whole` begins with `start`, in both of its halves."""
    return all(map(_starts_with, whole, start))


def _starts_with(whole: tuple[_Part, ...], start: tuple[_Part, ...]) -> bool:
    """Whether the parts begin alike; of the last part of `start` only its atoms count. Zeros
    that only `start` has at its end stand for nothing."""
    while len(start) > len(whole) and start[-1] == (_ZERO,):
        start = start[:-1]
    if not start:
        return True
    last = len(start) - 1
    part = whole[last] if last < len(whole) else ()
    return not _compare((*whole[:last], part[: len(start[last])]), start)


class _Invalid(ValueError):
    """The expression is none of conda's."""


@lru_cache(16_384)
def admits(expression: str, installed: str) -> bool | None:
    """Whether `expression` ("=1.2", ">=1,<2|==3", "1.2.*") admits the version `installed`; ""
    asks for nothing. None: one of the two cannot be read, or is a pattern that is not followed."""
    there = version(installed)
    text = "".join(expression.split())
    if there is None or len(text) > _LONGEST:
        return None
    if not text:
        return True
    tokens = _TOKEN.findall(text)[::-1]
    try:
        is_admitted = _any(tokens, there, 0)
    except _Invalid:
        return None
    return None if tokens else is_admitted


def _any(tokens: list[str], there: Version, depth: int) -> bool:
    """Take the alternatives off the end of `tokens`; `,` binds closer than `|`."""
    found = [_all(tokens, there, depth)]
    while tokens and tokens[-1] == "|":
        tokens.pop()
        found.append(_all(tokens, there, depth))
    return any(found)


def _all(tokens: list[str], there: Version, depth: int) -> bool:
    found = [_one(tokens, there, depth)]
    while tokens and tokens[-1] == ",":
        tokens.pop()
        found.append(_one(tokens, there, depth))
    return all(found)


def _one(tokens: list[str], there: Version, depth: int) -> bool:
    token = tokens.pop() if tokens else ""
    if token != "(":
        return _clause(token, there)
    if depth >= _DEEPEST:
        raise _Invalid
    found = _any(tokens, there, depth + 1)
    if not tokens or tokens.pop() != ")":
        raise _Invalid
    return found


def _clause(text: str, there: Version) -> bool:
    match = _CLAUSE.fullmatch(text)
    if match is None:
        raise _Invalid
    operator, operand = match[1] or "", match[2]
    stem = operand.removesuffix("*")
    has_star = stem != operand
    while stem.endswith(".*"):
        stem = stem[:-2]
    if has_star and not stem.strip(".") and operator not in ("!=", "<", ">"):
        return True
    wanted = version(stem.removesuffix(".") if has_star else stem)
    if wanted is None:
        raise _Invalid  # Patterns such as `1.*.3` and `^1.*$` are among them.
    return _holds(operator, has_star, there, wanted)


def _holds(operator: str, has_star: bool, there: Version, wanted: Version) -> bool:
    order = compare(there, wanted)
    if operator == "=" or (operator == "" and has_star):
        return starts_with(there, wanted)
    if operator == "!=":
        return not starts_with(there, wanted) if has_star else order != 0
    if operator == "~=":
        return order >= 0 and starts_with(there, wanted._replace(parts=wanted.parts[:-1]))
    if operator == ">":
        return order > 0 or (has_star and order == 0)  # `>1.2.*` is read as `>=1.2`.
    return {"": order == 0, "==": order == 0, ">=": order >= 0, "<=": order <= 0, "<": order < 0}[
        operator
    ]
