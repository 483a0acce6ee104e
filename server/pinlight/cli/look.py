"""Look at the files that a command names, with the same world and engine as the server."""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pinlight import choose
from pinlight.cli.errors import Unable
from pinlight.model import Environment
from pinlight.paths import lies_in
from pinlight.shell.disk import Disk
from pinlight.shell.engine import Engine
from pinlight.state import Effect, Requested, World


def look(
    paths: Sequence[str],
    *,
    forced: str = "",
    overriding: Mapping[str, Any] | None = None,
    out: Callable[[Effect], None] = lambda effect: None,
) -> Engine:
    """Return an engine that has judged all that `paths` (files and folders) hold.

    `out` gets every effect that is not a reading. Raises `Unable`.
    """
    wanted = [existing(path) for path in paths]
    if forced:
        forced = existing(forced)
    world = World(
        folders=tuple(dict.fromkeys(bound(path) for path in wanted)),
        is_everything_open=True,
        is_trusted=True,
        forced=forced,
        overriding=overriding or {},
        variables=dict(os.environ),
    )
    engine = Engine(world, out, lambda event: None)
    for path in wanted:
        engine.feed(Requested(path, os.path.isdir(path)))
    engine.finish()
    refuse_bad_settings(engine)
    return engine


def existing(path: str) -> str:
    """Return the absolute path of something that is there; raises `Unable`."""
    if not os.path.lexists(path):
        raise Unable(f"`{path}` does not exist")
    return os.path.abspath(path)


def bound(path: str) -> str:
    """Return the folder where the search for an environment of `path` ends: the nearest one
    upwards with `.git`, else the working directory, else the folder of `path` itself."""
    start = path if os.path.isdir(path) else os.path.dirname(path)
    folder = start
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            here = os.getcwd()
            return here if lies_in(start, here) else start
        folder = above
    return folder


def refuse_bad_settings(engine: Engine) -> None:
    """Raise `Unable` when a `[tool.pinlight]` that holds for a file cannot be read."""
    situation, disk = engine.situation(), Disk()
    for file in sorted(engine.world.problems):
        path, refused = choose.refusals(file, disk, situation)
        if refused:
            raise Unable(f"`[tool.pinlight]` in `{spelled(path)}`: {'; '.join(refused)}")


def spelled(path: str) -> str:
    """Return `path` as it is shown: with `/`, relative to the working directory when inside."""
    here = os.getcwd()
    inside = os.path.relpath(path, here) if lies_in(path, here) else path
    return inside.replace(os.sep, "/")


def shown_files(world: World) -> list[str]:
    """Return the paths that have been judged, in the order in which they are shown."""
    files = (path for path in world.problems if world.manifests[path].kind != "prose")
    return sorted(files, key=spelled)


def shown_environments(world: World) -> list[Environment]:
    """Return the environments that serve a judged file, in the order in which they are shown."""
    prefixes = {world.choices[path].prefix for path in shown_files(world)} - {""}
    found = [world.environments[prefix] for prefix in prefixes if prefix in world.environments]
    return sorted(found, key=lambda environment: spelled(environment.prefix))
