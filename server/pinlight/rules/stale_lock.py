"""A lock file that was made from other declarations than those that stand there now."""

from collections.abc import Iterator

from pinlight.model import Finding, Related, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import file_name
from pinlight.text import LineIndex, Span
from pinlight.words import ticked

_SHOWN = 4  # names in the message


def find(resolution: Resolution) -> Iterator[Finding]:
    lock, declared = resolution.manifest.lock, resolution.declared
    if lock is None or declared is None:
        return
    from pinlight.locks.staleness import difference  # Only where there is a lock file.

    names = difference(lock, declared)
    if names is None:
        return
    name = file_name(lock.of)
    top = LineIndex(resolution.manifest.text).span(0)
    first = LineIndex(declared.text).span(0)
    rest = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    which = f": {ticked(names[:_SHOWN])}{rest}" if names else ""
    yield Finding(
        lock.place if lock.place.start < lock.place.end else top,
        f"The lock was made from another `{name}`{which}",
        related=(Related(declared.path, Span(first.start, first.start), f"`{name}` is here"),),
    )


RULE = Rule(
    code="stale-lock",
    severity="warning",
    summary="The lock file was made from other declarations",
    needs=("lock",),
    find=find,
    doc="""
The declarations beside the lock file changed after it was made: what the tool installs from it is
no longer what the project asks for. Pinlight computes the fingerprint that Poetry (`content-hash`),
PDM (`content_hash`) and Pipenv (`_meta.hash.sha256`) write into their locks, and compares the copy
of the declarations that uv keeps in `uv.lock`. `pylock.toml` tells nothing about its origin.

```text
-- Pipfile --
[[source]]
name = "ours"
url = "https://index.example/simple"
verify_ssl = true

[packages]
flask = "*"
-- Pipfile.lock --
{
    "_meta": {
        "hash": {
            "sha256": "0123456789abcdef"
                      ^^^^^^^^^^^^^^^^^^ stale-lock: The lock was made from another `Pipfile`
        }
    },
    "default": {}
}
-- .venv --
flask 3.0.2
```

Lock again: the quick fix runs `uv lock`, `poetry lock`, `pdm lock` or `pipenv lock`. It is also
offered for the whole file whose declarations are locked.
""",
)
