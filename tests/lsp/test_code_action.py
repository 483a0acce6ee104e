"""Quick fixes and source actions, as each client understands them."""

from types import SimpleNamespace as Params

import pytest

from pinlight.formats import format_of
from pinlight.lsp import code_action, code_lens, hover
from pinlight.lsp.client import Client
from pinlight.lsp.documents import Document
from pinlight.lsp.snapshot import Snapshot
from pinlight.model import Choice, Environment
from pinlight.resolve import Surroundings, resolve
from pinlight.rules import diagnose
from pinlight.settings import DEFAULT
from pinlight.text import LineIndex
from pinlight.world.state import World

R = "file:///w/requirements.txt"
PATH = "/w/requirements.txt"
PREFIX = "/w/.venv"
MODERN = Client(takes_code_actions=True, takes_versioned_edits=True, takes_data=True)


def moment(text: str, client: Client = MODERN, prefix: str = PREFIX) -> Snapshot:
    """A world in which an empty environment serves the file, or none."""
    manifest = format_of(PATH).parse(PATH, text, {})
    choice = Choice(PATH, prefix, "because", PREFIX)
    environment = Environment(prefix, "venv", "3.12.1", {}, {}) if prefix else None
    around = Surroundings({PATH: manifest}, {PATH: choice}, {}, frozenset())
    resolution = resolve(manifest, choice, environment, around, DEFAULT, is_open=True)
    world = World(
        manifests={PATH: manifest},
        choices={PATH: choice},
        resolutions={PATH: resolution},
        problems={PATH: diagnose(resolution, DEFAULT)},
    )
    return Snapshot(world, {PATH: Document(R, 3, LineIndex(text))}, client)


def at(line: int, end: int | None = None, only: list[str] | None = None) -> Params:
    start = Params(line=line, character=0)
    return Params(
        text_document=Params(uri=R),
        position=start,
        range=Params(start=start, end=Params(line=line if end is None else end, character=0)),
        context=Params(only=only),
    )


def test_one_quick_fix_is_preferred_and_carries_the_id_of_its_action():
    answer = code_action.answer(moment("alpha\n"), at(0))
    [preferred] = [action for action in answer if action.get("isPreferred")]
    assert preferred["title"] == "Install `alpha`"
    assert preferred["kind"] == "quickfix"
    assert preferred["command"]["command"] == "pinlight.apply"
    assert preferred["command"]["arguments"][0] == R
    assert [one["code"] for one in preferred["diagnostics"]] == ["missing-package"]
    assert "edit" not in preferred


def test_a_text_fix_is_a_versioned_edit():
    answer = code_action.answer(moment("alpha\nalpha\n"), at(1))
    [remove] = [action for action in answer if "edit" in action]
    [change] = remove["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": R, "version": 3}
    assert "command" not in remove


def test_a_whole_file_as_range_gets_the_fixes_of_every_line():
    titles = [action["title"] for action in code_action.answer(moment("alpha\nbeta\n"), at(0, 9))]
    assert {"Install `alpha`", "Install `beta`"} <= {*titles}


def test_no_action_is_offered_twice():
    answer = code_action.answer(moment("alpha\nbeta\n"), at(0, 9))
    carried = [action["command"]["arguments"] for action in answer if "command" in action]
    ids = [arguments[1] for arguments in carried if len(arguments) > 1]
    assert len(ids) == len({*ids}) > 2


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["source"], {"source", "source.sort.pinlight", "source.pinlight"}),
        (["source.organizeImports"], set()),
        (["refactor"], set()),
        ([""], {"quickfix"}),
        ([], set()),
    ],
)
def test_only_the_kinds_that_were_asked_for_are_offered(only, kinds):
    answer = code_action.answer(moment("alpha\nbeta\nalpha\n"), at(0, only=only))
    assert {action["kind"] for action in answer} == kinds


def test_a_line_without_a_problem_still_offers_what_is_for_the_whole_file():
    answer = code_action.answer(moment("alpha\nbeta\n# no\n\n"), at(3))
    assert {action["kind"] for action in answer} == {"source", "source.pinlight"}
    assert not any("isPreferred" in action for action in answer)


def test_a_client_without_code_actions_gets_commands():
    answer = code_action.answer(moment("alpha\n", Client()), at(0))
    assert {*map(frozenset, answer)} == {frozenset(("title", "command", "arguments"))}


def test_the_lens_stands_above_and_its_action_is_offered_as_code_action_too():
    snapshot = moment("alpha\n")
    state, main = code_lens.answer(snapshot, at(0))
    assert state["command"]["command"] == "pinlight.whyThisEnvironment"
    assert state["range"]["start"] == {"line": 0, "character": 0}
    offered = [action["command"] for action in code_action.answer(snapshot, at(0))]
    assert main["command"]["arguments"] in [command["arguments"] for command in offered]


def test_lenses_can_be_turned_off():
    snapshot = moment("alpha\n")
    without = DEFAULT._replace(lens=False)
    world = snapshot.world._replace(settings=without)
    assert code_lens.answer(snapshot._replace(world=world), at(0)) == []
    world = snapshot.world._replace(local={PATH: without})  # By the project, or by its folder.
    assert code_lens.answer(snapshot._replace(world=world), at(0)) == []
    world = world._replace(settings=without, local={PATH: DEFAULT})
    assert code_lens.answer(snapshot._replace(world=world), at(0)) != []


@pytest.mark.parametrize(
    ("client", "kind"), [(Client(), "plaintext"), (Client(takes_markdown=True), "markdown")]
)
def test_hover_says_what_it_is_written_in(client, kind):
    answer = hover.answer(moment("alpha>=1\n", client), at(0))
    assert answer["contents"]["kind"] == kind
    assert "alpha" in answer["contents"]["value"]
    assert answer["range"]["end"] == {"line": 0, "character": 8}


def test_hover_beside_everything_is_nothing():
    assert hover.answer(moment("# no\n\n"), at(1)) is None
