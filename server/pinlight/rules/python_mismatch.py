"""`requires-python` against the Python of the environment."""

from collections.abc import Iterator

from pinlight.judge import admits
from pinlight.model import Finding, Resolution
from pinlight.rules import Rule
from pinlight.rules.places import has_environment, served


def find(resolution: Resolution) -> Iterator[Finding]:
    manifest = resolution.manifest
    environment = resolution.environment
    if environment is None or not has_environment(resolution) or not environment.python:
        return
    wanted = manifest.requires_python
    if wanted and not admits(wanted, environment.python):
        yield Finding(
            manifest.requires_python_span,
            f"`{served(resolution)}` has Python {environment.python}, {wanted} is required",
            environment.prefix,
        )


RULE = Rule(
    code="python-mismatch",
    severity="warning",
    summary="The environment's Python is not one that the project supports",
    topic="environment",
    needs=("python",),
    find=find,
    doc="""
`requires-python` does not admit the Python that the environment was made with. Installers refuse
to install the project there, and choose other versions of what it needs.

```text
-- pyproject.toml --
[project]
name = "shop"
version = "1.0"
requires-python = ">=3.12"
                   ^^^^^^ python-mismatch: `.venv` has Python 3.11.4, >=3.12 is required
-- .venv --
python 3.11.4
```

Create the environment anew with another Python, or mend `requires-python`.
""",
)
