"""Which files of installed packages are gone: looked for behind all else, where a file is open.

An environment is looked at when it has rested for a while, and what is gone is told when it is
still the same at the next such look: an installer at work is never caught in the middle. What is
there again is believed at once.
"""

from collections.abc import Mapping, Sequence

from pinlight.model import Environment, Loss, Resolution
from pinlight.model.blocks import names
from pinlight.world.intake import busy
from pinlight.world.parsing import with_stale
from pinlight.world.state import Answer, Await, Effect, Read, Scanned, Verified, World

Step = tuple[World, list[Effect]]


def told(world: World, resolution: Resolution) -> Resolution:
    """Return the resolution with what is known to be gone from its environment."""
    losses = world.losses.get(resolution.choice.prefix)
    environment = resolution.environment
    if not losses or environment is None or environment.interrupted:
        return resolution
    held = environment.distributions
    left = {
        name: loss
        for name, loss in losses.items()
        if name in held and held[name].where == loss.where
    }
    return resolution._replace(losses=left)


def named(world: World, prefix: str) -> frozenset[str] | None:
    """Return the only packages of an environment that count; None: all of them.

    The command line, which has to be done at once, looks at what its files name.
    """
    if not world.is_everything_open:
        return None
    served = (it for it in world.resolutions.values() if it.choice.prefix == prefix)
    return frozenset().union(*(names(it.entries) for it in served))


def awaited(before: World, step: Step) -> Step:
    """The open files that were judged just now want their environments looked at, each time that
    these have changed."""
    world, effects = step
    for path in before.open:
        if path in before.stale and path not in world.stale and path in world.choices:
            prefix = world.choices[path].prefix
            environment = world.environments.get(prefix)
            if environment is not None and world.followed.get(prefix) != environment.stamp:
                world, more = _followed(world, environment)
                effects += more
    return world, effects


def rested(world: World, prefix: str, stamp: tuple[int, ...]) -> Step:
    """An environment was left alone for a while; one that changed since has another wait."""
    environment = world.environments.get(prefix)
    if environment is None or environment.stamp != stamp:
        return world, []
    if prefix in busy(world) or not _is_wanted(world, environment):
        left = {key: it for key, it in world.followed.items() if key != prefix}
        return world._replace(followed=left), []  # The next one who asks begins anew.
    return world, [Read("losses", prefix)]


def answered(step: Step, answers: Sequence[Answer]) -> Step:
    """Take in what was looked at, and environments that are new, after all else."""
    world, effects = step
    more: list[Effect] = []
    for answer in answers:
        if isinstance(answer, Scanned):
            world, more = _scanned(world, answer.environment)
        elif isinstance(answer, Verified):
            world, more = _verified(world, answer)
        else:
            continue
        effects = [*effects, *more]
    return world, effects


def _scanned(world: World, environment: Environment) -> Step:
    """Follow a change that nobody was told of; what was gone may be there again."""
    prefix = environment.prefix
    if prefix not in world.followed or prefix in busy(world):
        return world, []
    world, effects = _followed(world, environment)
    return world, [*effects, Read("losses", prefix)] if world.verified.get(prefix) else effects


def _followed(world: World, environment: Environment) -> Step:
    prefix, stamp = environment.prefix, environment.stamp
    if world.followed.get(prefix) == stamp or not _is_wanted(world, environment):
        return world, []
    world = world._replace(followed={**world.followed, prefix: stamp})
    return world, [Await(prefix, stamp)]


def _verified(world: World, answer: Verified) -> Step:
    """Tell what was seen before, and wait for another look at what is new."""
    prefix = answer.prefix
    environment = world.environments.get(prefix)
    if environment is None or prefix in busy(world):
        return world, []
    before, shown = world.verified.get(prefix, {}), world.losses.get(prefix, {})
    sure = {
        name: loss
        for name, loss in answer.losses.items()
        if world.is_everything_open or loss == before.get(name) or _is_shown(loss, shown)
    }
    is_unsure = len(sure) < len(answer.losses)
    effects: list[Effect] = [Await(prefix, environment.stamp)] if is_unsure else []
    world = world._replace(
        verified={**world.verified, prefix: answer.losses},
        losses={**world.losses, prefix: sure},
        consulted={**world.consulted, Read("losses", prefix): (answer.consulted,)},
    )
    if sure == shown:
        return world, effects
    served = [path for path, choice in world.choices.items() if choice.prefix == prefix]
    return with_stale(world, served), effects


def _is_shown(loss: Loss, shown: Mapping[str, Loss]) -> bool:
    return loss.name in shown and shown[loss.name].where == loss.where


def _is_wanted(world: World, environment: Environment) -> bool:
    """Whether the rule is on for a file that shows what it finds."""
    from pinlight.rules import severity
    from pinlight.rules.damaged_package import RULE

    if environment.state != "ok" or environment.interrupted:
        return False
    return any(
        severity(RULE, world.local[path]) is not None
        for path in (world.choices if world.is_everything_open else world.open)
        if path in world.choices and world.choices[path].prefix == environment.prefix
    )
