"""`pinlight undo`: take the last change of an environment back."""

import argparse

from pinlight.cli.changing import agrees, carried_out
from pinlight.cli.look import look, spelled
from pinlight.cli.serving import the_one
from pinlight.model import Undo


def main(options: argparse.Namespace) -> int:
    engine = look([options.path])
    environment = the_one(options.path, engine.world)
    where = spelled(environment.prefix)
    if not environment.undo:
        print(f"There is no change of `{where}` to undo")
        return 0
    print(f"Undoing the last change of `{where}` {environment.undo}")
    if options.dry_run:
        return 0
    if not options.yes and not agrees("Undo", "undone"):
        return 1
    return carried_out(Undo(environment.prefix), engine)
