"""Editors without a palette get its commands as code actions, in the same words."""

from types import SimpleNamespace as Params

import pytest

from fixture import check
from pinlight.lsp.client import Client
from pinlight.lsp.command_action import command_actions
from pinlight.lsp.snapshot import Snapshot
from pinlight.world.palette import TITLES
from pinlight.world.state import World

R = "file:///w/requirements.txt"
PLAIN = Client(takes_code_actions=True)
FEW = ["Select Environment...", "Why This Environment?"]


def titles(
    client: Client, only: list[str] | None, trigger: int | None, undo: str = ""
) -> list[str]:
    seen = check("""
        flask
        -- .venv --
        flask 3.0
    """).seen
    path = "/w/requirements.txt"
    found = seen.resolutions[path]
    assert found.environment is not None
    found = found._replace(environment=found.environment._replace(undo=undo))
    world = World(manifests={path: found.manifest}, resolutions={path: found})
    snapshot = Snapshot(world, {}, client)
    file = snapshot.file(R)
    assert file is not None
    context = Params(only=only, trigger_kind=trigger)
    return [action["title"] for action in command_actions(snapshot, file, R, context)]


@pytest.mark.parametrize(
    ("client", "only", "trigger", "expected"),
    [
        (PLAIN, ["source"], 1, [*TITLES.values()]),
        (PLAIN, ["source.pinlight"], None, [*TITLES.values()]),
        (PLAIN._replace(asks=True), ["source"], 1, [*TITLES.values()]),
        (PLAIN, ["quickfix"], 1, []),
        (PLAIN, ["source.organizeImports"], 1, []),
        (PLAIN, None, 1, FEW),
        (PLAIN, None, None, FEW),
        (PLAIN, None, 2, []),
        (PLAIN._replace(asks=True), None, 1, []),
    ],
)
def test_all_as_source_actions_and_few_beside_fixes(client, only, trigger, expected):
    assert titles(client, only, trigger) == expected


def test_undo_is_among_the_few_when_there_is_something_to_undo():
    assert titles(PLAIN, None, 1, undo="It removes `flask`") == [*FEW, "Undo Last Change"]


def test_old_clients_get_the_command_itself():
    assert titles(Client(), None, None) == FEW
