"""What real clients announce is understood."""

import json
from importlib.resources import files

import pytest

from pinlight.lsp.client import Client, announced

RECORDED = {
    "visual_studio_code_v1.65.2": Client(
        takes_related=True,
        takes_tags=True,
        takes_links=True,
        takes_data=True,
        takes_code_actions=True,
        resolves_edits=True,
        takes_edits=True,
        takes_versioned_edits=True,
        takes_markdown=True,
        has_configuration=True,
        has_progress=True,
        registers_configuration=True,
        registers_watchers=True,
        registers_python=(
            *("synchronization", "codeAction"),
            *("hover", "completion", "codeLens", "definition", "references"),
        ),
        prepares_rename=True,
        refreshes_lenses=True,
        shows_documents=True,
    ),
    "neovim_v0.11.0": Client(
        encoding="utf-32",
        offers_encodings=True,
        takes_related=True,
        takes_tags=True,
        takes_data=True,
        takes_code_actions=True,
        resolves_edits=True,
        takes_edits=True,
        takes_markdown=True,
        has_configuration=True,
        has_progress=True,
        prepares_rename=True,
        refreshes_hints=True,
        shows_documents=True,
    ),
    "emacs_v29.1": Client(
        encoding="utf-32",
        offers_encodings=True,
        takes_tags=True,
        takes_code_actions=True,
        takes_edits=True,
        takes_versioned_edits=True,
        takes_markdown=True,
        has_configuration=True,
        has_progress=True,
        registers_watchers=True,
    ),
}


@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_client_is_understood(name):
    recorded = json.loads(files("pytest_lsp").joinpath(f"clients/{name}.json").read_text("utf-8"))
    assert announced(recorded) == RECORDED[name]


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["utf-8", "utf-16"], "utf-8"),
        (["utf-16"], "utf-16"),
        (["utf-16", "utf-32"], "utf-32"),
        (["utf-7"], "utf-16"),
        ([], "utf-16"),
        (None, "utf-16"),
        ([[], {}, 3], "utf-16"),
    ],
)
def test_the_encoding_is_one_that_the_client_offers(offered, chosen):
    general = {} if offered is None else {"positionEncodings": offered}
    client = announced({"capabilities": {"general": general}})
    assert (client.encoding, client.offers_encodings) == (chosen, offered is not None)


def test_who_announces_nothing_gets_the_basics():
    assert announced({}) == announced(None) == announced([]) == Client()
