"""Problems -> actions, one module per quick fix."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from pinlight.model import Action, Problem, Resolution, Tools


class Fix(NamedTuple):
    """One kind of action."""

    name: str
    codes: tuple[str, ...]  # of the problems that it can solve
    propose: Callable[[Resolution, tuple[Problem, ...], Tools], Iterable[Action]]
