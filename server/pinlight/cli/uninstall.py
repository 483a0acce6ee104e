"""`pinlight uninstall`: remove packages from the environment."""

import argparse

from pinlight.cli.changing import carried_out, find_tools, is_agreed
from pinlight.cli.errors import Unable
from pinlight.cli.look import look, spelled
from pinlight.cli.serving import asking_for, the_one
from pinlight.environments.metadata import normalised
from pinlight.model import Uninstall


def main(options: argparse.Namespace) -> int:
    engine = look([options.path])
    engine.world = engine.world._replace(tools=find_tools(engine.world.settings))
    environment = the_one(options.path, engine.world)
    names = tuple(dict.fromkeys(map(normalised, options.names)))
    for name in names:
        if name not in environment.distributions:
            raise Unable(f"`{spelled(environment.prefix)}` holds no `{name}`")
    source = asking_for(names[0], environment, engine.world).path
    operation = Uninstall(environment.prefix, names, source)
    if not is_agreed(operation, engine, options, "Remove", "removed"):
        return 0 if options.dry_run else 1
    return carried_out(operation, engine)
