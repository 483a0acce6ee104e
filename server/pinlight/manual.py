"""Where the manual describes what Pinlight shows: it is part of the installation."""

import os
from functools import cache

from pinlight.patterns import lazy

# `quote` of urllib would cost the first diagnostics three milliseconds.
_UNSAFE = lazy(rb"[^A-Za-z0-9._~/-]")


def page(code: str) -> str:
    """Return the URI of the page on the rule `code`; "" when the manual was not installed."""
    base = _rules()
    return f"{base}#{code}" if base else ""


@cache
def _rules() -> str:
    """Return the URI of the page on rules, in the package or else in its repository."""
    package = os.path.dirname(os.path.abspath(__file__))
    repository = os.path.dirname(os.path.dirname(package))
    for folder in (package, repository):
        path = os.path.join(folder, "docs", "rules.md")
        if os.path.exists(path):
            return _uri(path)
    return ""


def _uri(path: str) -> str:
    path = path.replace("\\", "/")
    content = os.fsencode(path if path.startswith("/") else f"/{path}")
    return "file://" + _UNSAFE.sub(lambda match: b"%%%02X" % match[0][0], content).decode("ascii")
