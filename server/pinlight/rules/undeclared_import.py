"""An import of what is installed and declared nowhere."""

from collections.abc import Iterator

from pinlight.model import Finding, Origin, Providers, Resolution
from pinlight.rules import Rule
from pinlight.rules.imported import judged, owners, shown_files


def find(resolution: Resolution) -> Iterator[Finding]:
    providers = resolution.providers
    if providers is None or not providers.is_complete:
        return
    for it in judged(resolution):
        names = owners(it, providers)
        if names and _is_strange(names, providers):
            distribution = providers.environment.distributions[names[0]]
            version = f" {distribution.version}" if distribution.version else ""
            yield Finding(
                it.span,
                f"`{it.module}` belongs to `{names[0]}`{version}, which is installed but not "
                f"declared in {shown_files(resolution, providers)}",
                names[0],
            )


def _is_strange(names: tuple[str, ...], providers: Providers) -> bool:
    """Whether nothing declared provides it; what is installed from a folder is the user's own."""
    found = [providers.environment.distributions.get(name) for name in names]
    is_own = any(it is None or (it.origin is not None and _is_folder(it.origin)) for it in found)
    return not is_own and providers.declared.isdisjoint(names)


def _is_folder(origin: Origin) -> bool:
    """Whether it was installed from a folder, not from an archive, of which a hash is recorded."""
    return origin.is_editable or (origin.url.startswith("file:") and not origin.hashes)


RULE = Rule(
    code="undeclared-import",
    severity="information",
    summary="An import of a package that is installed but declared nowhere",
    topic="imports",
    needs=("imports",),
    find=find,
    doc="""
The module is there today since something else brought its package in. When that changes, or where
only the declared packages are installed, the import fails.

```text
requests
-- app.py --
import json
import requests
import urllib3
       ^^^^^^^ undeclared-import: `urllib3` belongs to `urllib3` 2.2.1, which is installed but...
-- .venv --
requests 2.32.0
  Requires-Dist: urllib3>=1.21
urllib3 2.2.1
```

Declare it: the quick fix adds it to the requirements file or to `project.dependencies`.

Python files are looked at while they are open, and by `pinlight check --imports`. Which module
belongs to which package is read from the environment, the standard library is that of its Python.
All files that declare something count, from the folder of the Python file up to the workspace
folder, with all their groups and extras. Nothing is told about relative imports and modules of the
project itself, about imports that only type checkers see, about those that may fail (in a `try`
that catches `ImportError`, under a condition on the Python or the platform), about the tool that a
file is for (`nox` in `noxfile.py`), or where part of the declarations is computed by a program.
""",
)
