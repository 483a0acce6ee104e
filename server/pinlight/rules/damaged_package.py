"""What an interrupted installation of another tool left, as far as names tell."""

from collections.abc import Iterator

from pinlight.model import Environment, Finding, Resolution
from pinlight.paths import lies_in, rules
from pinlight.rules import Rule
from pinlight.rules.places import first_need, is_own, served


def find(resolution: Resolution) -> Iterator[Finding]:
    environment = resolution.environment
    if environment is None or environment.state != "ok" or not environment.leftovers:
        return
    names = {one.where: one.name for one in environment.distributions.values()}
    rest = []
    for path in _leftovers(environment):
        name = names.get(path, "")
        spans = [
            entry.span
            for entry in resolution.entries
            if entry.dependency.name == name and is_own(resolution, entry)
        ]
        if name and spans and spans[0] is not None:
            yield Finding(spans[0], f"`{name}` is damaged: its metadata is missing", name)
        else:
            rest.append(f"`{rules(path).basename(path)}`")
    if rest:
        message = f"`{served(resolution)}` holds what an interrupted installation left: "
        yield Finding(first_need(resolution), message + ", ".join(rest), environment.prefix)


def _leftovers(environment: Environment) -> Iterator[str]:
    """Yield what lies in the environment itself, not in a Python behind it."""
    for path in environment.leftovers:
        if lies_in(path, environment.prefix):
            yield path


RULE = Rule(
    code="damaged-package",
    severity="warning",
    summary="A package is half there, as an interrupted installation leaves it",
    topic="environment",
    find=find,
    doc="""
Installers that are killed leave packages half there, and the next run takes them for installed.
This rule sees what names tell: metadata folders without metadata, and folders such as `~lask` that
pip had put aside. Files that are missing inside a package are found by `pinlight repair --check`.

```text
flask>=3
^^^^^^^^ damaged-package: `flask` is damaged: its metadata is missing
-- .venv --
requests 2.30.0
-- .venv/lib/python3.12/site-packages/flask-3.0.2.dist-info/RECORD --
flask.py,,
```

The quick fix installs just these packages anew.
""",
)
