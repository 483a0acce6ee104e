"""The main job through a real server: open, problems, create, install, break it, problems back.

A real client with the recorded capabilities of VS Code, Neovim and Emacs; real uv and real pip
against a package index of the test's own.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

from package_index import PackageIndex, Release
from real_judges import uv_executable

CLIENTS = ("visual_studio_code", "neovim", "emacs")
WAIT_S = 120  # a hang is a failure; nothing waits this long otherwise

PACKAGES = {
    "alpha": ["1.0", "2.0"],
    "beta": [Release("2.1", requires=["gamma>=1"])],
    "gamma": ["1.0"],
}


class Session:
    """A client with one project open, and what the server told it."""

    def __init__(self, client: LanguageClient, root: Path, index: PackageIndex) -> None:
        self.client = client
        self.root = root
        self.index = index
        self.messages: list[str] = []
        self.asked: list[str] = []
        self.changed = asyncio.Event()

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str) -> None:
        text = (self.root / name).read_text()
        item = lsp.TextDocumentItem(self.uri(name), "pip-requirements", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, name: str, text: str, version: int) -> None:
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(version, self.uri(name)),
                [lsp.TextDocumentContentChangeWholeDocument(text)],
            )
        )

    async def problems(self, name: str, *expected: str) -> list[lsp.Diagnostic]:
        """Wait until the file shows exactly these codes, in order."""

        async def wait() -> list[lsp.Diagnostic]:
            while True:
                self.changed.clear()
                found = self.client.diagnostics.get(self.uri(name))
                if found is not None and [one.code for one in found] == list(expected):
                    return list(found)
                await self.changed.wait()

        try:
            return await asyncio.wait_for(wait(), WAIT_S)
        except TimeoutError:
            found = self.client.diagnostics.get(self.uri(name))
            told = None if found is None else [(one.code, one.message) for one in found]
            pytest.fail(f"{name} shows {told}, not {expected}; the server said {self.messages}")

    async def actions(self, name: str, line: int) -> list[lsp.CodeAction]:
        """Return the code actions of a line."""
        at = lsp.Range(lsp.Position(line, 0), lsp.Position(line, 1))
        found = await self.client.text_document_code_action_async(
            lsp.CodeActionParams(
                lsp.TextDocumentIdentifier(self.uri(name)), at, lsp.CodeActionContext([])
            )
        )
        return [action for action in found or () if isinstance(action, lsp.CodeAction)]

    async def preferred(self, name: str, line: int) -> lsp.CodeAction:
        [action] = [one for one in await self.actions(name, line) if one.is_preferred]
        return action

    async def run(self, action: lsp.CodeAction) -> None:
        assert action.command is not None
        await self.client.workspace_execute_command_async(
            lsp.ExecuteCommandParams(action.command.command, action.command.arguments)
        )

    def terminal(self, *argv: str) -> None:
        """Run a program as the user does in a terminal."""
        subprocess.run(argv, cwd=self.root, env=self.index.variables(), check=True, timeout=WAIT_S)

    @property
    def python(self) -> str:
        folder = "Scripts" if sys.platform == "win32" else "bin"
        return str(self.root / ".venv" / folder / "python")


def _code_actions_with_their_command(client: LanguageClient) -> None:
    """lsprotocol 2025 reads a code action that has a command as a bare Command."""
    converter = client.protocol._converter

    def structure(value: Any, _: type) -> Any:
        if isinstance(value.get("command"), str):
            return converter.structure(value, lsp.Command)
        return converter.structure(value, lsp.CodeAction)

    converter.register_structure_hook(lsp.Command | lsp.CodeAction, structure)


@pytest.fixture
def index():
    with PackageIndex(PACKAGES) as index:
        yield index


@pytest_asyncio.fixture
async def session(
    request: pytest.FixtureRequest, tmp_path: Path, index: PackageIndex, client_name: str
) -> AsyncIterator[Session]:
    root = tmp_path / "project"
    root.mkdir()
    for name, text in request.node.get_closest_marker("files").args[0].items():
        (root / name).write_text(text)
    client = make_test_lsp_client()
    _code_actions_with_their_command(client)
    session = Session(client, root, index)
    _listen(session)
    await client.start_io(
        sys.executable, "-P", "-m", "pinlight", "server", env=index.variables(), cwd=str(tmp_path)
    )
    settings = request.node.get_closest_marker("settings")
    await client.initialize_session(
        lsp.InitializeParams(
            capabilities=client_capabilities(client_name),
            root_uri=root.as_uri(),
            workspace_folders=[lsp.WorkspaceFolder(root.as_uri(), "project")],
            initialization_options={"trusted": True, **(settings.args[0] if settings else {})},
        )
    )
    yield session
    await client.shutdown_session()


def _listen(session: Session) -> None:
    client = session.client
    own = client.protocol.fm.features  # The client's own handlers wake nobody up.
    for name in (
        lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS,
        lsp.WINDOW_SHOW_MESSAGE,
        lsp.WINDOW_SHOW_MESSAGE_REQUEST,
        lsp.CLIENT_REGISTER_CAPABILITY,
    ):
        own.pop(name, None)

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def _published(params: lsp.PublishDiagnosticsParams) -> None:
        client.diagnostics[params.uri] = params.diagnostics
        session.changed.set()

    @client.feature(lsp.WINDOW_SHOW_MESSAGE)
    def _shown(params: lsp.ShowMessageParams) -> None:
        session.messages.append(params.message)
        session.changed.set()

    @client.feature(lsp.WINDOW_SHOW_MESSAGE_REQUEST)
    def _asked(params: lsp.ShowMessageRequestParams) -> lsp.MessageActionItem | None:
        session.asked.append(params.message)
        return params.actions[0] if params.actions else None

    @client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
    def _registered(params: lsp.RegistrationParams) -> None: ...


files = pytest.mark.files
settings = pytest.mark.settings
every_client = pytest.mark.parametrize("client_name", CLIENTS)


@pytest.mark.asyncio
@every_client
@files({"requirements.txt": "alpha>=1\nbeta\n"})
@settings({"installer": "uv"})
async def test_from_no_environment_to_all_installed_and_back(session: Session) -> None:
    session.open("requirements.txt")
    await session.problems("requirements.txt", "no-environment")
    create = await session.preferred("requirements.txt", 0)
    assert create.title == "Create `.venv` and install `requirements.txt`"
    await session.run(create)
    await session.problems("requirements.txt")
    assert (session.root / ".venv" / "pyvenv.cfg").is_file()
    session.terminal(uv_executable(), "pip", "uninstall", "-q", "--python", session.python, "alpha")
    [missing] = await session.problems("requirements.txt", "missing-package")
    assert missing.message == "`alpha` is not installed in `.venv`"
    install = await session.preferred("requirements.txt", 0)
    assert install.title == "Install `alpha>=1`"
    await session.run(install)
    await session.problems("requirements.txt")
    assert session.messages == []


@pytest.mark.asyncio
@every_client
@files({"requirements.txt": "alpha==1.0\n"})
@settings({"installer": "uv"})
async def test_problems_follow_the_text_before_it_is_saved(session: Session) -> None:
    session.terminal(uv_executable(), "venv", "-q", ".venv")
    session.terminal(
        uv_executable(), "pip", "install", "-q", "--python", session.python, "alpha==1.0"
    )
    session.open("requirements.txt")
    await session.problems("requirements.txt")
    session.change("requirements.txt", "alpha==2.0\n", 2)
    [wrong] = await session.problems("requirements.txt", "wrong-version")
    assert wrong.message == "`alpha` 1.0 is installed, 2.0 is required"
    session.change("requirements.txt", "alpha=2.0\n", 3)
    await session.problems("requirements.txt", "invalid-requirement")
    session.change("requirements.txt", "alpha==2.0\n", 4)
    await session.problems("requirements.txt", "wrong-version")
    upgrade = await session.preferred("requirements.txt", 0)
    await session.run(upgrade)
    await session.problems("requirements.txt")


@pytest.mark.asyncio
@pytest.mark.parametrize("client_name", ["visual_studio_code"])  # `python -m venv` takes long.
@files(
    {
        "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["beta"]\n'
        '[dependency-groups]\ndev = ["alpha<2"]\n'
    }
)
@settings({"installer": "pip"})
async def test_a_project_is_filled_with_pip(session: Session) -> None:
    session.open("pyproject.toml")
    await session.problems("pyproject.toml", "no-environment")
    create = await session.preferred("pyproject.toml", 3)
    await session.run(create)
    await session.problems("pyproject.toml")
    told = subprocess.run(
        [session.python, "-m", "pip", "list", "--format", "json"],
        capture_output=True,
        check=True,
        env=session.index.variables(),
        timeout=WAIT_S,
    )
    names = {one["name"]: one["version"] for one in json.loads(told.stdout)}
    assert names["alpha"] == "1.0"
    assert names["beta"] == "2.1"
    assert names["gamma"] == "1.0"
