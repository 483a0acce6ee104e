"""Who requires whom in an environment, each step with what is wrong with it."""

from collections.abc import Iterator, Mapping

from pinlight.judge import requires
from pinlight.judge.specifiers import admits, asker
from pinlight.model import Dependency, Distribution, Environment
from pinlight.named import NamedTuple


class Step(NamedTuple):
    """A requirement of an installed distribution that holds in its environment."""

    owner: Distribution
    dependency: Dependency  # its spans are relative to the value in the metadata
    text: str  # as written, without marker and credentials
    extra: str = ""  # of the owner, that brings it; "" when the owner always requires it
    distribution: Distribution | None = None  # what is installed under the name
    trouble: str = ""  # "not installed", "2.0 is installed"; "" when it is satisfied


def steps(
    environment: Environment, owner: Distribution, extras: tuple[str, ...] = ()
) -> tuple[Step, ...]:
    """Return what `owner` requires with `extras`, in the order of its metadata."""
    found = _outward(_graph(environment), owner)
    return tuple(step for step in found if not step.extra or step.extra in extras)


def steps_to(environment: Environment, name: str) -> tuple[Step, ...]:
    """Return what requires `name`, by name of the owner; steps of extras last."""
    graph = _graph(environment)
    found = [
        step
        for owner in graph.owners.get(name, ())
        for step in _outward(graph, environment.distributions[owner])
        if step.dependency.name == name
    ]
    return tuple(sorted(found, key=lambda step: bool(step.extra)))


class _Graph(NamedTuple):
    """What was found out about one environment so far."""

    environment: Environment
    owners: Mapping[str, tuple[str, ...]]  # name -> who names it, by name, whatever the marker
    outward: dict[str, tuple[Step, ...]]  # name of an owner -> its steps, those of extras too


_memo: list[_Graph] = []  # of the environments that were asked about last, the newest first
_KEPT = 4


def _graph(environment: Environment) -> _Graph:
    """Return the graph of an environment; it is the same as long as the environment is."""
    for graph in _memo:
        if graph.environment is environment:
            return graph
    owners: dict[str, dict[str, None]] = {}
    for name in sorted(environment.distributions):
        for value in environment.distributions[name].requires:
            requirement = requires.read(value)
            if requirement is not None:
                owners.setdefault(requirement.dependency.name, {})[name] = None
    graph = _Graph(environment, {name: tuple(found) for name, found in owners.items()}, {})
    _memo[:] = [graph, *_memo[: _KEPT - 1]]
    return graph


def _outward(graph: _Graph, owner: Distribution) -> tuple[Step, ...]:
    if owner.name not in graph.outward:
        graph.outward[owner.name] = tuple(_steps(graph.environment, owner))
    return graph.outward[owner.name]


def _steps(environment: Environment, owner: Distribution) -> Iterator[Step]:
    holds = asker(environment.markers)
    seen = set()
    for value in owner.requires:
        requirement = requires.read(value)
        if requirement is None:
            continue
        dependency, text = requirement
        marker = dependency.marker
        asked = ("", *owner.extras) if "extra" in marker else ("",)
        extra = next((it for it in asked if not marker or holds(marker, it)), None)
        if extra is None or (text, extra) in seen:
            continue
        seen.add((text, extra))
        there = environment.distributions.get(dependency.name)
        yield Step(owner, dependency, text, extra, there, _trouble(dependency, there))


def _trouble(dependency: Dependency, there: Distribution | None) -> str:
    if there is None:
        return "not installed"
    if there.version and not admits(dependency.specifier, there.version):
        return f"{there.version} is installed"
    return ""
