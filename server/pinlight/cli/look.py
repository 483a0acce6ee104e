"""Look at the files that a command names, with the same world and engine as the server."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence

from pinlight import choose
from pinlight.cli.errors import Unable
from pinlight.formats import only_where_open
from pinlight.model import Environment
from pinlight.paths import lies_in
from pinlight.shell.disk import Disk
from pinlight.shell.engine import Engine, names
from pinlight.shell.walk import walk
from pinlight.text import LineIndex
from pinlight.typed import Any
from pinlight.world.state import Answered, Effect, Requested, Rested, Touched, Walked, World

Place = Callable[[str, int], dict[str, int] | None]  # (path, offset) -> line and column


def look(
    paths: Sequence[str],
    *,
    forced: str = "",
    overriding: Mapping[str, Any] | None = None,
    out: Callable[[Effect], None] = lambda effect: None,
    imports: Callable[[str], bool] | None = None,
    verifies: bool = False,
) -> Engine:
    """Return an engine that has judged all that `paths` (files and folders) hold.

    `out` gets every effect that is not a reading; `imports` tells which of the Python files in
    the folders are judged too, by their paths; `verifies` whether files of packages are looked
    for, too. Raises `Unable`.
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
    for environment in engine.world.environments.values() if verifies else ():
        engine.feed(Rested(environment.prefix, environment.stamp))
    engine.finish()
    python = [path for path in wanted if is_python(path) and os.path.isfile(path)]
    if python or imports is not None:
        _look_at_python(engine, wanted, python, imports)
    refuse_bad_settings(engine)
    return engine


def is_python(path: str) -> bool:
    """Whether only the imports of the file are judged, by its name."""
    return path.endswith(".py") and only_where_open(path)


def _look_at_python(
    engine: Engine, wanted: list[str], named: list[str], imports: Callable[[str], bool] | None
) -> None:
    """Judge Python files once all is known that declares something for them; what only does that
    is not shown."""
    shown = engine.world.problems.keys()
    for folder in dict.fromkeys(above for path in named for above in _upwards(path)):
        engine.feed(Answered((names(folder),)))
    engine.finish()
    hidden = engine.world.problems.keys() - shown
    for folder in filter(os.path.isdir, wanted) if imports is not None else ():
        inside = os.path.join(folder, "pyproject.toml")  # Its `[tool.pinlight]` counts here.
        exclude = choose.settings_for(inside, Disk(), engine.situation()).exclude
        for walked in walk(folder, exclude=exclude, claims=is_python):
            files = tuple(filter(imports, walked.files))
            engine.feed(Answered((Walked(folder, files, is_done=walked.is_done),)))
    for path in named:
        engine.feed(Touched((path,)))
    engine.finish()
    problems = {path: it for path, it in engine.world.problems.items() if path not in hidden}
    engine.world = engine.world._replace(problems=problems)


def _upwards(path: str) -> Iterator[str]:
    """Yield the folders from that of a file up to the one where its workspace ends."""
    top = bound(path)
    folder = os.path.dirname(path)
    while lies_in(folder, top):
        yield folder
        yield from (os.path.join(folder, name) for name in ("requirements", "requires", "reqs"))
        folder = os.path.dirname(folder)


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
    files = sorted(engine.world.problems, reverse=True)
    first = {os.path.dirname(file): file for file in files}  # Its folder alone decides.
    for file in sorted(first.values()):
        path, refused = choose.refusals(file, disk, situation)
        if refused:
            raise Unable(f"`[tool.pinlight]` in `{spelled(path)}`: {'; '.join(refused)}")


def spelled(path: str) -> str:
    """Return `path` as it is shown: with `/`, relative to the working directory when inside."""
    here = os.getcwd()
    start = os.path.join(here, "")
    if path.startswith(start):
        path = path[len(start) :]
    elif lies_in(path, here):  # It is spelled in another case, or is `here` itself.
        path = os.path.relpath(path, here)
    return path.replace(os.sep, "/")


def shown_files(world: World) -> list[str]:
    """Return the paths that have been judged, in the order in which they are shown."""
    return sorted(_judged_files(world), key=spelled)


def shown_environments(world: World) -> list[Environment]:
    """Return the environments that serve a judged file, in the order in which they are shown."""
    prefixes = {world.choices[path].prefix for path in _judged_files(world)} - {""}
    found = [world.environments[prefix] for prefix in prefixes if prefix in world.environments]
    return sorted(found, key=lambda environment: spelled(environment.prefix))


def _judged_files(world: World) -> list[str]:
    return [path for path in world.problems if world.manifests[path].kind != "prose"]


def places(world: World) -> Place:
    """Return what tells the line and column of an offset; None where the text is not known."""
    indexes: dict[str, LineIndex] = {}

    def place(path: str, offset: int) -> dict[str, int] | None:
        if path not in world.manifests:
            return None
        if path not in indexes:
            indexes[path] = LineIndex(world.manifests[path].text)
        line, column = indexes[path].position(offset)
        return {"line": line + 1, "column": column + 1}

    return place
