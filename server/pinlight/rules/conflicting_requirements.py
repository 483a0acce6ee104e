"""Two requirements that can never both hold where they are installed together."""

from collections.abc import Iterator
from itertools import chain

from pinlight.judge import clash
from pinlight.model import Entry, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import has_environment, is_own, related, written
from pinlight.words import short

_MOST = 64  # different requirements of one name that are compared; more are no honest file


def find(resolution: Resolution) -> Iterator[Finding]:
    for entries in _together(resolution):
        pair = _clash(entries)
        if pair is None:
            continue
        # A line of this file shows it; of two of them the later one.
        other, entry = sorted(pair, key=lambda entry: is_own(resolution, entry))
        if entry.span is not None:
            yield Finding(
                entry.span,
                f"{_shown(entry, resolution)} and {_shown(other, resolution)} can never both hold",
                entry.dependency.name,
                (related(other, f"`{written(other.manifest, other.dependency)}` is here"),),
            )


def _together(resolution: Resolution) -> Iterator[list[Entry]]:
    """Yield the entries of each name that hold at the same time, by more than one entry.

    Without an environment nothing tells which markers hold: only equal ones count as such.
    """
    found: dict[str, list[Entry]] = {}
    for entry in chain(resolution.entries, resolution.constraints):
        is_pips = entry.dependency.name and not entry.dependency.is_of_conda
        if is_pips and entry.verdict.kind != "not-needed":
            found.setdefault(entry.dependency.name, []).append(entry)
    is_known = has_environment(resolution)
    for same in found.values():
        groups: dict[str, dict[tuple[str, str, bool], Entry]] = {}
        for entry in same if len(same) > 1 else ():
            marker = "" if is_known else "".join(entry.dependency.marker.split())
            asked = entry.dependency.specifier, _source(entry), entry.is_constraint
            groups.setdefault(marker, {}).setdefault(asked, entry)
        for group in groups.values():
            if any(not it.is_constraint or is_own(resolution, it) for it in group.values()):
                yield list(group.values())[:_MOST]


def _clash(entries: list[Entry]) -> tuple[Entry, Entry] | None:
    pair = clash([entry.dependency.specifier for entry in entries])
    if pair is not None and pair[0] != pair[1]:
        return entries[pair[0]], entries[pair[1]]
    direct = [entry for entry in entries if entry.dependency.url and not entry.is_constraint]
    for entry in direct[1:]:
        if _source(entry) != _source(direct[0]):
            return direct[0], entry
    return None


def _source(entry: Entry) -> str:
    """Return where a direct reference leads; pip compares it as it is written."""
    dependency = entry.dependency
    return dependency.path or (dependency.expanded or dependency.url).partition("#")[0].rstrip("/")


def _shown(entry: Entry, resolution: Resolution) -> str:
    text = f"`{written(entry.manifest, entry.dependency)}`"
    if is_own(resolution, entry):
        return text
    kind = "the constraint " if entry.is_constraint else ""
    return f"{kind}{text} of `{short(entry.manifest.path, resolution.manifest.path)}`"


RULE = Rule(
    code="conflicting-requirements",
    severity="error",
    summary="Two requirements or constraints that can never both hold",
    scope="name",
    find=find,
    doc="""
What is installed together - a file with its `-r` and `-c`, or a project with its selected groups
and extras - asks for one package in two ways that no version satisfies. Every installer refuses it.
Markers are applied: lines that do not hold in the environment take no part. Without an environment
only lines with the same marker are compared.

```text
-r base-requirements.txt
flask>=3
^^^^^^^^ conflicting-requirements: `flask>=3` and `flask<3` of `base-requirements.txt` can never...
-- base-requirements.txt --
flask<3
^^^^^^^ wrong-version: `flask` 3.0.2 is installed, <3 is required
-- .venv --
flask 3.0.2
```

Change one of the two lines; the related place shows the other.
""",
)
