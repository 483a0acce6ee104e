"""Imports in a real server: what is undeclared or not installed, and what puts it right."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from wire import Wire


@pytest.fixture
def project(tmp_path: Path) -> Path:
    venv.create(tmp_path / ".venv", with_pip=False)
    python = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    site = tmp_path / ".venv" / "lib" / python / "site-packages"
    for name, module in (("alpha", "alpha"), ("Beta.Kit", "beta_module")):
        where = site / f"{name.replace('.', '_')}-1.0.dist-info"
        where.mkdir(parents=True)
        (where / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (where / "RECORD").write_text(f"{module}/__init__.py,,\n")
        (site / module).mkdir()
        (site / module / "__init__.py").write_text("")
    (tmp_path / "requirements.txt").write_text("alpha==1.0\ngamma\n")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.py").write_text(TEXT)
    return tmp_path


TEXT = "import alpha, os\nimport beta_module.inner\nimport gamma\n"


def test_an_import_is_told_and_declared(project):
    with Wire(project) as wire:
        wire.start(trusted=True)
        wire.open("src/app.py")
        told = wire.problems("src/app.py", "undeclared-import", "uninstalled-import")
        assert told[0]["message"].startswith("`beta_module.inner` belongs to `beta-kit` 1.0")
        assert told[0]["range"] == {
            "start": {"line": 1, "character": 7},
            "end": {"line": 1, "character": 24},
        }
        wire.open("requirements.txt", "alpha==1.0\nbeta.kit\ngamma\n")
        wire.problems("src/app.py", "uninstalled-import")
        change = {"text": "import gamma\nimport js"}
        document = {"uri": wire.uri("src/app.py"), "version": 2}
        wire.notify(
            "textDocument/didChange", {"textDocument": document, "contentChanges": [change]}
        )
        assert wire.problems("src/app.py", "uninstalled-import")[0]["range"]["start"]["line"] == 0


def test_what_is_offered_for_an_import(project):
    with Wire(project) as wire:
        can = {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}
        wire.request(
            "initialize",
            {
                "processId": None,
                "rootUri": project.as_uri(),
                "capabilities": {"textDocument": can},
                "initializationOptions": {"trusted": True},
            },
        )
        wire.notify("initialized", {})
        wire.open("src/app.py")
        wire.problems("src/app.py", "undeclared-import", "uninstalled-import")

        def offered(line):
            place = {"line": line, "character": 8}
            params = {
                "textDocument": {"uri": wire.uri("src/app.py")},
                "range": {"start": place, "end": place},
                "context": {"diagnostics": []},
            }
            return wire.request("textDocument/codeAction", params)["result"]

        [declare] = offered(1)
        assert declare["title"] == "Add `beta-kit` to `../requirements.txt`"
        [edit] = declare["edit"]["changes"][wire.uri("requirements.txt")]
        start = {"line": 0, "character": 10}
        assert edit == {"range": {"start": start, "end": start}, "newText": "\nbeta-kit"}
        [install] = offered(2)
        assert install["title"] == "Install `gamma`"
        assert install["command"]["command"] == "pinlight.apply"


NEOVIM = """
vim.lsp.config('pinlight', { cmd = { %s, '-P', '-m', 'pinlight', 'server' },
  filetypes = { 'python' }, root_markers = { 'requirements.txt' } })
vim.lsp.enable('pinlight')
vim.cmd.edit('src/app.py')
vim.bo.filetype = 'python'
vim.wait(30000, function() return #vim.diagnostic.get(0) == 2 end, 50)
for _, it in ipairs(vim.diagnostic.get(0)) do print(it.lnum, it.code) end
local at = { line = 1, character = 8 }
local params = { textDocument = { uri = vim.uri_from_bufnr(0) },
  range = { start = at, ['end'] = at }, context = { diagnostics = {} } }
local found = vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 30000)
local action = found[1].result[1]
print(action.title)
vim.lsp.util.apply_workspace_edit(action.edit, 'utf-8')
vim.cmd('wall')
vim.cmd('qall!')
"""


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the server is started with -P")
def test_neovim_shows_and_declares_an_import(project, tmp_path):
    nvim = shutil.which("nvim", path=str(Path(sys.executable).parent)) or shutil.which("nvim")
    if nvim is None:
        pytest.skip("needs nvim")
    script = tmp_path / "story.lua"
    script.write_text(NEOVIM % repr(sys.executable))
    command = [nvim, "--headless", "--clean", "-c", f"luafile {script}"]
    home = {name: str(tmp_path / "home") for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME")}
    done = subprocess.run(
        command,
        cwd=project,
        env={**os.environ, **home, "PINLIGHT_RAISE": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    told = (done.stdout + done.stderr).replace("\r", "\n").split("\n")
    shown = [line.strip() for line in told if line.strip()]
    assert shown[:3] == [
        "1 undeclared-import",
        "2 uninstalled-import",
        "Add `beta-kit` to `../requirements.txt`",
    ]
    assert (project / "requirements.txt").read_text() == "alpha==1.0\nbeta-kit\ngamma\n"
