"""The extension offers each command of the server, in its words, when the server offers it."""

import json
import re
from pathlib import Path

import pytest

from pinlight.world.palette import TITLES

FOLDER = Path(__file__).parent.parent / "editors" / "vscode"
MANIFEST = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
CONTRIBUTED = MANIFEST["contributes"]
COMMANDS = {it["command"] for it in CONTRIBUTED["commands"]}


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


PALETTE = """
Create Environment... | Quick Create Environment | Select Environment... | Install Missing Packages
Install This Requirement | Sync Environment | Upgrade Package... | Uninstall Package...
Show Packages | Check Global Packages | Why This Environment? | Copy Activation Command
Open Terminal in Environment | Deselect Environment | Upgrade pip | Recreate Environment...
Delete Environment... | Undo Last Change | Restart Server | Show Log | Open Settings
"""


@pytest.mark.parametrize("title", re.split(r" \| |\n", PALETTE.strip()))
def test_the_palette_has_every_command_that_a_user_looks_for(title):
    assert [it for it in CONTRIBUTED["commands"] if it["title"] == title]


def strings(value) -> list[str]:
    if isinstance(value, dict):
        return [text for it in value.values() for text in strings(it)]
    if isinstance(value, list):
        return [text for it in value for text in strings(it)]
    return [value] if isinstance(value, str) else []


def test_every_file_and_command_that_is_named_is_there():
    texts = strings(CONTRIBUTED)
    files = {it for it in texts if re.fullmatch(r"[\w./-]+\.(svg|png|md|json)", it)} - {"."}
    files = {it for it in files if "/" in it and not it.startswith("**/")}
    assert len(files) >= 7
    assert [it for it in files if not (FOLDER / it).is_file()] == []
    linked = {name for it in texts for name in re.findall(r"command:([\w.]+)", it)}
    menus = {it["command"] for menu in CONTRIBUTED["menus"].values() for it in menu}
    events = {it.partition(":")[2] for it in texts if it.startswith("onCommand:")}
    assert linked
    assert (linked | menus | events) - COMMANDS == set()


def test_a_menu_shows_a_command_of_the_server_only_when_it_is_offered():
    for menu in CONTRIBUTED["menus"].values():
        for entry in menu:
            if entry["command"] in TITLES:
                assert entry["command"].replace("pinlight.", "pinlight.offers.") in entry["when"]


def test_rows_of_the_view_can_be_installed_upgraded_uninstalled_and_revealed():
    on_rows = {it["command"]: it["when"] for it in CONTRIBUTED["menus"]["view/item/context"]}
    for command, row in (
        ("pinlight.installThis", "missing"),
        ("pinlight.upgradePackage", "package"),
        ("pinlight.uninstallPackage", "package"),
        ("pinlight.editor.reveal", "package"),
    ):
        [pattern] = re.findall(r"viewItem =~ /(.*?)/", on_rows[command])
        assert re.search(pattern, row)


def test_an_untrusted_folder_is_read_with_limits():
    assert MANIFEST["capabilities"]["untrustedWorkspaces"]["supported"] == "limited"
