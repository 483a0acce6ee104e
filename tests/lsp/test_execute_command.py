"""What `initialize` announces as commands is what the palette has."""

from pinlight import palette
from pinlight.lsp import execute_command


def test_the_commands_that_are_announced_are_those_of_the_palette() -> None:
    assert (palette.APPLY, *palette.COMMANDS) == execute_command.NAMES
