"""What the rules on imports share: which imports are judged, and whose they are. No rule itself."""

from collections.abc import Iterator

from pinlight.model import Import, Providers, Resolution
from pinlight.words import short, ticked

_ALWAYS_THERE = frozenset(("__main__", "_typeshed"))
_MOST_FILES = 3  # named in a message


def judged(resolution: Resolution) -> Iterator[Import]:
    """Yield the imports that need a package: not those of the standard library or the project."""
    from pinlight.python_imports import imports  # Only where a Python file is open.
    from pinlight.standard_library import standard_library

    providers = resolution.providers
    if providers is None:
        return
    python = providers.environment.markers.get("python_full_version", "")
    there = standard_library(providers.environment.python or python)
    for it in imports(resolution.manifest.text):
        if it.is_optional or it.is_typing or it.top in there or it.top in _ALWAYS_THERE:
            continue
        if it.top not in providers.local and it.top not in providers.loose:
            yield it


def owners(it: Import, providers: Providers) -> tuple[str, ...]:
    """Return the distributions that provide what is imported; () for none, or for a namespace of
    which only the whole is named."""
    from pinlight.provided import prefixes

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
