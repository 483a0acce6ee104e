"""Text for a terminal: colours where they are seen, and nothing that could drive the terminal."""

import os
import sys
from collections.abc import Iterable, Sequence

BOLD, DIM, RED, YELLOW, BLUE, GREEN = "1", "2", "31", "33", "34", "32"

SEVERITY = {"error": RED, "warning": YELLOW, "information": BLUE, "hint": BLUE}


def has_colour() -> bool:
    """Whether standard output shows colours, and the user wants them. Source:
    https://no-color.org"""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def coloured(text: str, colour: str) -> str:
    """Return `text` in a colour, if standard output has colours."""
    return f"\033[{colour}m{text}\033[0m" if has_colour() else text


def plain(text: str) -> str:
    """Return `text` on one line, with everything escaped that could drive a terminal."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines with aligned columns; the first row is the heading."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def show(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
