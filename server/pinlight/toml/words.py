"""TOML values without quotes: booleans, numbers, dates and times.

Source: https://toml.io/en/v1.0.0
"""

import re

from pinlight.patterns import lazy
from pinlight.text import Span
from pinlight.toml.scan import Item, Scan
from pinlight.typed import Any

_WORD = lazy(r"[^ \t\r\n,\]}#]+")
_NAMED = {
    "true": True,
    "false": False,
    "inf": float("inf"),
    "+inf": float("inf"),
    "-inf": float("-inf"),
    "nan": float("nan"),
    "+nan": float("nan"),
    "-nan": float("-nan"),
}
_DIGITS = frozenset("0123456789")

# Compiled on first use: few files hold any but plain integers. Where underscores may stand
# inside a number, int() and float() judge as TOML does.
_NUMBER = (
    r"(?P<hex>0x[0-9A-Fa-f][0-9A-Fa-f_]*)|(?P<oct>0o[0-7][0-7_]*)|(?P<bin>0b[01][01_]*)"
    r"|[+-]?(?:0|[1-9][0-9_]*)(?P<float>(?:\.[0-9][0-9_]*)?(?:[eE][+-]?[0-9][0-9_]*)?)"
)
_DATE = r"([0-9]{4})-([0-9]{2})-([0-9]{2})"
_TIME = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
_MOMENT = rf"{_DATE}[Tt ]{_TIME}([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"


def read(scan: Scan, pos: int, key: Span) -> Item | None:
    """Read the value at `pos`; None, without a fault, when it is none."""
    match = _WORD.match(scan.text, pos)
    if match is None:
        return None
    word = match[0]
    if word in _NAMED:
        value = _NAMED[word]
    elif word[0] not in "0123456789+-":
        return None
    elif len(word) < 18 and _DIGITS.issuperset(word) and (word[0] != "0" or word == "0"):
        value = int(word)
    else:
        value, word = _unusual(scan.text, pos, word)
        if value is None:
            return None
    scan.pos = pos + len(word)
    return Item(value, Span(pos, scan.pos), key)


def _unusual(text: str, pos: int, word: str) -> tuple[Any, str]:
    """Return the value of `word`, None if it has none, and the word, longer for a date time."""
    try:
        if ":" not in word and not (word[4:5] == "-" and _DIGITS.issuperset(word[:4])):
            return _number(word), word
        after = pos + len(word)
        if re.fullmatch(_DATE, word) and text[after : after + 1] == " ":
            time = _WORD.match(text, after + 1)
            moment = f"{word} {time[0]}" if time else word
            if re.fullmatch(_MOMENT, moment):
                word = moment
        return _moment(word), word
    except ValueError:  # A day that no month has, or more digits than Python takes.
        return None, word


def _number(word: str) -> int | float | None:
    match = re.fullmatch(_NUMBER, word)
    if match is None:
        return None
    if match["float"]:
        return float(word)
    base = 16 if match["hex"] else 8 if match["oct"] else 2 if match["bin"] else 10
    return int(word, base)


def _moment(word: str) -> Any:
    """Return the date, time or both; None if `word` is none of them."""
    from datetime import date, datetime, time

    if match := re.fullmatch(_DATE, word):
        return date(*map(int, match.groups()))
    if match := re.fullmatch(_TIME, word):
        return time(*_clock(*match.groups()))
    if match := re.fullmatch(_MOMENT, word):
        year, month, day, *clock, offset, _ = match.groups()
        return datetime(int(year), int(month), int(day), *_clock(*clock), tzinfo=_zone(offset))
    return None


def _clock(hour: str, minute: str, second: str, fraction: str | None) -> tuple[int, int, int, int]:
    """Return hour, minute, second and microsecond; further digits are dropped."""
    return int(hour), int(minute), int(second), int((fraction or "")[:6].ljust(6, "0"))


def _zone(offset: str | None) -> Any:
    from datetime import timedelta, timezone

    if offset is None:
        return None
    if offset in "Zz":
        return timezone.utc
    difference = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
    return timezone(-difference if offset[0] == "-" else difference)
