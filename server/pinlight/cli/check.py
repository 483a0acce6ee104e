"""`pinlight check`: what is wrong with files and their environments."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from itertools import chain
from types import SimpleNamespace

from pinlight.cli.belongings import belongings
from pinlight.cli.errors import Unable
from pinlight.cli.look import bound, existing, look, shown_environments
from pinlight.cli.terminal import show
from pinlight.plugins import records
from pinlight.world.state import World

FAILING = ("error", "warning")


def main(options: SimpleNamespace) -> int:
    overriding = {}
    for name in ("select", "ignore"):
        codes = getattr(options, name)
        if codes is not None:
            refuse_unknown(codes)
            overriding[name] = codes
    paths = options.paths or ["."]
    since = changed_since(paths, options.changed_since) if options.changed_since else None
    world = look(
        paths,
        forced=options.env,
        overriding=overriding,
        imports=_wanted(since) if options.imports else None,
        verifies=True,
    ).world
    if since is not None:
        world = concerned(world, since)
    if options.format == "text" and since is not None and not world.problems:
        show([f"Nothing that is checked differs from `{options.changed_since}`"])
    else:
        _show(world, options.format)
    return 1 if is_failing(world) and not options.exit_zero else 0


def _show(world: World, format: str) -> None:
    written = import_module(f"pinlight.cli.as_{format}")  # Of all only the one that is asked for.
    found = written.checked(world)
    if format == "text":
        show(found)
    else:
        print(written.written(found) if format == "json" else found)


def _wanted(since: frozenset[str] | None) -> Callable[[str], bool]:
    """Return what tells which Python files are judged."""
    return (lambda path: True) if since is None else since.__contains__


def changed_since(paths: Sequence[str], revision: str) -> frozenset[str]:
    """Return the files that differ from `revision` in the repositories of `paths`."""
    from pinlight.shell.changed import NotKnown, changed  # Only here git is run.

    folders = {bound(existing(path)) for path in paths}
    try:
        return frozenset().union(*(changed(folder, revision) for folder in folders))
    except NotKnown as error:
        raise Unable(f"--changed-since: {error}") from None


def concerned(world: World, changed: Iterable[str]) -> World:
    """Leave only the files that changed, those that one of them includes, and those that include
    one of them; a lock goes with the file that it locks."""
    real = {os.path.realpath(path) for path in changed}
    start = [path for path in world.manifests if os.path.realpath(path) in real]
    targets: dict[str, list[str]] = {}
    users: dict[str, list[str]] = {}
    for path, manifest in world.manifests.items():
        locked = [manifest.lock.of] if manifest.lock else []
        for target in (*(include.path for include in manifest.includes), *locked):
            targets.setdefault(path, []).append(target)
            users.setdefault(target, []).append(path)
    kept = _reached(start, targets) | _reached(start, users)
    problems = {path: it for path, it in world.problems.items() if path in kept}
    return world._replace(problems=problems)


def _reached(start: Iterable[str], links: Mapping[str, Iterable[str]]) -> set[str]:
    waiting, found = list(start), set[str]()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += links.get(path, ())
    return found


def refuse_unknown(codes: Sequence[str]) -> None:
    """Raise `Unable` for a code that no rule has."""
    known = {rule.code for rule in records("rules")}
    for code in codes:
        if code not in known:
            raise Unable(f"`{code}` is not a rule; `pinlight explain` lists them all")


def is_failing(world: World) -> bool:
    """Whether anything at warning or above was found."""
    of_files = (problem for found in world.problems.values() for problem in found)
    of_none = (
        problem
        for environment in shown_environments(world)
        for problem in belongings(environment, world)
    )
    return any(problem.severity in FAILING for problem in chain(of_files, of_none))
