"""`pinlight tree`: what the lines bring in, or with `--reverse` who asks for a distribution."""

import argparse
from collections.abc import Callable, Iterable

from pinlight.cli import tree_graph, tree_svg
from pinlight.cli.errors import Unable
from pinlight.cli.look import look, shown_environments, shown_files, spelled
from pinlight.cli.terminal import BOLD, DIM, RED, coloured, plain, show
from pinlight.features.tree import Branch, tree, tree_of, tree_to
from pinlight.model import Environment
from pinlight.pep508 import normal
from pinlight.world.state import World

Trees = list[tuple[Environment, tuple[Branch, ...]]]

PICTURES: dict[str, Callable[[Trees], str]] = {
    "json": tree_graph.json,
    "mermaid": tree_graph.mermaid,
    "dot": tree_graph.dot,
    "svg": tree_svg.svg,
}


def main(options: argparse.Namespace) -> int:
    world = look([options.path]).world
    if options.reverse and not options.name:
        raise Unable("`--reverse` needs the NAME of a distribution")
    trees = [
        (environment, _branches(environment, world, options.name, options.reverse))
        for environment in shown_environments(world)
    ]
    if not trees:
        raise Unable("no environment serves a file here; `pinlight envs` tells why")
    known = [(environment, branches) for environment, branches in trees if branches]
    if not known:
        raise Unable(f"`{options.name}` is neither installed nor asked for here")
    if options.format == "text":
        show(_lines(known))
    else:
        print(PICTURES[options.format](known))
    return 0


def _branches(
    environment: Environment, world: World, name: str, reverse: bool
) -> tuple[Branch, ...]:
    """Return the trees of one environment; none when it does not know the name."""
    resolutions = [
        world.resolutions[path]
        for path in shown_files(world)
        if world.choices[path].prefix == environment.prefix
    ]
    if not name:
        return tuple(_spelled(branch) for branch in tree(environment, resolutions))
    wanted = normal(name)
    upward = tree_to(environment, wanted, resolutions)
    if wanted not in environment.distributions and not upward.children:
        return ()
    return (_spelled(upward) if reverse else tree_of(environment, wanted),)


def _spelled(branch: Branch) -> Branch:
    """Return the branch with the paths of files as they are shown."""
    name = spelled(branch.name) if branch.is_file else branch.name
    return branch._replace(name=name, children=tuple(map(_spelled, branch.children)))


def _lines(trees: Trees) -> Iterable[str]:
    for environment, branches in trees:
        python = f" (Python {plain(environment.python)})" if environment.python else ""
        yield coloured(plain(spelled(environment.prefix)) + python, BOLD)
        for branch in branches:
            yield from _drawn(branch, "", "")


def _drawn(branch: Branch, before: str, below: str) -> Iterable[str]:
    """Yield a branch and its children; `before` leads to it, `below` goes on under it."""
    yield before + _title(branch)
    *others, last = branch.children or (None,)
    for child in others:
        if child is not None:
            yield from _drawn(child, f"{below}├── ", f"{below}│   ")
    if last is not None:
        yield from _drawn(last, f"{below}└── ", f"{below}    ")


def _title(branch: Branch) -> str:
    name = plain(branch.name if branch.is_file else f"{branch.name} {branch.version}".rstrip())
    asked = f" ({plain(branch.requirement)})" if branch.requirement else ""
    repeated = coloured(" ...", DIM) if branch.is_repeated else ""
    trouble = coloured(f" ✗ {plain(branch.trouble)}", RED) if branch.trouble else ""
    return f"{name}{coloured(asked, DIM)}{trouble}{repeated}"
