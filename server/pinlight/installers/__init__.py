"""Operations -> commands, one module per tool. Nothing is run here."""

from collections.abc import Callable

from pinlight.installers.plan import plan
from pinlight.model import Command, ToolOperation, Tools
from pinlight.named import NamedTuple
from pinlight.reader import Reader
from pinlight.settings import Settings

__all__ = ["Installer", "plan"]


class Installer(NamedTuple):
    """One tool that changes environments.

    `commands` answers with one sentence instead when the tool cannot do what was asked.
    """

    name: str
    is_available: Callable[[Tools], bool]
    commands: Callable[[ToolOperation, Tools, Settings, Reader], tuple[Command, ...] | str]
    owns: Callable[[ToolOperation, Reader], bool] | None = None  # the project, or the environment
    rank: int = 50  # of several tools that own one project, the lowest carries the change out
