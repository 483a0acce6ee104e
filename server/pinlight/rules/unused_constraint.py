"""A constraint on something that nothing asks for."""

from collections.abc import Iterator

from pinlight.judge import requires
from pinlight.model import Entry, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import has_environment, is_own, served, written

_LAGGING = ("missing", "missing-extra")


def find(resolution: Resolution) -> Iterator[Finding]:
    if not resolution.constraints or not has_environment(resolution) or not resolution.entries:
        return
    if any(entry.verdict.kind in _LAGGING for entry in resolution.entries):
        return  # What is still to be installed may ask for it.
    asked = _asked(resolution)
    files: dict[str, list[Entry]] = {}
    for entry in resolution.constraints:
        if is_own(resolution, entry):
            if entry.dependency.name not in asked and entry.verdict.kind != "not-needed":
                yield Finding(
                    entry.dependency.span,
                    f"`{written(entry.manifest, entry.dependency)}` restricts nothing: neither "
                    f"this file nor what `{served(resolution)}` holds asks for it",
                    entry.dependency.name,
                )
        else:
            files.setdefault(entry.manifest.path, []).append(entry)
    yield from _whole_files(resolution, files, asked)


def _whole_files(
    resolution: Resolution, files: dict[str, list[Entry]], asked: set[str]
) -> Iterator[Finding]:
    """Yield the `-c` lines whose file restricts nothing at all; shared ones hold much more than
    one project needs."""
    for include in resolution.manifest.includes:
        constraints = files.get(include.path, ())
        if constraints and not any(entry.dependency.name in asked for entry in constraints):
            message = f"No constraint of `{include.target}` is on anything that is asked for here"
            yield Finding(include.span, message)


def _asked(resolution: Resolution) -> set[str]:
    """Return the names that the file or anything installed asks for."""
    names = {entry.dependency.name for entry in resolution.entries}
    environment = resolution.environment
    for distribution in environment.distributions.values() if environment else ():
        names.add(distribution.name)
        for value in distribution.requires:
            requirement = requires.read(value)
            if requirement is not None:
                names.add(requirement.dependency.name)
    return names


RULE = Rule(
    code="unused-constraint",
    severity="hint",
    summary="A constraint on a package that nothing asks for",
    topic="environment",
    needs=("constraints",),
    find=find,
    doc="""
A constraint only restricts what something else asks for. Nothing here does: no line of the file,
and no package that its environment holds, even under an extra or a marker. It is told for
`constraint-dependencies` of uv, and for a `-c` file of which not one line has an effect; files that
many projects share usually restrict more than one of them needs. While something is missing from
the environment the rule is silent.

```text
-- pyproject.toml --
[project]
name = "shop"
dependencies = ["flask"]
[tool.uv]
constraint-dependencies = ["werkzeug<4", "tornado<7"]
                                          ^^^^^^^^^ unused-constraint: `tornado<7` restricts...
-- .venv --
flask 3.0.2
  Requires-Dist: Werkzeug>=3
werkzeug 3.0.1
```

Remove it.
""",
)
