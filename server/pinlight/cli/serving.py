"""Which environment a command of the command line is about."""

from pinlight.cli.errors import Unable
from pinlight.cli.look import bound, existing, look, shown_environments, shown_files, spelled
from pinlight.model import Environment
from pinlight.paths import lies_in
from pinlight.shell.engine import Engine
from pinlight.world.operating import Served
from pinlight.world.state import World


def the_one(path: str, world: World) -> Environment:
    """Return the environment that serves what was looked at; raises `Unable`."""
    found = shown_environments(world)
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"`{spelled(one.prefix)}`" for one in found)
    several = f"several environments serve `{path}`: {names}; name one file"
    raise Unable(several if found else f"no environment serves `{path}`")


def files_of(prefix: str, world: World) -> list[str]:
    """Return the files that an environment serves, those that include others first."""
    found = [path for path in shown_files(world) if world.choices[path].prefix == prefix]
    return sorted(found, key=lambda path: world.resolutions[path].is_included)


def asking_for(name: str, environment: Environment, world: World) -> Served:
    """Return the file that asks for a package, else the first that the environment serves."""
    files = files_of(environment.prefix, world)
    for path in files:
        if any(it.dependency.name == name for it in world.resolutions[path].entries):
            return Served(path, world.resolutions[path], environment)
    return Served(files[0], world.resolutions[files[0]], environment)


def look_around(path: str) -> tuple[Engine, list[Environment]]:
    """Look at the whole project of `path`, since any of its files may ask for something; return
    the environments that serve what lies at `path`. Raises `Unable`."""
    wanted = existing(path)
    engine = look([bound(wanted)])
    if wanted not in engine.world.problems and not any(
        lies_in(file, wanted) for file in engine.world.problems
    ):
        engine = look([bound(wanted), wanted])
    world = engine.world
    prefixes = {world.choices[it].prefix for it in shown_files(world) if lies_in(it, wanted)}
    found = [it for it in shown_environments(world) if it.prefix in prefixes]
    if not found:
        raise Unable(f"no environment serves `{path}`")
    return engine, found
