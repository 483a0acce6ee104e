"""A direct reference whose package was installed from elsewhere."""

from collections.abc import Iterator

from pinlight.model import Entry, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.lag import Lag, Words, lagging
from pinlight.rules.places import written_name


def find(resolution: Resolution) -> Iterator[Finding]:
    def lag_of(entry: Entry) -> Lag | None:
        if entry.verdict.kind != "wrong-source":
            return None
        return Lag(f"`{written_name(entry.manifest, entry.dependency)}` {entry.verdict.detail}")

    return lagging(resolution, Words("comes from elsewhere", "come from elsewhere"), lag_of)


RULE = Rule(
    code="wrong-source",
    severity="warning",
    summary="A package was installed from another place than the line names",
    topic="environment",
    scope="line",
    find=find,
    doc="""
The line names a URL, a repository or a folder, and the installed package came from elsewhere: from
an index, from another revision, or not as editable. Pinlight compares with what the installer wrote
down (`direct_url.json`, PEP 610).

```text
shop @ git+https://git.example/shop@v2
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ wrong-source: ...
-- .venv --
shop 2.0
```

Install the line again.
""",
)
