"""`pinlight upgrade`: bring packages to the newest version that their file allows."""

import argparse

from pinlight.cli.changing import carried_out, find_tools, is_agreed
from pinlight.cli.errors import Unable
from pinlight.cli.look import look, spelled
from pinlight.cli.serving import asking_for, the_one
from pinlight.environments.metadata import normalised
from pinlight.shell.engine import Engine
from pinlight.world.operating import Served, upgrade


def main(options: argparse.Namespace) -> int:
    engine = look([options.path])
    engine.world = engine.world._replace(tools=find_tools(engine.world.settings))
    for served, names in _wanted(options.names, engine, options.path):
        operation = upgrade(served, names)
        if not is_agreed(operation, engine, options, "Upgrade", "upgraded"):
            return 0 if options.dry_run else 1
        if status := carried_out(operation, engine):
            return status
    return 0


def _wanted(asked: list[str], engine: Engine, path: str) -> list[tuple[Served, tuple[str, ...]]]:
    """Return what to upgrade, by the file that asks for it; without names all that is asked for."""
    world = engine.world
    environment = the_one(path, world)
    names = [_name(text) for text in asked] or [
        entry.dependency.name
        for resolution in world.resolutions.values()
        for entry in resolution.entries
        if entry.dependency.name in environment.distributions and not entry.dependency.url
    ]
    found: dict[str, tuple[Served, tuple[str, ...]]] = {}
    for name in dict.fromkeys(names):
        plain = name.partition("==")[0]
        if plain not in environment.distributions:
            raise Unable(f"`{spelled(environment.prefix)}` holds no `{plain}`")
        served = asking_for(plain, environment, world)
        _, before = found.get(served.path, (served, ()))
        found[served.path] = served, (*before, name)
    return list(found.values())


def _name(text: str) -> str:
    name, equals, version = text.partition("==")
    return normalised(name.strip()) + equals + version.strip()
