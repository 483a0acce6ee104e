"""Which packages of a lock file belong into an environment, and whether they are there.

A lock tells it either of each package (its groups and a marker) or by its graph, which is gone
through from the project's own declarations.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from pinlight.judge import admits, holds, judge
from pinlight.model import Dependency, Entry, Environment, Manifest
from pinlight.model.locked import Lock, Locked

# `extra`, `extras` and `dependency_groups` are no variables of an environment: what is selected
# answers for them before a marker is evaluated.
_SELECTED = re.compile(
    r"""(?P<q>["'])(?P<in>[^"']*)(?P=q)\s*(?P<not>not\s+)?in\s+(?P<set>extras|dependency_groups)
    |\bextra\s*(?P<op>==|!=)\s*(?P<r>["'])(?P<extra>[^"']*)(?P=r)""",
    re.VERBOSE,
)
_ALWAYS, _NEVER = "python_version >= '0'", "python_version < '0'"

Groups = frozenset[tuple[str, bool]]  # (name, is_extra); ("", False): what is always installed
ALWAYS = ("", False)


def judged(
    manifest: Manifest, declared: Manifest | None, groups: Groups, environment: Environment
) -> tuple[Entry, ...]:
    """Return what `manifest`, a lock file, wants in `environment`, each with its verdict.

    `declared` is what the file beside it declares, None when it was not read. Where nothing
    tells what belongs there, only what is installed is judged.
    """
    lock = manifest.lock
    if lock is None:
        return ()
    packages = wanted(lock, declared, groups, environment.markers)
    if packages is None:
        packages = _installed(lock, environment)
    entries = {}
    for dependency in packages:
        bare = dependency._replace(marker="", extras=())
        entries[dependency.name, dependency.specifier] = Entry(
            manifest, dependency, judge(bare, environment), dependency.span
        )
    return tuple(entries.values())


def wanted(
    lock: Lock, declared: Manifest | None, groups: Groups, markers: Mapping[str, str]
) -> Iterable[Dependency] | None:
    """Return the packages that belong where `markers` hold; None when nothing tells."""
    if any(package.asked for package in lock.packages):
        return _flat(lock, groups, markers)
    roots = [
        need
        for package in lock.packages
        if package.is_root
        for need in package.needs
        if (need.group, need.is_extra) in groups
    ]
    if any(package.is_root for package in lock.packages):
        return _Graph(lock, markers).reached(roots)
    if declared is None or lock.tool == "uv":
        return None
    roots = [
        need
        for need in declared.dependencies
        if not need.is_build and (need.group, need.is_extra) in groups
    ]
    return _Graph(lock, markers).reached(roots)


def _flat(lock: Lock, groups: Groups, markers: Mapping[str, str]) -> Iterator[Dependency]:
    told = partial(_told, groups=groups)
    for package in lock.packages:
        for group, is_extra, marker in package.asked:
            if (group, is_extra) in groups and holds(_SELECTED.sub(told, marker), markers):
                yield package.dependency
                break


def _told(match: "re.Match[str]", groups: Groups) -> str:
    """Return what a question about what is selected comes to."""
    if match["set"]:
        is_chosen = (match["in"], match["set"] == "extras") in groups
        return _ALWAYS if is_chosen != bool(match["not"]) else _NEVER
    is_chosen = (match["extra"], True) in groups
    return _ALWAYS if is_chosen == (match["op"] == "==") else _NEVER


def _installed(lock: Lock, environment: Environment) -> Iterator[Dependency]:
    """Yield the packages that are installed and locked at one version only."""
    count: dict[str, int] = {}
    for package in lock.packages:
        count[package.dependency.name] = count.get(package.dependency.name, 0) + 1
    for package in lock.packages:
        name = package.dependency.name
        if count[name] == 1 and name in environment.distributions:
            yield package.dependency


class _Graph:
    """The packages of a lock by name, and what each brings in under the markers."""

    def __init__(self, lock: Lock, markers: Mapping[str, str]) -> None:
        self.markers = markers
        self.packages: dict[str, list[Locked]] = {}
        for package in lock.packages:
            self.packages.setdefault(package.dependency.name, []).append(package)

    def reached(self, roots: list[Dependency]) -> Iterator[Dependency]:
        """Yield each package that `roots` lead to, but for the project's own."""
        waiting = list(roots)
        seen: set[tuple[int, str]] = set()
        while waiting:
            need = waiting.pop()
            if not holds(need.marker, self.markers):
                continue
            for package in self.meant(need):
                for extra in ("", *need.extras):
                    if (id(package), extra) in seen:
                        continue
                    seen.add((id(package), extra))
                    waiting += [it for it in package.needs if it.group == extra]
                    if not extra and not package.is_root:
                        yield package.dependency

    def meant(self, need: Dependency) -> list[Locked]:
        """Return the packages that `need` names: of several versions those that it admits."""
        found = self.packages.get(need.name, [])
        fitting = [it for it in found if {*it.dependency.extras} <= {*need.extras}]
        if len(fitting) < 2 or not need.specifier:
            return fitting if len({it.dependency.specifier for it in fitting}) < 2 else []
        return [
            it
            for it in fitting
            if it.dependency.specifier == need.specifier
            or admits(need.specifier, it.dependency.specifier.removeprefix("=="))
        ]
