"""The environments that could serve a file and serve none: tools make them for something else, or
they are shared by the whole machine. They are offered, never chosen by themselves."""

import os

from pinlight import choose
from pinlight.choose.views import Views
from pinlight.cli.look import shown_files, spelled
from pinlight.environments.layout import look
from pinlight.model.blocks import verdicts
from pinlight.named import NamedTuple
from pinlight.paths import same
from pinlight.shell.disk import Disk
from pinlight.world.state import World


class Offer(NamedTuple):
    """One environment that Select Environment offers."""

    prefix: str
    kind: str
    python: str  # "" when unknown
    reason: str  # where it was found; "" when nothing is known of it


def offers(world: World) -> tuple[Offer, ...]:
    """Return what the user may select, those of the workspace first, whole Pythons last."""
    files, disk = shown_files(world), Disk()
    serving = {same(world.choices[path].prefix) for path in files}
    folders = dict.fromkeys((*world.folders, *map(os.path.dirname, files)))
    seen = (*choose.offered(folders, Views(Disk)), *choose.of_machine(disk))
    found = {same(it.prefix): it for it in reversed(seen) if same(it.prefix) not in serving}
    ordered = sorted(
        found.values(), key=lambda it: (it.kind == "global", not it.folder, spelled(it.prefix))
    )
    return tuple(
        Offer(it.prefix, it.kind, look(it.prefix, disk).python, it.reason) for it in ordered
    )


def state(path: str, world: World) -> str:
    """Return in two words how a file stands with its environment."""
    choice, problems = world.choices[path], world.problems[path]
    environment = world.environments.get(choice.prefix)
    if environment is not None and environment.state == "broken":
        return "broken"
    if problems:
        return "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    resolution = world.resolutions.get(path)
    if environment is None or resolution is None:
        return "-"
    judged = resolution.locked or resolution.entries
    if judged and all(it.kind == "unknown" for it in verdicts(judged)):
        return "not judged"
    return "in step"
