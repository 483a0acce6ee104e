"""`# pinlight: ignore` and `# pinlight: ignore[code, ...]`, the same in every format."""

import re

from pinlight.model import Ignore
from pinlight.text import Span

_IGNORE = re.compile(r"#\s*pinlight:\s*ignore(?![\w-])(?:\s*\[([^\]]*)\])?")


def ignore(comment: str, span: Span) -> Ignore | None:
    """Return what `comment` silences in `span`; None when it says nothing about it."""
    match = _IGNORE.search(comment)
    if match is None:
        return None
    codes = (code.strip() for code in (match[1] or "").split(","))
    return Ignore(span, tuple(code for code in codes if code))
