"""What a client is asked to watch, as strictly and as freely as clients read it."""

import re

import pytest

from pinlight.formats import format_of
from pinlight.lsp.capabilities import PYTHON, WATCHED, for_python
from pinlight.lsp.client import Client
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


def python_regex(glob):
    """VS Code's reading of `*`, `?`, `[!a]` and `{a,b}`."""
    parts = {"**/": "(?:[^/]+/)*", "*": FREE, "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}
    pieces = re.split(r"(\*\*/|\[![a-z]\]|[*?{},])", glob)
    return "".join(
        parts.get(it) or (f"[^{it[2]}/]" if it.startswith("[!") else re.escape(it)) for it in pieces
    )


@pytest.mark.parametrize(
    "name",
    ["a.py", "s.py", "se.py", "set.py", "setu.py", "setups.py", "setup_x.py", "xsetup.py", "sa.py"]
    + ["sets.py", "seta.py", "setux.py", "seb.py", "__init__.py", "conftest.py", "set.up.py"],
)
def test_every_python_file_is_registered_but_one_that_is_sent_anyway(name):
    def matches(name):
        return any(re.fullmatch(python_regex(glob), f"a/{name}") for glob in PYTHON)

    assert matches(name)
    assert not matches("setup.py")
    assert not matches("setup.cfg")


def test_only_what_the_client_can_register_is_registered():
    assert for_python(Client()) == {}
    least = Client(registers_python=("synchronization", "codeAction"))
    assert "textDocument/hover" not in for_python(least)
    most = Client(registers_python=("synchronization", "codeAction", "hover"), pulls=True)
    assert {"textDocument/hover", "textDocument/diagnostic"} <= for_python(most).keys()
    for options in for_python(most).values():
        assert options["documentSelector"]
