"""Text from files and environments as Markdown that shows it and does nothing else."""

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:@$])")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return Markdown that shows `text` on one line, whatever it contains."""
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text).strip())


def code(text: str) -> str:
    """Return an inline code span that shows `text`, backticks included."""
    text = _SPACE.sub(" ", text).strip()
    runs = re.findall(r"`+", text)
    fence = "`" * (max(map(len, runs), default=0) + 1)
    space = " " if text.startswith("`") or text.endswith("`") or not text else ""
    return f"{fence}{space}{text}{space}{fence}"
