"""`pinlight envs`: which environment serves which file, and why."""

import argparse

from pinlight.cli import as_json, as_text
from pinlight.cli.look import look
from pinlight.cli.terminal import show


def main(options: argparse.Namespace) -> int:
    world = look([options.path], verifies=True).world
    if options.json:
        print(as_json.written(as_json.served(world)))
    else:
        show(as_text.served(world))
    return 0
