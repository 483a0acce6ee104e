"""A change of ours that was killed in the milliseconds in which files were exchanged."""

from collections.abc import Iterator

from pinlight.model import Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import first_need, served


def find(resolution: Resolution) -> Iterator[Finding]:
    environment = resolution.environment
    if environment is not None and environment.interrupted:
        yield Finding(
            first_need(resolution),
            f"A change of `{served(resolution)}` was interrupted: {environment.interrupted}",
            environment.prefix,
        )


RULE = Rule(
    code="interrupted-change",
    severity="error",
    summary="A change of the environment was interrupted while files were exchanged",
    topic="environment",
    needs=("interrupted change",),
    find=find,
    doc="""
Everything was killed at once, or the machine lost power, just when Pinlight was exchanging files of
the environment. Some packages may be of the old state, some of the new. Nothing is lost: what was
to be done is written down, and old and new files are kept.

```text
flask>=3
^^^^^^^^ interrupted-change: A change of `.venv` was interrupted: Install `flask>=3` into `.venv`
-- .venv --
flask 3.0.2
-- .venv/.pinlight/journal.json --
{"title": "Install `flask>=3` into `.venv`"}
```

Repair it: the quick fixes finish the change, or take it back. So do `pinlight repair`, and by
itself the next change of the environment.
""",
)
