"""Dependency x Environment -> Verdict: the one place that says "satisfied or not, and why".

pip is the judge: a requirement of an index is out of step exactly when `pip install --no-deps
--no-index` of it alone would want to change something. URLs and paths are compared with
direct_url.json instead, as uv does, since pip would fetch or build them to find out.
"""

from collections.abc import Iterator
from functools import lru_cache

from pinlight.identity import Same
from pinlight.judge import origins, requires
from pinlight.judge.conflicts import Conflict, bringers, conflicts
from pinlight.judge.requires import Requirement
from pinlight.judge.specifiers import (
    admits,
    clash,
    contradict,
    evaluate,
    holds,
    is_valid_version,
    verdict,
)
from pinlight.model import Dependency, Distribution, Environment, Verdict
from pinlight.typed import Any

__all__ = (
    "Conflict",
    "admits",
    "bringers",
    "clash",
    "conflicts",
    "contradict",
    "differing",
    "holds",
    "judge",
    "lacking",
)


_MOST_KEPT = 32_768  # verdicts of one environment
_PLACES = ("span", "entry", "name_span", "specifier_span")  # the fields behind the name


@lru_cache(8)
def _verdicts(same: Same[Environment]) -> dict[tuple[Any, ...], Verdict]:  # noqa: ARG001 - the key
    """Return what was judged in an environment; every keystroke asks for most of it again."""
    return {}


@lru_cache(4)
def differing(before: Same[Environment], after: Same[Environment]) -> frozenset[str] | None:
    """Return the names of which the two hold different distributions; None: they differ in what
    each verdict rests on, as two environments at two places do."""
    one, other = before.value, after.value
    if _ground(one) != _ground(other):
        return None
    old, new = one.distributions, other.distributions
    came = [name for name, it in new.items() if old.get(name) is not it]
    return frozenset((*came, *(name for name in old if name not in new)))


def _ground(environment: Environment) -> tuple[object, ...]:
    it = environment
    return it.prefix, it.kind, it.state, it.markers, it.conda, it.links


def judge(dependency: Dependency, environment: Environment) -> Verdict:
    """Say whether `environment` satisfies `dependency`, and why not.

    "unknown" also when the line itself is at fault: the format reports that. An extra that the
    distribution does not provide changes nothing, as in pip, which only warns.
    """
    kept = _verdicts(Same(environment))
    key = dependency[0], *dependency[len(_PLACES) + 1 :]  # All but where it stands.
    found = kept.get(key)
    if found is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        found = kept[key] = _judged(dependency, environment)
    return found


def _judged(dependency: Dependency, environment: Environment) -> Verdict:
    is_needed = evaluate(dependency.marker, environment.markers)
    if is_needed is None:
        return Verdict("unknown")
    if not is_needed:
        return Verdict("not-needed")
    distribution = _find(dependency, environment)
    if distribution is None:
        is_told = dependency.name or not dependency.url or origins.is_recorded(dependency)
        return Verdict("missing" if is_told else "unknown")
    found = _of_installed(dependency, distribution, environment)
    if found.kind != "satisfied" or not dependency.extras:
        return found
    missing = lacking(distribution, dependency.extras, environment)
    if not missing:
        return found
    return Verdict("missing-extra", distribution, _extra_words(dependency, missing), missing)


def lacking(
    distribution: Distribution, extras: tuple[str, ...], environment: Environment
) -> tuple[str, ...]:
    """Return the requirements that `extras` bring and `environment` does not satisfy.

    Extras of what an extra brings are followed, and so are extras that name others of the same
    distribution; ordinary dependencies are not: those are conflicts among what is installed.
    """
    waiting = [(distribution, extra) for extra in extras]
    seen = set()
    found: dict[str, None] = {}
    while waiting:
        owner, extra = waiting.pop(0)
        if (owner.name, extra) in seen:
            continue
        seen.add((owner.name, extra))
        for dependency, text in _brought(owner, extra, environment):
            there = _find(dependency, environment)
            if there is None or _of_installed(dependency, there, environment).kind in _OUT_OF_STEP:
                found[text] = None
            else:
                waiting += [(there, name) for name in dependency.extras]
    return tuple(found)


_OUT_OF_STEP = ("wrong-version", "wrong-source")


def _brought(
    distribution: Distribution, extra: str, environment: Environment
) -> Iterator[Requirement]:
    """Yield what `extra` adds to what the distribution requires without it."""
    if extra not in distribution.extras:
        return
    for text in distribution.requires:
        requirement = requires.read(text)
        if requirement is None:
            continue
        marker = requirement.dependency.marker
        if (
            "extra" in marker
            and holds(marker, environment.markers, extra)
            and not holds(marker, environment.markers)
        ):
            yield requirement


def _find(dependency: Dependency, environment: Environment) -> Distribution | None:
    """Return the distribution that `dependency` names; a nameless one by where it came from."""
    if dependency.name or not dependency.url:
        return environment.distributions.get(dependency.name)
    links = environment.links
    found = [
        it
        for it in environment.distributions.values()
        if it.origin is not None and origins.is_from(dependency, it.origin, links)
    ]

    def is_other(it: Distribution) -> bool:
        return bool(origins.difference(dependency, it.origin, links))

    return min(found, key=is_other, default=None)


def _of_installed(
    dependency: Dependency, distribution: Distribution, environment: Environment
) -> Verdict:
    """Judge the installed distribution alone, without extras."""
    if dependency.url:
        words = origins.difference(dependency, distribution.origin, environment.links)
        if words is None:
            return Verdict("unknown", distribution)
        if words:
            return Verdict("wrong-source", distribution, f"{distribution.version} {words}".strip())
        return Verdict("satisfied", distribution)
    is_admitted = verdict(dependency.specifier, distribution.version)
    if not distribution.version or is_admitted is None:
        return Verdict("unknown", distribution)
    if is_admitted:
        return Verdict("satisfied", distribution)
    return Verdict("wrong-version", distribution, _version_words(dependency, distribution))


def _version_words(dependency: Dependency, distribution: Distribution) -> str:
    if not is_valid_version(distribution.version):
        return f"{distribution.version} is installed, which is not a valid version"
    return f"{distribution.version} is installed, {_wanted(dependency.specifier)} is required"


def _wanted(specifier: str) -> str:
    """Return a specifier as people say it: the version of a pin, else the specifier itself."""
    version = specifier.removeprefix("==")
    is_pin = specifier != version and not version.startswith("=") and not {*version} & {*",*"}
    return version.strip() if is_pin else specifier


def _extra_words(dependency: Dependency, missing: tuple[str, ...]) -> str:
    names = ", ".join(f"`{extra}`" for extra in dependency.extras)
    extras = "extra" if len(dependency.extras) == 1 else "extras"
    return f"{extras} {names} also needs " + ", ".join(f"`{text}`" for text in missing)
