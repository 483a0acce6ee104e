"""A terminal's screen as a picture: what `tmux capture-pane -e` prints, drawn as SVG."""

import re
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

WIDTH, HEIGHT, MARGIN = 8.43, 20, 16  # pixels of one character, of one line, around the text
PAPER, INK = "#14161b", "#e0e2ea"  # Neovim's own, where the terminal's would show
FONT = "14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"

_SEQUENCE = re.compile(r"\x1b\[([\d;]*)m|\x1b[()]B|[\x0e\x0f]")


class Look(NamedTuple):
    ink: str = INK
    paper: str = PAPER
    is_bold: bool = False
    is_underlined: bool = False


class Piece(NamedTuple):
    """Text of one look, from a column on."""

    column: int
    text: str
    look: Look


def picture(title: str, captured: str) -> str:
    """Return an SVG of the screen."""
    lines = captured.rstrip("\n").split("\n")
    rows = [list(_pieces(line)) for line in lines]
    columns = max((it.column + len(it.text) for row in rows for it in row), default=0)
    width, height = round(columns * WIDTH + 2 * MARGIN), len(rows) * HEIGHT + 2 * MARGIN
    drawn = [part for number, row in enumerate(rows) for it in row for part in _drawn(it, number)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" role="img" '
        f'viewBox="0 0 {width} {height}">\n<title>{escape(title)}</title>\n'
        f"<style>text {{ font: {FONT}; white-space: pre }}</style>\n"
        f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )


def _pieces(line: str) -> Iterator[Piece]:
    look, column, at = Look(), 0, 0
    for sequence in (*_SEQUENCE.finditer(line), None):
        text = line[at : sequence.start() if sequence else None]
        if text:
            yield Piece(column, text, look)
            column += len(text)
        if sequence:
            at = sequence.end()
            look = _after(look, sequence[1]) if sequence[1] is not None else look


def _after(look: Look, codes: str) -> Look:
    """Return the look after a sequence of SGR codes; colours come as 24 bits."""
    numbers = iter([int(code or 0) for code in codes.split(";")])
    for number in numbers:
        match number:
            case 0:
                look = Look()
            case 1:
                look = look._replace(is_bold=True)
            case 4:
                look = look._replace(is_underlined=True)
            case 7:
                look = look._replace(ink=look.paper, paper=look.ink)
            case 38 | 48:
                _, red, green, blue = (next(numbers, 0) for _ in range(4))
                colour = f"#{red:02x}{green:02x}{blue:02x}"
                look = look._replace(**{"ink" if number == 38 else "paper": colour})
            case 39:
                look = look._replace(ink=INK)
            case 49:
                look = look._replace(paper=PAPER)
    return look


def _drawn(piece: Piece, row: int) -> Iterator[str]:
    column, text, look = piece
    x, y = MARGIN + column * WIDTH, MARGIN + row * HEIGHT
    if look.paper != PAPER:
        width = len(text) * WIDTH
        yield f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{HEIGHT}" fill="{look.paper}"/>'
    if text.strip():
        more = ' font-weight="bold"' if look.is_bold else ""
        more += ' text-decoration="underline"' if look.is_underlined else ""
        length = f'textLength="{len(text) * WIDTH:g}"'
        at = f'x="{x:g}" y="{y + HEIGHT * 0.75:g}"'
        yield f'<text {at} {length} fill="{look.ink}"{more}>{escape(text)}</text>'
