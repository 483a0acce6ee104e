"""The dependency tree, one step at a time: what a requirement brings, and who asks for it."""

from collections.abc import Iterable, Iterator

from pinlight.features import Feature
from pinlight.features.graph import Step, steps, steps_to
from pinlight.features.under import under
from pinlight.model import Dependency, Distribution, Entry, Environment, Resolution
from pinlight.named import NamedTuple
from pinlight.text import Span


class Node(NamedTuple):
    """One requirement in the tree: a line of a file, or a distribution.

    A line has `path` and its spans there; a distribution is at `distribution`, which is None
    when it is not installed.
    """

    name: str
    title: str
    detail: str  # what is asked for, what is installed, and what is wrong with it
    extras: tuple[str, ...] = ()
    path: str = ""
    span: Span = Span(0, 0)
    name_span: Span = Span(0, 0)
    distribution: Distribution | None = None


class Call(NamedTuple):
    """A step to or from a node. `step` None: a line asks for it, at `node.name_span`."""

    node: Node
    step: Step | None = None


MARK = "✗"


def hierarchy(resolution: Resolution, offset: int) -> Node | None:
    """Return the requirement at `offset`; None where there is none with a name."""
    found = under(resolution, offset)
    dependency = found.dependency
    if dependency is None or not dependency.span.touches(Span(offset, offset)):
        return None
    environment = resolution.environment
    name = dependency.name
    if not name and found.entry and found.entry.verdict.distribution:
        name = found.entry.verdict.distribution.name
    if not name:
        return None
    there = environment.distributions.get(name) if environment else None
    return _line(resolution.manifest.path, dependency, name, there, _trouble(found.entry))


def outgoing(environment: Environment, name: str, extras: tuple[str, ...]) -> tuple[Call, ...]:
    """Return what the distribution `name` with `extras` requires; nothing when it is missing."""
    owner = environment.distributions.get(name)
    if owner is None:
        return ()
    return tuple(Call(_required(step), step) for step in steps(environment, owner, extras))


def incoming(
    environment: Environment, name: str, resolutions: Iterable[Resolution]
) -> tuple[Call, ...]:
    """Return what requires `name`: lines of the files that the environment serves, then
    distributions."""
    lines = {
        (call.node.path, call.node.span): call
        for resolution in resolutions
        if resolution.choice.prefix == environment.prefix
        for call in _lines(resolution, environment, name)
    }
    owners = (Call(_owner(step), step) for step in steps_to(environment, name))
    return (*(lines[key] for key in sorted(lines)), *owners)


def _lines(resolution: Resolution, environment: Environment, name: str) -> Iterator[Call]:
    there = environment.distributions.get(name)
    for entry in resolution.entries:
        if entry.dependency.name == name and entry.verdict.kind != "not-needed":
            path = entry.manifest.path
            yield Call(_line(path, entry.dependency, name, there, _trouble(entry)))


def _trouble(entry: Entry | None) -> str:
    if entry is None or entry.verdict.kind in ("satisfied", "not-needed", "unknown"):
        return ""
    return entry.verdict.detail or "not installed"


def _line(
    path: str, dependency: Dependency, name: str, there: Distribution | None, trouble: str
) -> Node:
    asked = dependency.specifier or ("a URL" if dependency.url else "any version")
    installed = f"{there.version or 'unknown version'} is installed" if there else "not installed"
    state = f"{MARK} {trouble}" if trouble else installed
    extras = f"[{','.join(dependency.extras)}]" if dependency.extras else ""
    return Node(
        name,
        f"{name}{extras}{dependency.specifier}",
        f"{asked} · {state}",
        dependency.extras,
        path,
        dependency.span,
        dependency.name_span if dependency.name_span.end else dependency.span,
        there,
    )


def _required(step: Step) -> Node:
    """Return what a step leads to."""
    dependency, there = step.dependency, step.distribution
    asked = dependency.specifier or "any version"
    extra = f" · extra {step.extra}" if step.extra else ""
    state = f"{MARK} {step.trouble}" if step.trouble else f"{there.version if there else ''}"
    return Node(
        dependency.name,
        dependency.name,
        f"{asked}{extra} · {state}",
        dependency.extras,
        distribution=there,
    )


def _owner(step: Step) -> Node:
    """Return what a step comes from."""
    owner = step.owner
    asked = step.dependency.specifier or "any version"
    extra = f" with extra {step.extra}" if step.extra else ""
    state = f" · {MARK} {step.trouble}" if step.trouble and not step.extra else ""
    title = f"{owner.name} {owner.version}".strip()
    return Node(owner.name, title, f"asks for {asked}{extra}{state}", distribution=owner)


FEATURE = Feature("hierarchy", hierarchy)
