"""`pinlight sync`: let environments hold exactly what their files ask for."""

import argparse

from pinlight.cli.changing import carried_out, find_tools, is_agreed
from pinlight.cli.errors import Unable
from pinlight.cli.install import lacking
from pinlight.cli.look import spelled
from pinlight.cli.serving import files_of, look_around
from pinlight.model import Environment
from pinlight.shell.engine import Engine
from pinlight.world.operating import Served, sync


def main(options: argparse.Namespace) -> int:
    engine, environments = look_around(options.path)
    engine.world = engine.world._replace(tools=find_tools(engine.world.settings))
    for environment in environments:
        if status := _sync(environment, engine, options):
            return status
    return 0


def _sync(environment: Environment, engine: Engine, options: argparse.Namespace) -> int:
    """Install what each file lacks; the last one's step also removes what nothing asks for."""
    prefix = environment.prefix
    files = files_of(prefix, engine.world)
    behind = [path for path in files if lacking(engine.world, path)] or files[:1]
    for path in behind:
        world = engine.world
        served = Served(path, world.resolutions[path], world.environments[prefix])
        operation = sync(world, served)
        if isinstance(operation, str):
            raise Unable(f"{operation}; nothing was changed")
        is_last = path == behind[-1]
        if not is_last:
            operation = operation._replace(strays=())
        if not operation.install.lines and not operation.strays:
            if is_last:
                print(f"{spelled(prefix)} holds exactly what its files ask for")
            continue
        if not is_agreed(operation, engine, options, "Sync", "changed"):
            return 0 if options.dry_run else 1
        if status := carried_out(operation, engine):
            return status
    return 0
