"""What the rules on imports share: which imports are judged, and whose they are. No rule itself."""

from collections.abc import Iterator

from pinlight.model import Import, Providers, Resolution
from pinlight.rules.places import file_name
from pinlight.words import short, ticked

_ALWAYS_THERE = frozenset(("__main__", "_typeshed"))
_RUN_BY = {  # files of tools, which run them in an environment of the tool's own
    "conf.py": "sphinx",
    "dodo.py": "doit",
    "fabfile.py": "fabric",
    "hatch_build.py": "hatchling",
    "noxfile.py": "nox",
    "tasks.py": "invoke",
}
_MOST_FILES = 3  # named in a message


def judged(resolution: Resolution) -> Iterator[Import]:
    """Yield the imports that need a package: not those of the standard library or the project."""
    from pinlight.imports.standard_library import standard_library
    from pinlight.imports.statements import imports  # Only where a Python file is open.

    providers = resolution.providers
    if providers is None:
        return
    runner = _RUN_BY.get(file_name(resolution.manifest.path), "")
    python = providers.environment.markers.get("python_full_version", "")
    there = standard_library(providers.environment.python or python)
    for it in imports(resolution.manifest.text):
        if it.is_optional or it.is_typing or it.top in there or it.top in _ALWAYS_THERE:
            continue
        if it.top not in providers.local and it.top not in providers.loose and it.top != runner:
            yield it


def owners(it: Import, providers: Providers) -> tuple[str, ...]:
    """Return the distributions that provide what is imported; () for none, or for a namespace of
    which only the whole is named."""
    from pinlight.imports.provided import prefixes

    for module in it.modules:
        for name in prefixes(module):
            if name in providers.owners:
                return providers.owners[name]
    return ()


def is_namespace(it: Import, providers: Providers) -> bool:
    """Whether installed distributions share the top-level package."""
    start = f"{it.top}."
    return any(module.startswith(start) for module in providers.owners)


def shown_files(resolution: Resolution, providers: Providers) -> str:
    """Return the files that declare, as messages show them."""
    names = [short(it.path, resolution.manifest.path) for it in providers.files]
    more = len(names) - _MOST_FILES
    return ticked(names[:_MOST_FILES]) + (f" and {more} more" if more > 0 else "")
