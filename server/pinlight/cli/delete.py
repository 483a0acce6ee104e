"""`pinlight delete`: remove a whole environment."""

import argparse

from pinlight.cli.changing import agrees, carried_out
from pinlight.cli.look import look, spelled
from pinlight.cli.serving import the_one
from pinlight.model import Delete


def main(options: argparse.Namespace) -> int:
    engine = look([options.path])
    environment = the_one(options.path, engine.world)
    count = len(environment.distributions)
    print(f"Deleting `{spelled(environment.prefix)}` with its {count} packages cannot be undone")
    if options.dry_run:
        return 0
    if not options.yes and not agrees("Delete", "deleted"):
        return 1
    return carried_out(Delete(environment.prefix), engine)
