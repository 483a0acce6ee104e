"""An import of what is installed nowhere."""

from collections.abc import Iterator

from pinlight.model import Entry, Finding, Import, Providers, Related, Resolution
from pinlight.pep508 import normal
from pinlight.rules import Rule
from pinlight.rules.imported import is_namespace, judged, owners, shown_files
from pinlight.rules.places import written_name
from pinlight.words import short


def find(resolution: Resolution) -> Iterator[Finding]:
    providers = resolution.providers
    if providers is None:
        return
    for it in judged(resolution):
        if owners(it, providers):
            continue
        names = _names(it)
        entry = next((it for it in providers.missing if it.dependency.name in names), None)
        if entry is not None:
            yield _declared(resolution, it, entry, providers)
        elif found := _known(it, names, providers):
            where = short(providers.environment.prefix, resolution.manifest.path)
            yield Finding(
                it.span,
                f"`{it.module}` belongs to `{found}`, which is neither installed in `{where}` nor "
                f"declared in {shown_files(resolution, providers)}",
                found,
            )


def _declared(resolution: Resolution, it: Import, entry: Entry, providers: Providers) -> Finding:
    path = resolution.manifest.path
    name = written_name(entry.manifest, entry.dependency)
    where = short(providers.environment.prefix, path)
    file = short(entry.manifest.path, path)
    return Finding(
        it.span,
        f"`{name}` is declared in `{file}` but not installed in `{where}`",
        entry.dependency.name,
        (Related(entry.manifest.path, entry.dependency.span, f"`{name}` is declared here"),),
    )


def _names(it: Import) -> tuple[str, ...]:
    """Return the names of distributions that the import may mean, the likeliest first."""
    from pinlight.imports.known_modules import known_distribution
    from pinlight.imports.provided import prefixes

    known = [known_distribution(module) for module in it.modules]
    spelled = [normal(name.replace(".", "-")) for module in it.modules for name in prefixes(module)]
    return tuple(dict.fromkeys(filter(None, (*known, *spelled))))


def _known(it: Import, names: tuple[str, ...], providers: Providers) -> str:
    """Return the distribution that an import surely means though the project does not name it."""
    from pinlight.imports.known_modules import known_distribution

    if not providers.is_complete or is_namespace(it, providers):
        return ""
    there = providers.environment.distributions.keys() | providers.declared | providers.elsewhere
    if not there.isdisjoint(names):
        return ""  # Declared for other cases than this one, or its metadata tells too little.
    known = known_distribution(it.module)
    return known or next((name for name in names if name in providers.named), "")


RULE = Rule(
    code="uninstalled-import",
    severity="warning",
    summary="An import of a package that is not installed",
    topic="imports",
    needs=("imports",),
    find=find,
    doc="""
The import fails in the environment of the project. Either the package is declared and not installed
yet, or nothing declares it but its name is well known, or another file of the workspace names it.

```text
requests
^^^^^^^^ missing-package: `requests` is not installed in `.venv`
-- app.py --
import requests
       ^^^^^^^^ uninstalled-import: `requests` is declared in `requirements.txt` but not...
import yaml
       ^^^^ uninstalled-import: `yaml` belongs to `pyyaml`, which is neither installed in...
import something_of_ours
-- .venv --
flask 3.0.2
```

Install it: the quick fix installs what is declared, or adds it to the declarations first.

Of any other name that cannot be found nothing is told. Which imports are looked at stands under
[undeclared-import](#undeclared-import).
""",
)
