"""An include or a local path that is not there."""

from collections.abc import Iterator

from pinlight.judge.origins import without_secrets
from pinlight.model import Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import written_name


def find(resolution: Resolution) -> Iterator[Finding]:
    manifest = resolution.manifest
    for include in manifest.includes:
        if resolution.unreadable.get(include.path) == "missing":
            yield Finding(include.span, f"`{include.target}` does not exist")
    for dependency in manifest.dependencies:
        if dependency.path and resolution.unreadable.get(dependency.path) == "missing":
            name = written_name(manifest, dependency)
            url = without_secrets(dependency.url)
            place = "" if url.endswith(name) else f" of `{name}`"
            yield Finding(dependency.span, f"`{url}`{place} does not exist", dependency.name)


RULE = Rule(
    code="missing-file",
    severity="error",
    summary="A file or folder that a line names does not exist",
    scope="line",
    find=find,
    doc="""
`-r`, `-c`, `-e` or a local path names something that is not there. The files of `-r` and `-c` are
looked for beside the file that names them. Local projects start where pip is run: the first folder,
going up from the file to the workspace folder or to the one with `.git`, from which most of them
are found.

```text
-r base.txt
^^^^^^^^^^^ missing-file: `base.txt` does not exist
flask
-- .venv --
flask 3.0.2
```

Mend the path, or create the file.
""",
)
