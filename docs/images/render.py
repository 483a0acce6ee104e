"""Draw the output that README.md shows as a picture of a terminal: `python docs/images/render.py`.

Tests compare what README.md shows with the real output, and the picture with README.md. When
the output has changed, `pinlight check examples | python docs/images/render.py -` mends both.
With `--check` nothing is written.
"""

import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
PICTURE = HERE / "check.svg"
README = HERE.parents[1] / "README.md"

PROMPT = "$ pinlight check examples"
COLUMNS = 104
INDENT = "        "  # of what continues a line
WIDTH, HEIGHT, MARGIN = 8.43, 20, 16  # pixels of one character, of one line, around the text

BOLD, GREY, GREEN = 'font-weight="bold"', 'fill="#8b949e"', 'fill="#7ee787"'
SEVERITY = {"error": "#ff7b72", "warning": "#e3b341", "information": "#79c0ff", "hint": "#79c0ff"}
PROBLEM = re.compile(r"(\S+: )(error|warning|information|hint)( .*)")


class Piece(NamedTuple):
    """Text of one look."""

    text: str
    attribute: str = ""


SHOWN = re.compile(r"(?<=<!-- shown -->\n```text\n).*?(?=```)", re.DOTALL)


def picture(lines: list[str]) -> str:
    """Return an SVG of a terminal that holds `lines`."""
    rows = [row for line in (PROMPT, *lines) for row in wrapped(pieces(line))]
    width = round(COLUMNS * WIDTH + 2 * MARGIN)
    height = len(rows) * HEIGHT + 2 * MARGIN
    texts = "\n".join(
        f'<text x="{MARGIN}" y="{MARGIN + HEIGHT * (number + 0.75):g}">'
        + "".join(map(drawn, row))
        + "</text>"
        for number, row in enumerate(rows)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" role="img" '
        f'viewBox="0 0 {width} {height}">\n'
        "<title>pinlight check examples</title>\n"
        "<style>text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "
        "'DejaVu Sans Mono', monospace; fill: #c9d1d9; white-space: pre }</style>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>\n{texts}\n</svg>\n'
    )


def pieces(line: str) -> list[Piece]:
    """Return a line as a terminal would colour it."""
    if problem := PROBLEM.fullmatch(line):
        where, severity, rest = problem.groups()
        return [Piece(where, BOLD), Piece(severity, f'fill="{SEVERITY[severity]}"'), Piece(rest)]
    if line == PROMPT:
        return [Piece(line, GREEN)]
    return [Piece(line, GREY if line.startswith(" ") else "")]


def wrapped(line: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the rows that a line takes, broken between words."""
    row: list[Piece] = []
    for text, attribute in line:
        for word in re.findall(r" *[^ ]+ *", text):
            if sum(len(piece.text) for piece in row) + len(word.rstrip()) > COLUMNS:
                yield row
                row = [Piece(INDENT)]
            row.append(Piece(word, attribute))
    yield row


def drawn(piece: Piece) -> str:
    text = escape(piece.text)
    return f"<tspan {piece.attribute}>{text}</tspan>" if piece.attribute else text


def main(arguments: list[str]) -> int:
    readme = README.read_text("utf-8")
    if arguments == ["-"]:
        output = sys.stdin.read()
        readme = SHOWN.sub(lambda _: output, readme)
        README.write_text(readme, "utf-8", newline="\n")
    found = SHOWN.search(readme)
    drawing = picture(found[0].splitlines() if found else [])
    if arguments == ["--check"]:
        return 0 if PICTURE.exists() and PICTURE.read_text("utf-8") == drawing else 1
    PICTURE.write_text(drawing, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
