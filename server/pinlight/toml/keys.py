"""TOML keys: bare, quoted and dotted.

Source: https://toml.io/en/v1.0.0#keys
"""

from pinlight.model import NOWHERE
from pinlight.patterns import lazy
from pinlight.text import Span
from pinlight.toml import strings as toml_strings
from pinlight.toml.scan import Scan, after

_BARE = lazy(r"[A-Za-z0-9_-]+")
_SPACE = lazy(r"[ \t]*")


def read_keys(scan: Scan, pos: int) -> list[tuple[str, Span]] | None:
    """Read the dotted key at `pos` and the space after it; None, with a fault, when it is none."""
    text = scan.text
    keys = []
    while True:
        match = _BARE.match(text, pos)
        if match:
            keys.append((match[0], Span(*match.span())))
            scan.pos = match.end()
        elif text[pos : pos + 1] in ('"', "'"):
            item = toml_strings.read_line(scan, pos, NOWHERE)
            keys.append((item.value, item.span))
        else:
            scan.pos = pos
            scan.fault(pos, min(pos + 1, len(text)), "no key stands here")
            return None
        scan.pos = after(_SPACE, text, scan.pos)
        if not text.startswith(".", scan.pos):
            return keys
        pos = after(_SPACE, text, scan.pos + 1)
