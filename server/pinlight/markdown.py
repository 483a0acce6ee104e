"""Text from files and environments as Markdown that shows it and does nothing else."""

import re

# A dot in a version and a hyphen in a name mean nothing, and some editors show the escape.
_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&:@$]|(?<!\d)\.|\.(?!\d)|(?<!\w)-|-(?!\w))")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&:@$])")
_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"https?://[^\s<>\"'`\\\x00-\x1f@]+")


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


def link(label: str, url: str) -> str:
    """Return a link; one that leads anywhere but to a plain http or https URL is only text."""
    if not _LINK.fullmatch(url):
        return plain(label)
    return f"[{plain(label)}](<{url}>)"


def unmarked(markdown: str) -> str:
    """Return what `plain` and `code` wrote, for a client that shows no Markdown."""
    return _ESCAPE.sub(r"\1", markdown.replace("**", ""))
