"""A requirement with extras whose own requirements are not satisfied."""

from collections.abc import Iterator

from pinlight.model import Entry, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.lag import Lag, Words, lagging
from pinlight.rules.places import written_name


def find(resolution: Resolution) -> Iterator[Finding]:
    def lag_of(entry: Entry) -> Lag | None:
        if entry.verdict.kind != "missing-extra":
            return None
        name = written_name(entry.manifest, entry.dependency)
        return Lag(f"`{name}` with {entry.verdict.detail}")

    return lagging(
        resolution, Words("lacks what its extras need", "lack what their extras need"), lag_of
    )


RULE = Rule(
    code="missing-extra",
    severity="warning",
    summary="What an extra brings is not installed",
    topic="environment",
    scope="line",
    find=find,
    doc="""
The package is installed, but not all that its extra asks for. That happens when it was installed
without the extra first, or when one of those packages was removed.

```text
requests[socks]
^^^^^^^^^^^^^^^ missing-extra: `requests` with extra `socks` also needs `PySocks>=1.5.6`
-- .venv --
requests 2.31.0
  Provides-Extra: socks
  Requires-Dist: PySocks>=1.5.6; extra == "socks"
```

Install the line again: installers add what is missing.
""",
)
