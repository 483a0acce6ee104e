"""What changes in site-packages that come together tell of the installer behind them: whether it
is done, or about to write more."""

import os

from pinlight.shell.disk import read

QUIET_S = 0.015  # without another name: a short change is over
LONGEST_QUIET_S = 0.3  # an installer of many packages pauses longer between two of them
WHOLE_S = 0.004  # of a change that brought one distribution, which is all there
UNFINISHED_S = 1.0  # of one that left something half made; an interrupted one stays so
LONG_S = 5.0  # then it is told what there is so far, unless something is half made

_MOST_READ = 8  # lists of files; between two of more distributions the pause is long anyway
_WRITTEN = ("INSTALLER", "METADATA", "RECORD")  # the first and the last when all files are there


class Burst:
    """The names that came, left or changed in followed folders, one soon after the other."""

    def __init__(self) -> None:
        self.folders: set[str] = set()  # that are followed
        self.distributions: set[str] = set()  # `.dist-info` folders in them
        self.came: set[str] = set()  # paths of new names in the followed folders

    def pause_s(self, lasted_s: float) -> float:
        """Return how long nothing may happen until the change counts as over."""
        came = [path for path in self.came - self.distributions if os.path.lexists(path)]
        distributions = [path for path in self.distributions if os.path.isdir(path)]
        if not all(map(_is_written, distributions)) or any(map(_is_put_away, came)):
            return UNFINISHED_S
        if 0 < len(distributions) <= _MOST_READ and not _are_theirs(came, distributions):
            return UNFINISHED_S  # The next one is on its way.
        if len(self.distributions) == len(distributions) == 1 or lasted_s > LONG_S:
            return WHOLE_S
        return min(max(QUIET_S, lasted_s / 4), LONGEST_QUIET_S)

    def told(self) -> tuple[str, ...]:
        """Return the followed folders that changed, and of what is in them the `.dist-info` folders
        and what pip put away."""
        put_away = filter(_is_put_away, self.came)
        return tuple(sorted({*self.folders, *self.distributions, *put_away}))


def _is_put_away(path: str) -> bool:
    """Whether pip put it there: what it replaces, until it is done with everything."""
    return os.path.basename(path).startswith("~")


def _is_written(distribution: str) -> bool:
    """Whether it holds what installers write when all of its files are there."""
    return all(os.path.exists(os.path.join(distribution, name)) for name in _WRITTEN)


def _are_theirs(paths: list[str], distributions: list[str]) -> bool:
    """Whether all that came belongs to the distributions, as their lists of files tell."""
    records = [b"\n" + (read(os.path.join(it, "RECORD")) or b"") for it in distributions]
    names = [name for name in map(os.path.basename, paths) if name != "__pycache__"]
    return all(
        any(b"\n" + start in record for record in records for start in _starts(name))
        for name in names
    )


def _starts(name: str) -> tuple[bytes, ...]:
    """Return how the lines of a RECORD begin that list `name`, or what is in it."""
    written = os.fsencode(name)
    return written + b"/", written + b",", b'"' + written
