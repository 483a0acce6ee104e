"""A `pyproject.toml` that is no TOML, or holds what its specification does not allow."""

from pinlight.rules import Rule
from pinlight.rules.faults import faults

RULE = Rule(
    code="invalid-toml",
    severity="error",
    summary="A `pyproject.toml` that breaks the rules of TOML or of its tables",
    needs=("faults",),
    find=faults("invalid-toml"),
    doc="""
Text that is not TOML, or a value of another type than the specification of `pyproject.toml` asks
for. Every tool refuses the whole file; Pinlight goes on with the parts that it can read.

```text
-- pyproject.toml --
[project]
name = "shop"
version =
^^^^^^^ invalid-toml: value is missing after `version`
dependencies = ["flask"]
-- .venv --
flask 3.0.2
```

Mend the text at the mark.
""",
)
