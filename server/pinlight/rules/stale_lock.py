"""A lock file that was made from other declarations than those that stand there now."""

import re
from collections.abc import Iterator, Sequence

from pinlight import fingerprints
from pinlight.locked import Lock
from pinlight.model import Dependency, Finding, Manifest, Related, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import file_name
from pinlight.text import LineIndex, Span
from pinlight.words import ticked

_SHOWN = 4  # names in the message

_FINGERPRINTS = {
    "poetry": fingerprints.poetry,
    "pdm": fingerprints.pdm,
    "pipenv": fingerprints.pipenv,
}

_IS_DYNAMIC = re.compile(r"^\s*dynamic\s*=\s*\[[^\]]*dependencies", re.MULTILINE)

_Key = tuple[str, str]  # name; group or extra


def find(resolution: Resolution) -> Iterator[Finding]:
    lock, declared = resolution.manifest.lock, resolution.declared
    if lock is None or declared is None or declared.faults:
        return
    difference = _difference(lock, declared)
    if difference is None:
        return
    name = file_name(lock.of)
    top = LineIndex(resolution.manifest.text).span(0)
    first = LineIndex(declared.text).span(0)
    yield Finding(
        lock.place if lock.place.start < lock.place.end else top,
        f"The lock was made from another `{name}`{difference}",
        related=(Related(declared.path, Span(first.start, first.start), f"`{name}` is here"),),
    )


def _difference(lock: Lock, declared: Manifest) -> str | None:
    """Return what differs, "" when that is not known; None when nothing does."""
    if lock.requires is not None:
        names = sorted({name for name, _ in _changed(lock.requires, declared)})
        rest = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return f": {ticked(names[:_SHOWN])}{rest}" if names else None
    fingerprint = _FINGERPRINTS.get(lock.tool)
    found = fingerprint(declared.text) if fingerprint and lock.fingerprint else None
    return "" if found is not None and lock.fingerprint not in found else None


def _changed(locked: tuple[Dependency, ...], declared: Manifest) -> Iterator[_Key]:
    """Yield what the lock's copy of the declarations and those themselves disagree on."""
    if _IS_DYNAMIC.search(declared.text):
        return  # They stand elsewhere.
    before = _asked(locked, declared.project)
    now = _asked(declared.dependencies, declared.project)
    yield from before.keys() ^ now.keys()
    for key in before.keys() & now.keys():
        if len(before[key]) == len(now[key]) == 1:
            (one,), (other,) = before[key], now[key]
            is_told = not other.url and not other.is_local  # uv drops the specifier of a source.
            if is_told and not fingerprints.is_same(one.specifier, other.specifier):
                yield key


def _asked(dependencies: Sequence[Dependency], project: str) -> dict[_Key, list[Dependency]]:
    found: dict[_Key, list[Dependency]] = {}
    for it in dependencies:
        if not it.is_build and not it.group.startswith("hatch:") and it.name != project:
            group = it.group if not it.is_extra else ""  # The copy has extras in its markers.
            found.setdefault((it.name, group), []).append(it)
    return found


RULE = Rule(
    code="stale-lock",
    severity="warning",
    summary="The lock file was made from other declarations",
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

Lock again: `uv lock`, `poetry lock`, `pdm lock`, `pipenv lock`.
""",
)
