"""Which installed distributions nothing asks for: what a sync removes."""

from collections.abc import Iterable, Iterator

from pinlight.judge.conflicts import Root, bringers
from pinlight.judge.origins import local_path, reached
from pinlight.model import Distribution, Entry, Environment, Resolution
from pinlight.paths import lies_in

# What environments are seeded with, and what keeps this one in step.
SEEDS = frozenset(("pip", "setuptools", "wheel", "distribute", "pinlight"))


def strays(environment: Environment, roots: Iterable[Root]) -> tuple[str, ...]:
    """Return the names of what lies in the environment itself and is neither one of `roots`
    (name, extras), nor needed by one, nor a seed; sorted.

    What one of the others needs stays, so that removing these brings no new conflict.
    """
    seeds = ((name, ()) for name in sorted(SEEDS))
    others = (
        (it.name, ()) for it in environment.distributions.values() if not _is_own(it, environment)
    )
    needed = bringers(environment, (*roots, *seeds, *others))
    return tuple(sorted(environment.distributions.keys() - needed.keys()))


def roots(environment: Environment, resolutions: Iterable[Resolution]) -> tuple[Root, ...]:
    """Return what the files that the environment serves ask for, and their own projects."""
    found: dict[Root, None] = {}
    for resolution in resolutions:
        for entry in (*resolution.entries, *resolution.locked):
            if entry.verdict.kind != "not-needed" and (name := _name(entry)):
                found[name, entry.dependency.extras] = None
        if project := resolution.manifest.project:
            found[project, ()] = None
        found.update(((name, ()), None) for name in _linked(environment, resolution))
    return tuple(found)


def why_unsure(resolutions: Iterable[Resolution]) -> str:
    """Return why it cannot be told what the files ask for; "" when it can."""
    for resolution in resolutions:
        read = (resolution.manifest, *(entry.manifest for entry in resolution.entries))
        for manifest in {it.path: it for it in read}.values():
            if manifest.faults:
                return f"`{_base(manifest.path)}` cannot be read wholly"
            for include in manifest.includes:
                if include.is_constraint:
                    continue
                if not include.path:
                    return f"`{include.target}` is not read"
                if include.path in resolution.unreadable:
                    return f"`{include.target}` cannot be read"
    return ""


def _is_own(distribution: Distribution, environment: Environment) -> bool:
    """Whether a sync may remove it: it lies in the environment, and is not conda's."""
    if distribution.is_of_conda or distribution.name in environment.conda:
        return False
    return lies_in(distribution.where, environment.prefix)


def _name(entry: Entry) -> str:
    """Return the name of what an entry asks for; of a path or URL that of what is installed."""
    distribution = entry.verdict.distribution
    return entry.dependency.name or (distribution.name if distribution else "")


def _linked(environment: Environment, resolution: Resolution) -> Iterator[str]:
    """Yield the editable projects that lie beside the file, or around or below it."""
    folder = _folder(resolution.manifest.path)
    for distribution in environment.distributions.values():
        origin = distribution.origin
        if origin is None or not origin.is_editable:
            continue
        place = local_path(origin.url)
        for path in (place, *reached(place, environment.links)):
            if lies_in(path, folder) or lies_in(folder, path):
                yield distribution.name


def _folder(path: str) -> str:
    return path[: max(path.rfind("/"), path.rfind("\\"))]


def _base(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]
