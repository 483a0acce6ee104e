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
from pinlight.fixes.targets import wanted_python
from pinlight.model import Create, Install
from pinlight.shell.engine import names
from pinlight.world.outcomes import lines
from pinlight.world.state import World

NAME, NAME_OF_CONDA = ".venv", ".conda"


def main(options: argparse.Namespace) -> int:
    path = existing(options.path)
    engine = look([path] if os.path.isfile(path) else names(path).files)
    world = engine.world._replace(tools=find_tools(engine.world.settings))
    engine.world = world
    described = _described(world) if options.tool in ("", "conda") else ""
    prefix = _prefix(path, options, world, NAME_OF_CONDA if described else NAME)
    operation = Create(
        prefix=prefix,
        python=_python(options.python),
        requires_python=_requires_python(world),
        replaces=options.replace,
        source=described,
        tool="conda" if described else options.tool,
        then=Install(prefix, described, tool="conda") if described else None,
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
    hint = "" if described else f"; `pinlight install {options.path}` fills it"
    print(f"Created {spelled(prefix)}{hint}")
    return 0


def _prefix(path: str, options: argparse.Namespace, world: World, usual: str) -> str:
    """Return where the environment goes: under the name asked for, else where the file's
    choice suggests it or the one that is replaced lies, else as `usual`."""
    name = options.name
    if name and (name in (".", "..") or set(name) & {"/", "\\", ":"}):
        raise Unable(f"`{name}` is not the name of a folder")
    choice = world.choices.get(path)
    if choice is not None and not name:
        served = choice.prefix if options.replace else ""
        suggested = choice.suggested if usual == NAME else ""
        if served or suggested:
            return served or suggested
    folder = os.path.dirname(path) if os.path.isfile(path) else path
    return os.path.join(folder, name or usual)


def _described(world: World) -> str:
    """Return the file that describes an environment of conda, where nothing else is declared:
    conda makes and fills it in one step; "" otherwise."""
    kinds = {manifest.kind for manifest in world.manifests.values()}
    return min(world.manifests) if kinds == {"conda"} else ""


def _requires_python(world: World) -> str:
    """Return what the project's files say, that of the project itself before others."""
    found = sorted(
        world.resolutions.items(), key=lambda it: (it[1].manifest.kind != "pyproject", it[0])
    )
    return next(filter(None, (wanted_python(it) for _, it in found)), "")


def _python(wanted: str) -> str:
    """Return the Python asked for: a version as it is, a path or a program's name in full."""
    if os.path.isfile(wanted):
        return os.path.abspath(wanted)
    return shutil.which(wanted) or wanted
