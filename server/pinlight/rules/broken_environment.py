"""An environment that is there and does not work."""

from collections.abc import Iterator

from pinlight.model import Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import first_need, served


def find(resolution: Resolution) -> Iterator[Finding]:
    environment = resolution.environment
    if environment is None or environment.state == "ok" or not resolution.entries:
        return
    detail = f": {environment.detail}" if environment.detail else ""
    name = served(resolution)
    yield Finding(first_need(resolution), f"`{name}` is broken{detail}", environment.prefix)


RULE = Rule(
    code="broken-environment",
    severity="warning",
    summary="The environment of the file does not work",
    topic="environment",
    needs=("broken environment",),
    find=find,
    doc="""
The environment is there but cannot be used: the Python that it was made from is gone, its folder
was moved, or half of it was deleted. Nothing in it is compared with the file.

```text
flask>=3
^^^^^^^^ broken-environment: `.venv` is broken...
-- .venv/pyvenv.cfg --
home = /opt/python-that-is-gone/bin
version = 3.12.1
```

Create it anew: the quick fix replaces it and installs the file into the new one.
""",
)
