"""`pinlight check`: what is wrong with files and their environments."""

import argparse
from collections.abc import Sequence
from importlib import import_module

from pinlight.cli import as_json, as_text
from pinlight.cli.belongings import belongings
from pinlight.cli.errors import Unable
from pinlight.cli.look import look, shown_environments
from pinlight.cli.terminal import show
from pinlight.plugins import records
from pinlight.state import World

FAILING = ("error", "warning")


def main(options: argparse.Namespace) -> int:
    overriding = {}
    for name in ("select", "ignore"):
        codes = getattr(options, name)
        if codes is not None:
            refuse_unknown(codes)
            overriding[name] = codes
    world = look(options.paths or ["."], forced=options.env, overriding=overriding).world
    if options.format == "text":
        show(as_text.checked(world))
    elif options.format == "json":
        print(as_json.written(as_json.checked(world)))
    else:
        # Others are imported when they are asked for.
        print(import_module(f"pinlight.cli.as_{options.format}").checked(world))
    return 1 if is_failing(world) and not options.exit_zero else 0


def refuse_unknown(codes: Sequence[str]) -> None:
    """Raise `Unable` for a code that no rule has."""
    known = {rule.code for rule in records("rules")}
    for code in codes:
        if code not in known:
            raise Unable(f"`{code}` is not a rule; `pinlight explain` lists them all")


def is_failing(world: World) -> bool:
    """Whether anything at warning or above was found."""
    problems = [problem for found in world.problems.values() for problem in found]
    for environment in shown_environments(world):
        problems += belongings(environment, world)
    return any(problem.severity in FAILING for problem in problems)
