"""An include, or the file itself, that is there but is no text."""

from collections.abc import Iterator

from pinlight.model import Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import file_name
from pinlight.text import LineIndex

WORDS = {
    "folder": "is a folder",
    "special": "is a pipe or a device",
    "binary": "is not text",
    "undecodable": "is not text in its encoding",
    "too large": "is too large to be read",
    "no permission": "may not be read by this user",
}


def find(resolution: Resolution) -> Iterator[Finding]:
    manifest = resolution.manifest
    reason = resolution.unreadable.get(manifest.path, "missing")
    if reason != "missing":  # One that vanished is no longer shown at all.
        place = LineIndex(manifest.text).span(0)
        yield Finding(place, f"`{file_name(manifest.path)}` {_because(reason)}")
    for include in manifest.includes:
        reason = resolution.unreadable.get(include.path, "missing")
        if reason != "missing":
            yield Finding(include.span, f"`{include.target}` {_because(reason)}")


def _because(reason: str) -> str:
    return WORDS.get(reason) or f"cannot be read: {reason}"


RULE = Rule(
    code="unreadable-file",
    severity="error",
    summary="A file is there but cannot be read as text",
    needs=("unreadable",),
    find=find,
    doc="""
The file, or one that it includes, is a folder, is not text, or may not be read by this user. pip
would stop here too.

```text
-r deps
^^^^^^^ unreadable-file: `deps` is a folder
flask
-- deps/base.txt --
click
-- .venv --
flask 3.0.2
click 8.1.7
```

Name a text file, or give the user the right to read it.
""",
)
