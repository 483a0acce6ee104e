"""A requirement that is not installed."""

from collections.abc import Iterator

from pinlight.model import Entry, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.lag import Lag, Words, lagging
from pinlight.rules.places import served, written_name
from pinlight.words import short


def find(resolution: Resolution) -> Iterator[Finding]:
    where = served(resolution)

    def lag_of(entry: Entry) -> Lag | None:
        dependency = entry.dependency
        is_gone = dependency.path and resolution.unreadable.get(dependency.path) == "missing"
        if entry.verdict.kind != "missing" or is_gone:  # `missing-file` says so.
            return None
        message = f"`{written_name(entry.manifest, dependency)}` is not installed in `{where}`"
        if entry.verdict.detail:
            message += f": {entry.verdict.detail}"
        other = resolution.elsewhere.get(dependency.name)
        if other:
            kind = "the global Python " if other in resolution.global_prefixes else ""
            message += f", only in {kind}`{short(other, resolution.manifest.path)}`"
        return Lag(message)

    return lagging(resolution, Words("is not installed", "are not installed"), lag_of)


RULE = Rule(
    code="missing-package",
    severity="warning",
    summary="A required package is not installed",
    topic="environment",
    scope="line",
    find=find,
    doc="""
The environment that serves the file does not hold the package. Names are compared as installers
do (`Foo.Bar` is `foo-bar`), lines whose marker is false in that environment are left alone, and
constraints never ask for anything. What an included file lacks is shown in that file; where another
environment serves the including file, its `-r` line shows what that one lacks.

```text
flask>=3
requests
^^^^^^^^ missing-package: `requests` is not installed in `.venv`
colorama; sys_platform == "win32"
-- .venv --
flask 3.0.2
```

Packages of conda (`environment.yml`, `pixi.toml`) are looked for among conda's own records: what
only pip installed there counts for the `pip:` list alone.

Install it: the quick fix installs this line alone, or all that is missing; packages of conda
through conda, those of pixi through pixi.

**Two underlines on one line?** The Python extension of VS Code marks packages of open requirements
files and of `pyproject.toml` itself (source `Python-InstalledPackagesChecker`, code
`not-installed`). It compares names only, with the interpreter that is selected in the editor. It
has no switch. `"python.missingPackage.severity": "Hint"`, its default, leaves three dots; with
`"files.associations": {"*requirements*.txt": "plaintext"}` it leaves requirements files alone,
while Pinlight goes on, since it looks at names of files. To keep the extension's mark instead, turn
this rule off.
""",
)
