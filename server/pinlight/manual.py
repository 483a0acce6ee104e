"""Where the manual describes what Pinlight shows: it is part of the installation."""

import os
from functools import cache


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
            from urllib.parse import quote  # Only where something is shown.

            path = path.replace("\\", "/")
            return "file://" + quote(path if path.startswith("/") else f"/{path}")
    return ""
