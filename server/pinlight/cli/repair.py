"""`pinlight repair`: put right what interruptions left in the environments of files."""

import argparse
from collections.abc import Iterator

from pinlight.cli.changing import agrees, carried_out, find_tools
from pinlight.cli.look import look, shown_environments, shown_files, spelled
from pinlight.cli.terminal import plain
from pinlight.fixes.repair import reinstall
from pinlight.model import Environment, Repair
from pinlight.named import NamedTuple
from pinlight.shell.engine import Engine
from pinlight.shell.verify import Damage, damages
from pinlight.world.state import World

SHOWN_FAULTS = 3


class Wrong(NamedTuple):
    """What is wrong with one environment."""

    environment: Environment
    damages: tuple[Damage, ...]


def main(options: argparse.Namespace) -> int:
    engine = look([options.path])
    engine.world = engine.world._replace(tools=find_tools(engine.world.settings))
    wrong = list(_wrong(engine.world))
    for one in wrong:
        for line in _told(one):
            print(plain(line))
    if not wrong:
        print("Nothing to repair: every file of every package is as it was installed")
        return 0
    if options.check or options.dry_run or (not options.yes and not agrees("Repair", "repaired")):
        return 1
    for one in wrong:
        if status := _repair(one, engine):
            return status
    return 0


def _wrong(world: World) -> Iterator[Wrong]:
    for environment in shown_environments(world):
        found = tuple(damages(environment))
        if found or environment.interrupted or environment.leftovers:
            yield Wrong(environment, found)


def _told(wrong: Wrong) -> Iterator[str]:
    environment, found = wrong
    where = spelled(environment.prefix)
    if environment.interrupted:
        yield f"{where}: a change was interrupted: {environment.interrupted}"
    for path in environment.leftovers:
        yield f"{where}: left by an interrupted installation: {spelled(path)}"
    for distribution, faults in found:
        more = f" and {len(faults) - SHOWN_FAULTS} more" if len(faults) > SHOWN_FAULTS else ""
        shown = ", ".join(faults[:SHOWN_FAULTS])
        yield f"{where}: `{distribution.name}` {distribution.version} is damaged: {shown}{more}"


def _repair(wrong: Wrong, engine: Engine) -> int:
    """Finish what was interrupted, and only then look which packages are damaged."""
    prefix = wrong.environment.prefix
    if status := carried_out(Repair(prefix), engine):
        return status
    world = engine.world
    damaged = tuple(damage.distribution for damage in damages(world.environments[prefix]))
    if not damaged:
        return 0
    file = next(path for path in shown_files(world) if world.choices[path].prefix == prefix)
    again = reinstall(world.resolutions[file], damaged)
    return carried_out(Repair(prefix, again), engine)
