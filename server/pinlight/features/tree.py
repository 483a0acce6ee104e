"""The whole dependency tree of an environment, from the lines down or from a name up."""

from collections.abc import Iterable, Iterator

from pinlight.features import Feature
from pinlight.features.graph import Step, steps, steps_to
from pinlight.model import Distribution, Entry, Environment, Resolution
from pinlight.named import NamedTuple


class Branch(NamedTuple):
    """One requirement and what hangs on it."""

    name: str  # of a distribution; the path of a file
    version: str = ""  # installed; "" when it is not, or of a file
    requirement: str = ""  # what is asked for on the way here; "" at the root
    trouble: str = ""  # why that is not satisfied
    children: tuple["Branch", ...] = ()
    is_repeated: bool = False  # its children stand at another place of the tree
    is_file: bool = False


_DEEPEST = 100  # levels; real trees have some ten


def tree(environment: Environment, resolutions: Iterable[Resolution]) -> tuple[Branch, ...]:
    """Return for each file that the environment serves what its lines bring in.

    The lines of an included file stand below it where it is shown itself, else below the
    file that includes it.
    """
    seen: set[tuple[str, tuple[str, ...]]] = set()
    found = []
    served = sorted(resolutions, key=lambda it: it.manifest.path)
    others = {it.manifest.path for it in served}
    for resolution in served:
        path = resolution.manifest.path
        lines = tuple(
            _of_entry(environment, entry, seen)
            for entry in resolution.entries
            if entry.verdict.kind != "not-needed"
            and (entry.manifest.path == path or entry.manifest.path not in others)
        )
        found.append(Branch(resolution.manifest.path, children=lines, is_file=True))
    return tuple(found)


def tree_of(environment: Environment, name: str) -> Branch:
    """Return what the distribution `name` brings in."""
    return _of_name(environment, name, (), "", "", set(), 0)


def tree_to(environment: Environment, name: str, resolutions: Iterable[Resolution]) -> Branch:
    """Return what asks for the distribution `name`, down to the files."""
    asking: dict[str, list[Branch]] = {}
    for resolution in sorted(resolutions, key=lambda it: it.manifest.path):
        for entry in resolution.entries:
            if entry.verdict.kind != "not-needed":
                asking.setdefault(entry.dependency.name, []).append(
                    Branch(
                        entry.manifest.path,
                        requirement=_written(entry),
                        trouble=_trouble(entry),
                        is_file=True,
                    )
                )
    return _upward(environment, name, "", "", asking, set(), 0)


def _of_entry(
    environment: Environment, entry: Entry, seen: set[tuple[str, tuple[str, ...]]]
) -> Branch:
    found = entry.verdict.distribution
    name = entry.dependency.name or (found.name if found else "")
    if not name:
        return Branch("?", requirement=_written(entry), trouble=_trouble(entry))
    extras = entry.dependency.extras
    return _of_name(environment, name, extras, _written(entry), _trouble(entry), seen, 0)


def _of_name(
    environment: Environment,
    name: str,
    extras: tuple[str, ...],
    requirement: str,
    trouble: str,
    seen: set[tuple[str, tuple[str, ...]]],
    depth: int,
) -> Branch:
    owner = environment.distributions.get(name)
    branch = Branch(name, _version(owner), requirement, trouble)
    found = steps(environment, owner, extras) if owner else ()
    if not found:
        return branch
    if (name, extras) in seen or depth > _DEEPEST:
        return branch._replace(is_repeated=True)
    seen.add((name, extras))
    return branch._replace(
        children=tuple(
            _of_name(
                environment,
                step.dependency.name,
                step.dependency.extras,
                step.text,
                step.trouble,
                seen,
                depth + 1,
            )
            for step in found
        )
    )


def _upward(
    environment: Environment,
    name: str,
    requirement: str,
    trouble: str,
    asking: dict[str, list[Branch]],
    seen: set[str],
    depth: int,
) -> Branch:
    branch = Branch(name, _version(environment.distributions.get(name)), requirement, trouble)
    users = [step for step in steps_to(environment, name) if not step.extra]
    lines = asking.get(name, [])
    if not users and not lines:
        return branch
    if name in seen or depth > _DEEPEST:
        return branch._replace(is_repeated=True)
    seen.add(name)
    above = tuple(_above(environment, users, asking, seen, depth))
    return branch._replace(children=(*dict.fromkeys(lines), *above))


def _above(
    environment: Environment,
    users: list[Step],
    asking: dict[str, list[Branch]],
    seen: set[str],
    depth: int,
) -> Iterator[Branch]:
    for step in users:
        owner = step.owner.name
        yield _upward(environment, owner, step.text, step.trouble, asking, seen, depth + 1)


def _version(distribution: Distribution | None) -> str:
    return (distribution.version or "?") if distribution else ""


def _written(entry: Entry) -> str:
    dependency = entry.dependency
    if dependency.url:
        from pinlight.judge.origins import without_secrets

        name = f"{dependency.name} @ " if dependency.name else ""
        return name + without_secrets(dependency.url)
    extras = f"[{','.join(dependency.extras)}]" if dependency.extras else ""
    return f"{dependency.name}{extras}{dependency.specifier}"


def _trouble(entry: Entry) -> str:
    if entry.verdict.kind in ("satisfied", "unknown"):
        return ""
    return entry.verdict.detail or "not installed"


FEATURE = Feature("tree", tree)
