"""Operations -> commands, one module per tool. Nothing is run here."""

from collections.abc import Callable
from typing import NamedTuple

from pinlight.model import Command, Operation, Tools


class Installer(NamedTuple):
    """One tool that changes environments."""

    name: str
    is_available: Callable[[Tools], bool]
    commands: Callable[[Operation, Tools], tuple[Command, ...]]
