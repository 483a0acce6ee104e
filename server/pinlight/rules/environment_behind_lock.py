"""An environment that does not hold what the lock file fixes."""

from collections.abc import Iterator

from pinlight.model import Entry, Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import has_environment, related, served
from pinlight.text import LineIndex

_SHOWN = 4  # packages in the message
_RELATED = 20  # places beside it


def find(resolution: Resolution) -> Iterator[Finding]:
    if not has_environment(resolution):
        return
    behind = [it for it in resolution.locked if it.verdict.kind in ("missing", "wrong-version")]
    if not behind:
        return
    first = "; ".join(_state(entry) for entry in behind[:_SHOWN])
    rest = f"; and {len(behind) - _SHOWN} more" if len(behind) > _SHOWN else ""
    verb = "differs" if len(behind) == 1 else "differ"
    packages = "package" if len(resolution.locked) == 1 else "packages"
    yield Finding(
        LineIndex(resolution.manifest.text).span(0),
        f"{len(behind)} of {len(resolution.locked)} locked {packages} {verb} from "
        f"`{served(resolution)}`: {first}{rest}",
        related=tuple(related(entry, _state(entry)) for entry in behind[:_RELATED]),
    )


def _state(entry: Entry) -> str:
    distribution = entry.verdict.distribution
    version = entry.dependency.specifier.removeprefix("==")
    if distribution is None:
        return f"`{entry.dependency.name}` is not installed"
    return f"`{entry.dependency.name}` {distribution.version} is installed, {version} is locked"


RULE = Rule(
    code="environment-behind-lock",
    severity="warning",
    summary="The environment does not hold what the lock file fixes",
    topic="environment",
    needs=("lock",),
    find=find,
    doc="""
The lock file (`uv.lock`, `poetry.lock`, `pdm.lock`, `Pipfile.lock`, `pylock.toml`) fixes a version
that the environment does not hold, or a package that it lacks. One problem stands at the top of the
file, however many packages differ; the related places show each. What belongs into the environment
is what the lock says for its Python and platform and for the groups and extras that are selected.
What is installed beyond that is nobody's business here. Of a package that comes from a repository,
a URL or a folder only its presence is judged.

```text
-- pylock.toml --
lock-version = "1.0"
^^^^^^^^^^^^^^^^^^^^ environment-behind-lock: 2 of 3 locked packages differ from `.venv`: `flask`...
created-by = "pip"
[[packages]]
name = "flask"
version = "3.0.3"
[[packages]]
name = "colorama"
version = "0.4.6"
marker = "sys_platform == 'win32'"
[[packages]]
name = "click"
version = "8.1.7"
[[packages]]
name = "jinja2"
version = "3.1.4"
-- .venv --
flask 3.0.2
jinja2 3.1.4
```

Sync the environment: the quick fix, and the line above the file, run the tool that wrote the lock
(`uv sync`, `poetry sync`, `pdm sync`, `pipenv sync`). It is also offered on what the project's own
file lacks.
""",
)
