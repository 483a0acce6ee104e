"""An extra that the installed distribution, or the project itself, does not define."""

from collections.abc import Iterator

from pinlight.model import Distribution, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import is_own, written_name
from pinlight.words import ticked


def find(resolution: Resolution) -> Iterator[Finding]:
    manifest = resolution.manifest
    for entry in resolution.entries:
        distribution = entry.verdict.distribution
        if not is_own(resolution, entry) or entry.span is None or distribution is None:
            continue
        if entry.verdict.kind in ("satisfied", "missing-extra") and _tells(distribution):
            unknown = [it for it in entry.dependency.extras if it not in distribution.extras]
            if unknown:
                name = f"`{written_name(manifest, entry.dependency)}` {distribution.version}"
                yield Finding(entry.span, _message(name, unknown), entry.dependency.name)
    own = {group.name for group in manifest.groups if group.is_extra}
    for dependency in manifest.dependencies:
        unknown = [extra for extra in dependency.extras if extra not in own]
        if manifest.project and dependency.name == manifest.project and unknown:
            yield Finding(
                dependency.span, _message(f"`{manifest.project}`", unknown), dependency.name
            )


def _tells(distribution: Distribution) -> bool:
    """Whether the metadata lists extras; old egg-info may hold them in another file."""
    return bool(distribution.extras) or not distribution.where.endswith(".egg-info")


def _message(name: str, unknown: list[str]) -> str:
    return f"{name} has no extra{'s' if len(unknown) > 1 else ''} {ticked(unknown)}"


RULE = Rule(
    code="unknown-extra",
    severity="hint",
    summary="The package has no such extra",
    scope="line",
    find=find,
    doc="""
The installed version does not define the extra, or the project names an extra of its own that it
does not define. pip only warns and installs without it, so that what the extra was meant to bring
is silently not there. Another version may define it: therefore it is a hint.

```text
requests[sock]
^^^^^^^^^^^^^^ unknown-extra: `requests` 2.31.0 has no extra `sock`
-- .venv --
requests 2.31.0
  Provides-Extra: socks
```

Mend the name of the extra, or ask for a version that has it.
""",
)
