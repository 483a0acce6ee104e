"""What tells of a file, at once, which rules may find something in it. No rule itself."""

from collections.abc import Callable, Mapping

from pinlight.model import Resolution

FACTS: Mapping[str, Callable[[Resolution], object]] = {
    "cycles": lambda it: it.cycles,
    "constraints": lambda it: it.constraints,
    "damaged environment": lambda it: it.losses or (it.environment and it.environment.leftovers),
    "broken environment": lambda it: it.environment and it.environment.state != "ok",
    "no environment": lambda it: it.environment is None,
    "interrupted change": lambda it: it.environment and it.environment.interrupted,
    "faults": lambda it: it.manifest.faults,
    "groups": lambda it: it.manifest.groups,
    "hashes": lambda it: it.manifest.has_hashes,
    "imports": lambda it: it.providers,
    "includes": lambda it: it.manifest.includes,
    "lock": lambda it: it.manifest.lock,
    "options": lambda it: it.manifest.options,
    "project": lambda it: it.manifest.project,
    "python": lambda it: it.manifest.requires_python,
    "unreadable": lambda it: it.unreadable,
    "usage": lambda it: it.used is not None,
}
"""By name, what holds of a file: most hold of few. Cheap: a thousand files are asked for each."""


def facts(resolution: Resolution) -> tuple[str, ...]:
    """Return the names of those that hold."""
    return tuple([name for name, holds in FACTS.items() if holds(resolution)])
