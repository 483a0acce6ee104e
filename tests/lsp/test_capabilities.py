"""What a client is asked to watch, as strictly and as freely as clients read it."""

import re

import pytest

from pinlight.formats import format_of
from pinlight.lsp.capabilities import WATCHED
from pinlight.plugin_index import NAMES

STRICT, FREE = "[^/]+", "[^/]*"  # what `*` stands for in Neovim and Emacs, and in VS Code
NAMES = (
    "requirements.txt",
    "requirements-dev.txt",
    "dev-requirements.in",
    "my-constraints-3.pip",
    "requirements/base.in",
    "reqs/a.txt",
    "requires/a.txt",
    *(name.replace("*", "some") for name in NAMES),
)


def regex(glob: str, star: str) -> str:
    """Return a glob of the protocol as a regular expression."""
    parts = {"**/": "(?:[^/]+/)*", "*": star, "{": "(?:", "}": ")", ",": "|"}
    pieces = re.split(r"(\*\*/|[*{},])", glob)
    return "".join(parts.get(piece, re.escape(piece)) for piece in pieces)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("star", [STRICT, FREE])
def test_every_kind_of_file_that_is_read_is_watched(name, star):
    assert format_of(f"/w/{name}") is not None
    assert any(re.fullmatch(regex(glob, star), f"a/b/{name}") for glob in WATCHED)


@pytest.mark.parametrize("name", ["notes.txt", "requirements.md", "poetry.toml"])
def test_other_files_are_not(name):
    assert not any(re.fullmatch(regex(glob, FREE), name) for glob in WATCHED)
