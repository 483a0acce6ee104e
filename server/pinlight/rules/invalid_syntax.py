"""A file that its own tool cannot read."""

from pinlight.rules import Rule
from pinlight.rules.faults import faults

RULE = Rule(
    code="invalid-syntax",
    severity="error",
    summary="A file that is not valid JSON, YAML, INI or Python",
    needs=("faults",),
    find=faults("invalid-syntax"),
    doc="""
`Pipfile.lock`, `setup.cfg` or `tox.ini` breaks the rules of its
language: no tool can read it. What stands before the fault is still understood.

```text
-- Pipfile.lock --
{"default": {"flask": "==3.0.2" "click": "*"}}
                                ^ invalid-syntax: `,` is expected here
-- .venv --
flask 3.0.2
```

Mend the marked place; a lock file is best written anew by its tool.
""",
)
