"""A project that is a package and is not installed in its own environment."""

import re
from collections.abc import Iterator

from pinlight.model import Finding, Resolution
from pinlight.patterns import lazy
from pinlight.rules import Rule
from pinlight.rules.places import has_environment, served

_IS_PACKAGE = lazy(r"^[ \t]*\[?[ \t]*build-system\b", re.MULTILINE)
_IS_NONE = lazy(r"^[ \t]*package(?:-mode)?[ \t]*=[ \t]*false\b", re.MULTILINE)


def find(resolution: Resolution) -> Iterator[Finding]:
    manifest = resolution.manifest
    environment = resolution.environment
    if environment is None or not has_environment(resolution) or not manifest.project:
        return
    if manifest.project not in environment.distributions and is_package(manifest.text):
        yield Finding(
            manifest.project_span,
            f"`{manifest.project}` itself is not installed in `{served(resolution)}`",
            manifest.project,
        )


def is_package(text: str) -> bool:
    """Whether the project can be installed: it has a build system, and neither `[tool.uv]` nor
    `[tool.poetry]` says that it is not to be."""
    return bool(_IS_PACKAGE.search(text)) and not _IS_NONE.search(text)


RULE = Rule(
    code="project-not-installed",
    severity="hint",
    summary="The project itself is not installed in its environment",
    topic="environment",
    needs=("project",),
    find=find,
    doc="""
A `pyproject.toml` with a `[build-system]` describes a package. Its tests, scripts and entry points
usually need the package itself in the environment, installed as editable: `pip install -e .`

```text
-- pyproject.toml --
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "shop"
        ^^^^ project-not-installed: `shop` itself is not installed in `.venv`
version = "1.0"
dependencies = ["flask"]
-- .venv --
flask 3.0.2
```

Install it, or turn the rule off where the project is used from its folder only.
""",
)
