"""What `initialize` announces as commands is what the palette has."""

from pinlight.lsp import names
from pinlight.world import palette


def test_the_commands_that_are_announced_are_those_of_the_palette() -> None:
    assert (palette.APPLY, *palette.TITLES) == names.NAMES
