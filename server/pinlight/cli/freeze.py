"""`pinlight freeze`: write what is installed as a requirements file."""

import argparse
import os

from pinlight.cli.changing import carried_out
from pinlight.cli.errors import Unable
from pinlight.cli.look import look
from pinlight.cli.serving import the_one
from pinlight.cli.terminal import plain
from pinlight.judge.freezing import freeze
from pinlight.model.operation import Freeze


def main(options: argparse.Namespace) -> int:
    engine = look([options.path])
    environment = the_one(options.path, engine.world)
    if not options.output or options.dry_run:
        for line in freeze(environment).splitlines():
            print(plain(line))
        return 0
    target = os.path.abspath(options.output)
    if os.path.lexists(target) and not options.yes:
        raise Unable(f"`{options.output}` is there; `--yes` replaces it")
    return carried_out(Freeze(environment.prefix, target), engine)
