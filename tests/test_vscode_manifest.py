"""The extension offers each command of the server, in its words, when the server offers it."""

import json
from pathlib import Path

import pytest

from pinlight.palette import TITLES

MANIFEST = Path(__file__).parent.parent / "editors" / "vscode" / "package.json"
CONTRIBUTED = json.loads(MANIFEST.read_text(encoding="utf-8"))["contributes"]


@pytest.mark.parametrize("name", TITLES)
def test_a_command_has_the_same_words_in_the_palette(name):
    [command] = [it for it in CONTRIBUTED["commands"] if it["command"] == name]
    assert command["title"] == TITLES[name]
    [entry] = [it for it in CONTRIBUTED["menus"]["commandPalette"] if it["command"] == name]
    assert entry["when"] == name.replace("pinlight.", "pinlight.offers.")


def test_what_no_server_offers_yet_is_not_shown():
    own = {it["command"] for it in CONTRIBUTED["commands"]} - TITLES.keys()
    hidden = {it["command"] for it in CONTRIBUTED["menus"]["commandPalette"]}
    assert {name for name in own - hidden if not name.startswith("pinlight.editor.")} == set()
