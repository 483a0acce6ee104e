"""Conflicts among what is installed, and who brought a distribution in.

`pip check` is the judge for dependencies. It never looks at Requires-Python; `uv pip check`
does, and it is right: a package for a newer Python may fail to import, which nothing else
would tell. Like uv, nothing is said of a Python that is too new: uv installs such packages.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache

from pinlight.judge import requires
from pinlight.judge.requires import Need
from pinlight.judge.specifiers import admits, asker
from pinlight.model import Distribution, Environment
from pinlight.named import NamedTuple
from pinlight.patterns import lazy
from pinlight.pep508 import normal

_NAME = lazy(r"\s*([a-zA-Z0-9][a-zA-Z0-9._-]*)")
_RELEASE = lazy(r"\d+(?:\.\d+)*")
_BOUND = lazy(r"(?:^|,)\s*(>=|>|~=|===?)\s*([^\s,*]*[^\s,.*])(?:\.\*)?\s*(?=,|$)")

Root = tuple[str, tuple[str, ...]]  # a name with extras
Way = tuple[str, ...]  # names, from a root down to a distribution that it brings in
Ask = Callable[[str, str], bool | None]  # of a marker and an extra: see `specifiers.asker`


class Conflict(NamedTuple):
    """Something that an installed distribution requires and does not have."""

    distribution: Distribution  # whose requirement is not satisfied
    requirement: str  # as written, without marker and credentials; ">=3.9": of Python
    needed: str  # normalised name; "" for Python itself
    installed: Distribution | None = None  # at the wrong version; None: missing, or Python


class Told(NamedTuple):
    """What is known of the conflicts in an environment."""

    conflicts: tuple[Conflict, ...]
    leading: frozenset[str]  # names from which a way may lead to a distribution in conflict


def conflicts(environment: Environment) -> tuple[Conflict, ...]:
    """Return what `pip check` finds, and each Requires-Python for which the Python is too old.

    By name of the distribution, then in the order of its metadata. Extras are not looked at,
    nor URLs: a requirement with one is satisfied by any version.
    """
    found: list[Conflict] = []
    held, ask = environment.distributions, asker(environment.markers)
    for name in sorted(held):
        distribution = held[name]
        told = distribution.headers
        if not _is_new_enough(environment.python, told.requires_python):
            found.append(Conflict(distribution, told.requires_python, ""))
        for need in _needs(told.requires, (), ask):
            there = held.get(need.name)
            if there is None or (there.version and not admits(need.specifier, there.version)):
                found.append(Conflict(distribution, need.text, need.name, there))
    return tuple(dict.fromkeys(found))


def bringers(
    environment: Environment,
    roots: Iterable[Root],
    wanted: frozenset[str] | None = None,
    kept: dict[Root, tuple[Root, ...]] | None = None,
    among: Container[str] | None = None,
) -> Mapping[str, Way]:
    """Return for each distribution that the `roots` (name, extras) lead to the shortest way.

    Of equally short ways the root named first wins. What is not there, no root brought in.
    With `wanted` the search may end when these names are found: most are roots themselves.
    `kept` holds what was read of the same environment by earlier searches. With `among` no way
    passes through other names: those that `leading` returns for what is wanted.
    """
    kept = {} if kept is None else kept
    among = environment.distributions if among is None else among
    ways: dict[str, Way] = {}
    seen: set[tuple[str, tuple[str, ...]]] = set()
    level: list[tuple[Way, tuple[str, ...]]] = [
        ((name,), extras) for name, extras in roots if name in among
    ]
    while level:
        met: list[tuple[Way, Distribution, tuple[str, ...]]] = []
        for way, extras in level:
            distribution = environment.distributions.get(way[-1])
            if distribution is None or (way[-1], extras) in seen:
                continue
            seen.add((way[-1], extras))
            ways.setdefault(way[-1], way)
            met.append((way, distribution, extras))
        if wanted is not None and wanted <= ways.keys():
            break
        level = []
        for way, distribution, extras in met:
            below = kept.get((way[-1], extras))
            if below is None:
                required = _required(distribution, extras, environment.markers)
                below = tuple((it.name, it.extras) for it in required)
                kept[way[-1], extras] = below
            level += [((*way, name), needed) for name, needed in below if name in among]
    return ways


def leading(environment: Environment, wanted: Iterable[str]) -> frozenset[str]:
    """Return the names from which a way may lead to one that is wanted; some of them do not, since
    neither markers nor extras are looked at."""
    written: dict[str, list[str]] = {}
    for name, distribution in environment.distributions.items():
        for value in distribution.requires:
            if match := _NAME.match(value):
                written.setdefault(match[1], []).append(name)
    owners: dict[str, list[str]] = {}
    for needed, names in written.items():
        owners.setdefault(normal(needed), []).extend(names)
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += owners.get(name, ())
    return frozenset(found)


def _required(
    distribution: Distribution, extras: tuple[str, ...], markers: Mapping[str, str]
) -> Iterable[Need]:
    """Return what the distribution requires where the variables are `markers`."""
    told = distribution.headers
    others = tuple(extra for extra in extras if extra in told.extras)
    return _needs(told.requires, others, asker(markers))


@lru_cache(65_536)  # Most of an environment stays as it is when something is installed.
def _needs(values: tuple[str, ...], others: tuple[str, ...], ask: Ask) -> tuple[Need, ...]:
    found = []
    for text in values:
        head, _, condition = text.partition(";")
        is_sure = condition and "@" not in head
        if is_sure and not _holds(condition.strip(), others, ask):
            continue  # Most belong to extras: they need not be read.
        need = requires.need(text)  # None: pip drops the distribution, and takes it for missing.
        if need and (is_sure or not need.marker or _holds(need.marker, others, ask)):
            found.append(need)
    return tuple(found)


def _holds(marker: str, others: tuple[str, ...], ask: Ask) -> bool | None:
    """Whether `marker` is true without extras, or with one of `others`."""
    return ask(marker, "") or (bool(others) and any(ask(marker, extra) for extra in others))


@lru_cache(4096)
def _is_new_enough(python: str, specifier: str) -> bool:
    """Whether `python` reaches the lower bounds of a Requires-Python; "" (unknown) does."""
    release = _RELEASE.match(python)  # For pip and uv a pre-release of Python is its release.
    oldest = ((">" if it[1] == ">" else ">=") + it[2] for it in _BOUND.finditer(specifier))
    return release is None or admits(",".join(oldest), release[0])
