"""An option that pip would not accept in a requirements file."""

from pinlight.rules import Rule
from pinlight.rules.faults import faults

RULE = Rule(
    code="invalid-option",
    severity="error",
    summary="An option that pip does not accept here",
    needs=("faults",),
    find=faults("invalid-option"),
    doc="""
A requirements file may hold some of pip's options. One that pip does not know, that lacks its
value, or that may not stand here makes pip stop before it installs anything.

```text
--no-such-option
^^^^^^^^^^^^^^^^ invalid-option: ...
flask
-- .venv --
flask 3.0.2
```

Remove the option, or give it on pip's command line.
""",
)
