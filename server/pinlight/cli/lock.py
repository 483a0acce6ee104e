"""`pinlight lock`: let the project's own tool write its lock anew."""

import argparse
import os

from pinlight.cli.changing import carried_out, find_tools, planned, preview
from pinlight.cli.errors import Unable
from pinlight.cli.look import existing, look
from pinlight.cli.terminal import show
from pinlight.world.operating import lock

SOURCES = ("pyproject.toml", "Pipfile", "requirements.in")


def main(options: argparse.Namespace) -> int:
    path = _source(existing(options.path))
    engine = look([path])
    engine.world = engine.world._replace(tools=find_tools(engine.world.settings))
    if path not in engine.world.resolutions:
        raise Unable(f"`{options.path}` is no file of a project")
    operation = lock(engine.world, path)
    plan = planned(operation, engine.world.tools, engine.world.settings)
    if isinstance(plan, str):
        raise Unable(plan)
    show(preview(plan))
    return 0 if options.dry_run else carried_out(operation, engine)


def _source(path: str) -> str:
    """Return the file whose declarations are locked; raises `Unable`."""
    if not os.path.isdir(path):
        return path
    for name in SOURCES:
        if os.path.isfile(os.path.join(path, name)):
            return os.path.join(path, name)
    raise Unable(f"nothing in `{path}` can be locked: there is no {', '.join(SOURCES)}")
