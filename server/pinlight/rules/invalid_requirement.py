"""A line that no installer can read."""

from pinlight.rules import Rule
from pinlight.rules.faults import faults

RULE = Rule(
    code="invalid-requirement",
    severity="error",
    summary="A requirement that no installer can read",
    needs=("faults",),
    find=faults("invalid-requirement"),
    doc="""
A line of a requirements file, or a string of a `pyproject.toml`, that is no requirement by the
rules of PEP 508 and pip. An installer stops at it and installs nothing.

```text
flask=3.0.2
     ^ invalid-requirement: `=` is not an operator...
-- .venv --
flask 3.0.2
```

Write it as the message says: a name, extras in brackets, a comparison such as `==` or `>=`, and a
marker after a semicolon.
""",
)
