"""A file that includes itself, directly or through others."""

from collections.abc import Iterator

from pinlight.model import Finding, Resolution
from pinlight.rules import Rule


def find(resolution: Resolution) -> Iterator[Finding]:
    for include in resolution.cycles:
        if include.path == resolution.manifest.path:
            yield Finding(include.span, f"`{include.target}` is this file itself")
        else:
            yield Finding(include.span, f"`{include.target}` leads back to this file")


RULE = Rule(
    code="include-cycle",
    severity="error",
    summary="A file includes itself, directly or through others",
    needs=("cycles",),
    find=find,
    doc="""
pip refuses a requirements file whose `-r` and `-c` lead back to it. Every file of the circle shows
its own part of it.

```text
-r dev-requirements.txt
^^^^^^^^^^^^^^^^^^^^^^^ include-cycle: `dev-requirements.txt` leads back to this file
flask
-- dev-requirements.txt --
-r requirements.txt
^^^^^^^^^^^^^^^^^^^ include-cycle: `requirements.txt` leads back to this file
pytest
-- .venv --
flask 3.0.2
pytest 9.0.0
```

Remove one of the includes.
""",
)
