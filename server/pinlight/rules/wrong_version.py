"""A requirement that is installed at a version that it does not admit."""

from collections.abc import Iterator

from pinlight.model import Entry, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.lag import Lag, Words, lagging
from pinlight.rules.places import related, written, written_name
from pinlight.words import short


def find(resolution: Resolution) -> Iterator[Finding]:
    violated: dict[str, Entry] = {}
    for constraint in resolution.constraints:
        if constraint.verdict.kind == "wrong-version":
            violated.setdefault(constraint.dependency.name, constraint)

    def lag_of(entry: Entry) -> Lag | None:
        name = written_name(entry.manifest, entry.dependency)
        if entry.verdict.kind == "wrong-version":
            return Lag(f"`{name}` {entry.verdict.detail}")
        constraint = violated.get(entry.dependency.name)
        if constraint is None or entry.verdict.kind != "satisfied":
            return None
        where = short(constraint.manifest.path, resolution.manifest.path)
        return Lag(
            f"`{name}` {constraint.verdict.detail} by the constraint in `{where}`",
            (
                related(
                    constraint,
                    f"The constraint `{written(constraint.manifest, constraint.dependency)}`",
                ),
            ),
        )

    return lagging(resolution, Words("has the wrong version", "have the wrong version"), lag_of)


RULE = Rule(
    code="wrong-version",
    severity="warning",
    summary="A package is installed at a version that the file does not admit",
    topic="environment",
    scope="line",
    find=find,
    doc="""
The package is installed, but its version is not one that the line, or a constraint on the line's
name, admits. Versions are compared as pip does: an installed pre-release counts, `1.0+cpu`
satisfies `==1.0`. Packages of conda are compared as conda does, with their build where the line
names one.

```text
-c limits-constraints.txt
flask>=3
requests==2.31.0
^^^^^^^^^^^^^^^^ wrong-version: `requests` 2.30.0 is installed, 2.31.0 is required
urllib3
^^^^^^^ wrong-version: `urllib3` 2.2.0 is installed, <2 is required by the constraint in ...
-- limits-constraints.txt --
urllib3<2
-- .venv --
flask 3.0.2
requests 2.30.0
urllib3 2.2.0
```

Install what the line asks for, or change the line: the quick fixes pin it to the installed version
or widen it until that fits.
""",
)
