"""What Python files import, and which distributions provide it."""
