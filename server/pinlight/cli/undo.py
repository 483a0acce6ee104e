"""`pinlight undo`: take the last change of an environment back."""

import argparse
import sys

from pinlight.cli.changing import agrees, carry_out
from pinlight.cli.dispatch import CANCELLED
from pinlight.cli.errors import Unable
from pinlight.cli.look import look, shown_environments, spelled
from pinlight.model import Undo


def main(options: argparse.Namespace) -> int:
    engine = look([options.path])
    found = shown_environments(engine.world)
    if len(found) != 1:
        names = ", ".join(f"`{spelled(one.prefix)}`" for one in found)
        several = f"several environments serve `{options.path}`: {names}; name one file"
        raise Unable(several if found else f"no environment serves `{options.path}`")
    [environment] = found
    where = spelled(environment.prefix)
    if not environment.undo:
        print(f"There is no change of `{where}` to undo")
        return 0
    print(f"Undoing the last change of `{where}` {environment.undo}")
    if not options.yes and not agrees("Undo", "undone"):
        return 1
    ran = carry_out(Undo(environment.prefix), engine)
    if not ran.is_ok:
        print(f"pinlight: {ran.message}", file=sys.stderr)
        return CANCELLED if ran.is_cancelled else 1
    print(ran.message)
    return 0
