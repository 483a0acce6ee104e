"""`pinlight install`: install what is missing or at the wrong version."""

import argparse
import sys
from collections.abc import Iterator

from pinlight.cli.changing import (
    agrees,
    carried_out,
    find_tools,
    foreseen,
    planned,
    preview,
    refuse_without_terminal,
)
from pinlight.cli.errors import Unable
from pinlight.cli.look import look, shown_files, spelled
from pinlight.cli.terminal import show
from pinlight.cli.unjudged import lacks_conda
from pinlight.fixes import actions
from pinlight.fixes.install_missing import FIX
from pinlight.fixes.targets import action_id
from pinlight.model import Install, Plan
from pinlight.named import NamedTuple
from pinlight.shell.engine import Engine
from pinlight.world.outcomes import lines
from pinlight.world.state import World


class Wanted(NamedTuple):
    """What one file lacks, and how it would be installed."""

    path: str
    plan: Plan


def main(options: argparse.Namespace) -> int:
    engine = look([options.path])
    engine.world = engine.world._replace(tools=find_tools(engine.world.settings))
    homeless = [path for path in shown_files(engine.world) if _is_homeless(path, engine.world)]
    for path in homeless:
        print(f"pinlight: {_why_homeless(path, engine.world)}", file=sys.stderr)
    wanted = list(_wanted(engine.world))
    if not wanted:
        if not homeless:
            print("Nothing to install: all that is required is there")
        return 2 if homeless else 0
    if not (options.yes or options.dry_run):
        refuse_without_terminal("installed")
    for _, plan in wanted:
        show(preview(plan))
        if options.dry_run or not options.yes:
            show(lines(foreseen(plan.operation, engine)))
    if options.dry_run:
        return 0
    if not options.yes and not agrees("Install", "installed"):
        return 1
    status = _install(wanted, engine)
    return status or (1 if homeless else 0)


def _wanted(world: World) -> Iterator[Wanted]:
    """Yield what each file lacks; raises `Unable` when it cannot be installed."""
    for path in shown_files(world):
        operation = lacking(world, path)
        if operation is None or _is_covered(path, world):
            continue
        plan = planned(operation, world.tools, world.settings)
        if isinstance(plan, str):
            raise Unable(f"`{spelled(path)}`: {plan}")
        yield Wanted(path, plan)


def lacking(world: World, path: str) -> Install | None:
    """Return the installation of all that the file lacks; None: nothing."""
    resolution = world.resolutions[path]
    everything = action_id(FIX.name, "", resolution)
    for action in actions(resolution, world.problems[path], None, world.tools):
        if action.id == everything and isinstance(action.do, Install):
            return action.do
    return None


def _is_covered(path: str, world: World) -> bool:
    """Whether a file that includes this one installs all of it into the same environment."""
    prefix = world.choices[path].prefix
    return any(
        entry.manifest.path == path
        for user in shown_files(world)
        if user != path and world.choices[user].prefix == prefix
        for entry in world.resolutions[user].entries
    )


def _install(wanted: list[Wanted], engine: Engine) -> int:
    for path, _ in wanted:
        operation = lacking(engine.world, path)
        if operation is None:
            continue  # What was installed for another file was enough.
        if status := carried_out(operation, engine):
            return status
    return 0


def _is_homeless(path: str, world: World) -> bool:
    resolution = world.resolutions[path]
    environment = resolution.environment
    is_served = environment is not None and environment.state == "ok"
    if lacks_conda(path, world):
        is_served = False
    return bool(resolution.entries) and not is_served and not resolution.is_included


def _why_homeless(path: str, world: World) -> str:
    environment = world.resolutions[path].environment
    if environment is not None and environment.state != "ok":
        return f"`{spelled(environment.prefix)}` is broken: {environment.detail}"
    kind = "environment of conda" if lacks_conda(path, world) else "environment"
    return f"no {kind} serves `{spelled(path)}`; `pinlight create {spelled(path)}` makes one"
