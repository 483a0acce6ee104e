"""Where the manual describes what Pinlight shows."""

RULES = "docs/rules.md"  # in the repository; there is no other place yet


def page(code: str) -> str:
    """Return where the rule `code` is described."""
    return f"{RULES}#{code}"
