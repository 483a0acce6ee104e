"""A file that needs something and that no environment serves."""

from collections.abc import Iterator

from pinlight.model import Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import first_need

# Their tools make their environments: creating another beside them would help nobody.
_OF_TOOLS = ("script", "conda", "pixi", "tox", "lock")


def find(resolution: Resolution) -> Iterator[Finding]:
    if resolution.environment is not None or resolution.choice.prefix:
        return  # It has one, or will have as soon as that was read.
    if resolution.is_included or not resolution.entries:
        return
    if resolution.manifest.kind in _OF_TOOLS:
        return
    reason = resolution.choice.reason
    yield Finding(
        first_need(resolution),
        "No environment serves this file" + (f": {reason}" if reason else ""),
    )


RULE = Rule(
    code="no-environment",
    severity="warning",
    summary="No environment serves the file",
    topic="environment",
    needs=("no environment",),
    find=find,
    doc="""
Nothing can be compared: the file has requirements, and neither the settings, nor your choice, nor
the folders from the file up to the workspace folder hold an environment. It is shown once per
file, only in files that are open, and not in a file that another one includes.

```text
flask>=3
^^^^^^^^ no-environment: No environment serves this file...
requests
```

Create the environment (the quick fix also installs the file into it), choose an existing one, or
name it in the setting `environments`.
""",
)
