"""What an environment holds, and why: each distribution with what asks for it."""

from collections.abc import Iterable, Mapping

from pinlight.features import Feature
from pinlight.fixes.targets import LAG
from pinlight.judge import requires
from pinlight.judge.conflicts import conflicts
from pinlight.judge.specifiers import asker
from pinlight.model import Environment, Resolution
from pinlight.named import NamedTuple


class Package(NamedTuple):
    """One distribution, or a name that is asked for and is not there (version "")."""

    name: str
    version: str
    where: str  # its .dist-info; "" when it is not installed
    summary: str
    is_direct: bool  # a file asks for it by name
    needed_by: tuple[str, ...]  # installed distributions that require it
    trouble: str  # why it is out of step; "" when it is not


def packages(environment: Environment, resolutions: Iterable[Resolution]) -> tuple[Package, ...]:
    """Return what `environment` holds or lacks for the files that it serves, by name."""
    direct: set[str] = set()
    trouble: dict[str, str] = {}
    for resolution in resolutions:
        for entry in resolution.entries:
            name, verdict = entry.dependency.name, entry.verdict
            if not name or verdict.kind == "not-needed":
                continue
            direct.add(name)
            if verdict.kind in LAG:
                trouble.setdefault(name, verdict.detail or "not installed")
    for conflict in conflicts(environment):
        if conflict.needed:
            text = f"{conflict.distribution.name} requires {conflict.requirement}"
            trouble.setdefault(conflict.needed, text)
    needed = _needed_by(environment)
    return tuple(
        _package(environment, name, name in direct, needed.get(name, ()), trouble.get(name, ""))
        for name in sorted({*environment.distributions, *trouble})
    )


def _package(
    environment: Environment, name: str, is_direct: bool, needed_by: Iterable[str], trouble: str
) -> Package:
    found = environment.distributions.get(name)
    if found is None:
        return Package(name, "", "", "", is_direct, tuple(needed_by), trouble)
    return Package(
        name, found.version, found.where, found.summary, is_direct, tuple(needed_by), trouble
    )


def _needed_by(environment: Environment) -> Mapping[str, list[str]]:
    """Return for each name the distributions that require it, without their extras."""
    holds = asker(environment.markers)
    needed: dict[str, list[str]] = {}
    for name, distribution in sorted(environment.distributions.items()):
        for value in distribution.requires:
            requirement = requires.read(value)
            if requirement is None:
                continue
            dependency = requirement.dependency
            if dependency.marker and not holds(dependency.marker, ""):
                continue
            users = needed.setdefault(dependency.name, [])
            if name not in users:
                users.append(name)
    return needed


FEATURE = Feature("packages", packages)
