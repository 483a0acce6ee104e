"""`include-group` of a group that the file does not define, or that leads back."""

from collections.abc import Iterator

from pinlight.model import Finding, Group, Resolution
from pinlight.rules import Rule


def find(resolution: Resolution) -> Iterator[Finding]:
    groups = {group.name: group for group in resolution.manifest.groups if not group.is_extra}
    for group in groups.values():
        for name, span in group.includes:
            if name not in groups:
                yield Finding(span, f"`{name}` is not a dependency group of this file", name)
            elif name == group.name:
                yield Finding(span, f"`{name}` includes itself", name)
            elif _leads_to(group.name, name, groups):
                yield Finding(span, f"`{name}` leads back to `{group.name}`", name)


def _leads_to(target: str, start: str, groups: dict[str, Group]) -> bool:
    waiting = [start]
    seen = set()
    while waiting:
        name = waiting.pop()
        if name == target:
            return True
        if name in groups and name not in seen:
            seen.add(name)
            waiting += [included for included, _ in groups[name].includes]
    return False


RULE = Rule(
    code="unknown-group",
    severity="error",
    summary="`include-group` names a group that does not exist, or leads in a circle",
    needs=("groups",),
    find=find,
    doc="""
A dependency group (PEP 735) includes a group that the file does not define, or one that leads back
to it. Installers refuse such a group. Extras are not groups: `[project.optional-dependencies]`
cannot be included.

```text
-- pyproject.toml --
[dependency-groups]
dev = [{include-group = "tests"}, "ruff"]
                         ^^^^^ unknown-group: `tests` is not a dependency group of this file
test = ["pytest"]
-- .venv --
pytest 9.0.0
ruff 0.17.6
```

Mend the name, or define the group.
""",
)
