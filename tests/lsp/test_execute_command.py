"""What a command and its arguments stand for."""

from pinlight.lsp import execute_command
from pinlight.world.state import Commanded


def test_what_a_command_is_about_travels_beside_its_file() -> None:
    found = execute_command.event(
        "pinlight.uninstallPackage", ["file:///w/r.txt", {"prefix": "/w/.venv", "name": "flask"}]
    )
    assert found == Commanded(
        "pinlight.uninstallPackage", "/w/r.txt", package="flask", prefix="/w/.venv"
    )


def test_wrong_arguments_are_left_out() -> None:
    found = execute_command.event("pinlight.installThis", ["file:///w/r.txt", {"name": 3}, None, 7])
    assert found == Commanded("pinlight.installThis", "/w/r.txt")
