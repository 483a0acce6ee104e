"""Problems that belong to an environment, since no line of any file brought them in."""

from pinlight.model import NOWHERE, Environment, Problem
from pinlight.rules import severity
from pinlight.rules.installed_conflict import RULE, message, unplaced
from pinlight.world.state import World


def belongings(environment: Environment, world: World) -> tuple[Problem, ...]:
    """Return the conflicts among what is installed that no file brought in.

    Their path is the prefix, their span says nothing. The settings of the files that the
    environment serves decide whether they are shown.
    """
    levels = (
        severity(RULE, world.local[path])
        for path in sorted(world.problems)
        if world.choices[path].prefix == environment.prefix
    )
    level = next((level for level in levels if level is not None), None)
    if level is None:
        return ()
    return tuple(
        Problem(
            environment.prefix,
            NOWHERE,
            RULE.code,
            level,
            message(conflict, environment),
            conflict.distribution.name,
            environment.prefix,
        )
        for conflict in unplaced(environment, world.resolutions.values())
    )
