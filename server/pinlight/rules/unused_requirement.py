"""A requirement that no Python file of the project imports."""

from collections.abc import Iterator

from pinlight.model import Entry, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import file_name, is_own, written_name

_FOR_DEVELOPERS = ("dev", "test", "lint", "doc", "build", "ci", "typing", "tool")


def find(resolution: Resolution) -> Iterator[Finding]:
    if resolution.used is None or _is_for_developers(resolution.manifest.path):
        return
    for entry in resolution.entries:
        if _is_asked(resolution, entry) and entry.dependency.name not in resolution.used:
            name = written_name(entry.manifest, entry.dependency)
            yield Finding(
                entry.dependency.span,
                f"No Python file of the project imports `{name}`",
                entry.dependency.name,
            )


def _is_asked(resolution: Resolution, entry: Entry) -> bool:
    """Whether it should be imported by something: not a tool of developers, nor an unknown one."""
    dependency = entry.dependency
    is_main = not dependency.group or dependency.is_extra
    return (
        is_own(resolution, entry)
        and is_main
        and bool(dependency.name)
        and entry.verdict.distribution is not None
    )


def _is_for_developers(path: str) -> bool:
    name = file_name(path).lower()
    return name != "pyproject.toml" and any(word in name for word in _FOR_DEVELOPERS)


RULE = Rule(
    code="unused-requirement",
    severity="hint",
    summary="A requirement that no Python file of the project imports",
    topic="environment",
    is_off=True,
    needs=("usage",),
    find=find,
    doc="""
Off unless the settings name it: `severity = {"unused-requirement" = "hint"}`. All Python files in
the folder of the requirements file and below it are read for their imports, those of tests and
those under `TYPE_CHECKING` too.

```text
-- pyproject.toml --
[tool.pinlight.severity]
unused-requirement = "hint"
-- requirements.txt --
flask
tabulate
^^^^^^^^ unused-requirement: No Python file of the project imports `tabulate`
-- app.py --
from flask import Flask
-- .venv --
flask 3.0.2
tabulate 0.9.0
```

Left alone is what can be of use without being imported: packages with commands or plugins (what
has an `entry_points.txt`), stubs, groups, files whose name says that they are for development, and
what is not installed, since nothing tells its modules then. A driver that is named in a
configuration only, say `psycopg2`, is told although it is needed: silence its line.
""",
)
