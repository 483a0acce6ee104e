"""`pinlight create`: make the environment of a file or folder."""

import argparse
import os
import shutil
import sys

from pinlight.cli.changing import agrees, carry_out, find_tools, foreseen, planned, preview
from pinlight.cli.dispatch import CANCELLED
from pinlight.cli.errors import Unable
from pinlight.cli.look import existing, look, spelled
from pinlight.cli.terminal import show
from pinlight.model import Create
from pinlight.world.outcomes import lines
from pinlight.world.state import World

NAME = ".venv"


def main(options: argparse.Namespace) -> int:
    path = existing(options.path)
    engine = look([path] if os.path.isfile(path) else _projects(path))
    world = engine.world._replace(tools=find_tools(engine.world.settings))
    engine.world = world
    operation = Create(
        prefix=_prefix(path, options, world),
        python=_python(options.python),
        requires_python=_requires_python(world),
        replaces=options.replace,
        tool=options.tool,
        prompt=options.prompt,
    )
    plan = planned(operation, world.tools, world.settings)
    if isinstance(plan, str):
        raise Unable(plan)
    show(preview(plan))
    if options.replace:
        show(lines(foreseen(operation, engine)))
    if options.dry_run:
        return 0
    if options.replace and not options.yes and not agrees("Replace", "replaced"):
        return 1
    ran = carry_out(operation, engine)
    if not ran.is_ok:
        print(f"pinlight: {ran.message}", file=sys.stderr)
        return CANCELLED if ran.is_cancelled else 1
    print(f"Created {spelled(operation.prefix)}; `pinlight install {options.path}` fills it")
    return 0


def _projects(folder: str) -> list[str]:
    """Return the project file of a folder, if it has one: it says which Python is needed."""
    project = os.path.join(folder, "pyproject.toml")
    return [project] if os.path.isfile(project) else []


def _prefix(path: str, options: argparse.Namespace, world: World) -> str:
    """Return where the environment goes: under the name asked for, else where the file's
    choice suggests it or the one that is replaced lies, else as `.venv`."""
    name = options.name
    if name and (name in (".", "..") or set(name) & {"/", "\\", ":"}):
        raise Unable(f"`{name}` is not the name of a folder")
    choice = world.choices.get(path)
    if choice is not None and not name:
        served = choice.prefix if options.replace else ""
        if served or choice.suggested:
            return served or choice.suggested
    folder = os.path.dirname(path) if os.path.isfile(path) else path
    return os.path.join(folder, name or NAME)


def _requires_python(world: World) -> str:
    found = (manifest.requires_python for manifest in world.manifests.values())
    return next((text for text in found if text), "")


def _python(wanted: str) -> str:
    """Return the Python asked for: a version as it is, a path or a program's name in full."""
    if os.path.isfile(wanted):
        return os.path.abspath(wanted)
    return shutil.which(wanted) or wanted
