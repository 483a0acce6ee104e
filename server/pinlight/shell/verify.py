"""Every file of every package against its RECORD: the full check, on demand."""

from collections.abc import Iterator

from pinlight.model import Distribution, Environment
from pinlight.named import NamedTuple
from pinlight.paths import lies_in
from pinlight.shell import records
from pinlight.shell.vault import place_of


class Damage(NamedTuple):
    """A distribution whose files are not what its RECORD says, and why, a sentence each."""

    distribution: Distribution
    faults: tuple[str, ...]


def damages(environment: Environment) -> Iterator[Damage]:
    """Yield what is damaged in the environment itself, by name; reads every file."""
    prefix = environment.prefix
    for _, distribution in sorted(environment.distributions.items()):
        if not lies_in(distribution.where, prefix) or not distribution.where.endswith(".dist-info"):
            continue
        info = place_of(prefix, distribution.where)
        if faults := tuple(records.faults(prefix, info, hashed=True)):
            yield Damage(distribution, faults)
