"""A real Neovim with its own client: the whole story by keys, without and with our plugin."""

import json
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from desk import EDITORS, SETTINGS, WAIT_S, Desk, desk, snippet, until
from pinlight.formats import format_of
from pinlight.plugin_index import NAMES
from real_judges import uv_executable
from screen import screen

pynvim = pytest.importorskip("pynvim", reason="needs pynvim")

# The bindings' own: they ask asyncio for a child watcher.
pytestmark = pytest.mark.filterwarnings("ignore:.*child_watcher.*:DeprecationWarning")

NVIM = shutil.which("nvim", path=str(Path(sys.executable).parent)) or shutil.which("nvim")
OPTIONS = f"""
vim.lsp.config('pinlight', {{
  init_options = vim.json.decode({json.dumps(json.dumps({"settings": SETTINGS}))}),
}})
vim.diagnostic.config({{ virtual_text = true }})
_G.asked = {{}}
local select = vim.ui.select
vim.ui.select = function(items, options, chosen)
  table.insert(_G.asked, vim.tbl_map(options.format_item or tostring, items))
  select(items, options, chosen)
end
"""
SHOWN_IN_A_TERMINAL = """
vim.o.termguicolors = true
vim.api.nvim_create_autocmd('LspAttach', {
  callback = function() vim.lsp.inlay_hint.enable(true) end,
})
"""
PLUGIN = snippet("neovim-plugin")
SHOWN = "return vim.tbl_map(function(d) return d.code end, vim.diagnostic.get(0))"
TICK = """
local channel = ...
vim.fn.timer_start(20, function() vim.rpcnotify(channel, 'tick') end, { ['repeat'] = -1 })
"""
DRAWN = """
local drawn = {}
for _, namespace in pairs(vim.api.nvim_get_namespaces()) do
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, {details = true})) do
    for _, chunk in ipairs(mark[4].virt_text or {}) do table.insert(drawn, chunk[1]) end
  end
end
return table.concat(drawn)
"""


class Neovim:
    """The editor, seen as its user sees it."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.answered = 0

    def lua(self, code: str, *arguments: Any) -> Any:
        return self.session.exec_lua(code, *arguments)

    def until(self, lua: str, holds: Callable[[Any], object]) -> Any:
        """Wait until what `lua` returns holds; look whenever the editor's clock ticks."""
        return until(lambda: self.lua(lua), holds, self.session.next_message)

    def shows(self, *codes: str) -> None:
        """Wait until the current file shows exactly these problems."""
        self.until(SHOWN, lambda shown: shown == list(codes))

    def keys(self, keys: str) -> None:
        self.session.input(keys)

    def question(self) -> list[str]:
        """Wait for the next question, and return its choices."""
        [*_, choices] = self.until("return _G.asked", lambda asked: len(asked) > self.answered)
        return choices

    def choose(self, title: str) -> None:
        """Wait for the next question, and type the number of the first choice that begins so."""
        choices = self.question()
        self.answered += 1
        number = next(at for at, choice in enumerate(choices, 1) if choice.startswith(title))
        self.keys(f"{number}<CR>")


@contextmanager
def neovim(at: Desk, config: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Neovim]:
    """Start Neovim in the project with this init.lua."""
    if NVIM is None:
        pytest.skip("needs Neovim")
    init = at.home / "init.lua"
    init.write_text(config + OPTIONS)
    for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    for name, value in at.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(at.project)
    argv = [NVIM, "--embed", "--headless", "-n", "-i", "NONE", "-u", str(init)]
    session = pynvim.attach("child", argv=argv)
    session.exec_lua(TICK, session.channel_id)
    hung = threading.Timer(2 * WAIT_S, os.kill, (session.funcs.getpid(), signal.SIGKILL))
    hung.start()
    try:
        yield Neovim(session)
    finally:
        with suppress(OSError, EOFError):  # It says good-bye instead of answering.
            session.command("qa!")
        session.close()
        hung.cancel()


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as laid_out:
        yield laid_out


@pytest.fixture
def plugged(at: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Neovim]:
    with neovim(at, PLUGIN, monkeypatch) as editor:
        yield editor


def test_without_a_plugin_the_story_goes_by_code_actions(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with neovim(at, snippet("neovim"), monkeypatch) as editor:
        editor.session.command("edit requirements.txt")
        editor.shows("no-environment")
        assert "No environment" in editor.lua(DRAWN)
        editor.session.current.window.cursor = (2, 0)
        editor.keys("gra")
        assert editor.question() == [
            "Create `.venv` and install `requirements.txt`",
            "Create `.venv`",
            "Select Environment...",
            "Why This Environment?",
        ]
        editor.choose("Create")
        editor.choose("Trust")
        editor.shows()
        assert at.installed() == ["alpha==1.0", "beta==1.0"]
        at.uninstall("alpha")
        editor.shows("missing-package")
        assert "`alpha` is not installed" in editor.lua(DRAWN)
        editor.session.current.buffer[1] = "alpha=1.0"
        editor.shows("invalid-requirement")
        assert "alpha==1.0" in at.file.read_text()


def test_with_the_plugin_the_story_goes_by_commands(at: Desk, plugged: Neovim) -> None:
    plugged.lua("vim.keymap.set('n', '<Space>c', '<Cmd>Pinlight quick-create<CR>')")
    plugged.lua("vim.keymap.set('n', '<Space>i', '<Cmd>Pinlight install<CR>')")
    plugged.session.command("edit requirements.txt")
    plugged.shows("no-environment")
    plugged.keys("<Space>c")
    plugged.choose("Trust")
    plugged.shows()
    assert at.installed() == ["alpha==1.0", "beta==1.0"]
    at.uninstall("alpha")
    plugged.shows("missing-package")
    plugged.keys("<Space>i")
    plugged.shows()
    assert at.installed() == ["alpha==1.0", "beta==1.0"]
    plugged.keys(":Pinlight undo<CR>")
    plugged.choose("Undo")
    plugged.shows("missing-package")
    assert at.installed() == ["beta==1.0"]


def test_packages_come_and_go_by_commands(at: Desk, plugged: Neovim) -> None:
    uv, into = uv_executable(), ("--python", str(at.python))
    at.file.write_text("# what we need\nalpha>=1\n")
    at.terminal(uv, "venv", "-q", "--python", sys.executable, ".venv")
    at.terminal(uv, "pip", "install", "-q", *into, "alpha==1.0", "beta")
    plugged.session.command("edit requirements.txt")
    plugged.until("return vim.fn.getcompletion('Pinlight up', 'cmdline')", bool)
    plugged.keys(":Pinlight upgrade<CR>")
    plugged.choose("alpha (1.0)")
    plugged.choose("Trust")
    at.holds("alpha==2.0", "beta==1.0")
    plugged.keys(":Pinlight sync<CR>")
    plugged.choose("Go ahead")
    at.holds("alpha==2.0")
    plugged.keys(":Pinlight uninstall<CR>")
    plugged.choose("alpha")
    plugged.choose("Go ahead")
    plugged.shows("missing-package")
    plugged.session.current.window.cursor = (2, 0)
    plugged.keys(":Pinlight install-this<CR>")
    plugged.shows()
    assert at.installed() == ["alpha==2.0"]
    plugged.keys(":Pinlight delete<CR>")
    plugged.choose("Delete")
    plugged.shows("no-environment")
    assert not at.python.exists()


def test_create_asks_in_lists_and_installs_what_was_ticked(at: Desk, plugged: Neovim) -> None:
    at.file.write_text("alpha==1.0\n")
    (at.project / "requirements-dev.txt").write_text("beta\n")
    plugged.session.command("edit requirements.txt")
    plugged.shows("no-environment")
    plugged.keys(":Pinlight create<CR>")
    while plugged.question()[0] != "Done":  # Where there is more than one Python.
        plugged.choose("Python 3.")
    assert plugged.question()[:3] == [
        "Done",
        "[x] requirements.txt (alpha)",
        "[ ] requirements-dev.txt (beta)",
    ]
    plugged.choose("[x] requirements.txt")
    plugged.choose("[ ] requirements-dev.txt")
    assert plugged.question()[1:3] == [
        "[ ] requirements.txt (alpha)",
        "[x] requirements-dev.txt (beta)",
    ]
    plugged.choose("Done")
    plugged.choose("Trust")
    plugged.shows("missing-package")
    assert at.installed() == ["beta==1.0"]


def test_a_question_leads_back_to_the_one_before(at: Desk, plugged: Neovim) -> None:
    (at.project / "api").mkdir()
    for name in ("api/requirements.txt", "requirements-dev.txt"):
        (at.project / name).write_text("beta\n")
    for name in ("api/requirements.txt", "requirements.txt"):
        plugged.session.command(f"edit {name}")
        plugged.shows("no-environment")
    plugged.keys(":Pinlight create<CR>")
    folders = plugged.question()
    assert "Back" not in folders
    for _ in range(2):
        assert plugged.question() == folders
        plugged.choose(folders[0])
        while plugged.question()[0] != "Done":  # Where there is more than one Python.
            plugged.choose("Python 3.")
        while plugged.question()[-1] == "Back":
            plugged.choose("Back")


def test_walking_away_from_a_question_creates_nothing(at: Desk, plugged: Neovim) -> None:
    (at.project / "requirements-dev.txt").write_text("beta\n")
    plugged.session.command("edit requirements.txt")
    plugged.shows("no-environment")
    plugged.keys(":Pinlight create<CR>")
    plugged.question()
    plugged.keys("<CR>")  # An empty answer cancels.
    plugged.answered += 1
    plugged.keys(":Pinlight quick-create<CR>")
    plugged.choose("Trust")
    plugged.shows()
    assert at.installed() == ["alpha==1.0", "beta==1.0"]


def test_only_what_the_server_offers_is_completed_and_run(plugged: Neovim) -> None:
    words = "return vim.fn.getcompletion('Pinlight ', 'cmdline')"
    own = ["activate", "deactivate", "log", "restart", "status"]
    assert plugged.lua(words) == own  # No server is running yet.
    plugged.session.command("edit requirements.txt")
    plugged.shows("no-environment")
    offered = {"create", "quick-create", "select", "deselect", "install", "why", "refresh"}
    offered |= {"sync", "upgrade", "uninstall", "recreate", "delete", "undo", "upgrade-pip"}
    assert {*own, *offered} <= {*plugged.lua(words)}
    assert plugged.lua("return vim.fn.getcompletion('Pinlight qui', 'cmdline')") == ["quick-create"]
    with pytest.raises(pynvim.NvimError, match="`:Pinlight fly` is not offered"):
        plugged.session.command("Pinlight fly")
    plugged.lua("vim.lsp.get_clients()[1].server_capabilities.executeCommandProvider = nil")
    assert plugged.lua(words) == own


def test_a_terminal_and_jobs_get_the_environment_only_when_asked(at: Desk, plugged: Neovim) -> None:
    at.terminal(sys.executable, "-m", "venv", "--without-pip", ".venv")
    prefix = str(at.project / ".venv")
    which = "return vim.trim(vim.fn.system({'python', '-c', 'import sys; print(sys.prefix)'}))"
    path = plugged.lua("return vim.env.PATH")
    plugged.session.command("edit requirements.txt")
    plugged.shows("missing-package", "missing-package")
    assert plugged.lua(which) != prefix
    plugged.session.command("Pinlight activate")
    plugged.until("return vim.env.VIRTUAL_ENV", lambda active: active == prefix)
    assert plugged.lua(which) == prefix
    plugged.session.command("terminal python -c 'import sys; print(sys.prefix)'")
    screen = "return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false))"
    plugged.until(screen, lambda drawn: prefix in drawn)
    plugged.session.command("Pinlight deactivate")
    assert plugged.lua("return {vim.env.PATH, vim.env.VIRTUAL_ENV or ''}") == [path, ""]


def test_activation_follows_the_files_when_the_user_wants_it(at: Desk, plugged: Neovim) -> None:
    other = at.project / "other"
    other.mkdir()
    (at.project / ".git").mkdir()
    (other / "requirements-dev.txt").write_text("alpha==1.0\n")
    for place in (at.project, other):
        at.terminal(sys.executable, "-m", "venv", "--without-pip", str(place / ".venv"))
    active = "return vim.env.VIRTUAL_ENV"
    plugged.lua("vim.g.pinlight_activate = true")
    plugged.session.command("edit requirements.txt")
    plugged.until(active, lambda prefix: prefix == str(at.project / ".venv"))
    plugged.session.command("edit other/requirements-dev.txt")
    plugged.until(active, lambda prefix: prefix == str(other / ".venv"))
    assert plugged.lua("return #vim.lsp.get_clients()") == 1
    folders = plugged.lua("return vim.split(vim.env.PATH, ':')")
    assert str(at.project / ".venv" / "bin") not in folders
    plugged.session.command("buffer requirements.txt")
    plugged.until(active, lambda prefix: prefix == str(at.project / ".venv"))


def test_hover_hints_and_call_hierarchy_in_a_terminal(at: Desk, tmp_path: Path) -> None:
    if NVIM is None:
        pytest.skip("needs Neovim")
    uv = uv_executable()
    at.file.write_text("# what we need\nalpha>=2\ndelta\n")
    at.terminal(uv, "venv", "-q", "--python", sys.executable, ".venv")
    at.terminal(uv, "pip", "install", "-q", "--python", str(at.python), "alpha==1.0", "delta")
    init = at.home / "init.lua"
    init.write_text(PLUGIN + OPTIONS + SHOWN_IN_A_TERMINAL)
    argv = [NVIM, "-n", "-i", "NONE", "-u", str(init), "requirements.txt"]
    with screen(argv, at.project, at.variables, tmp_path / "tmux") as shown:
        shown.shows(r"alpha>=2 ?✗ 1\.0[^\n]*1\.0 is installed, >=2 is required")
        shown.shows(r"delta ?1\.0")
        shown.keys(":3", "Enter")
        shown.keys("K")
        shown.until(lambda text: "requires: beta>=1" in text and "**" not in text)  # It is drawn.
        shown.picture("neovim-hover")
        shown.keys(":lua vim.lsp.buf.outgoing_calls()", "Enter")
        shown.shows(r"METADATA.*\bbeta\b")
        shown.picture("neovim-hierarchy")


IS_SERVED = "vim.cmd.edit(...) return require('pinlight.files').is_served(0)"


def test_the_server_is_started_for_every_kind_of_file_that_it_reads(plugged: Neovim) -> None:
    names = [name.replace("*", "some") for name in NAMES]
    for name in (*names, "constraints.txt", "requirements-dev.in", "reqs/base.txt", "a.pip"):
        is_known = format_of(f"/w/{name}") is not None
        assert plugged.lua(IS_SERVED, name) == is_known, name
        filetype = plugged.lua("return vim.bo.filetype")
        assert filetype or not is_known, f"{name} has no filetype, so nothing would start"


def test_the_server_is_not_started_for_others(plugged: Neovim) -> None:
    for name in ("notes.txt", "Cargo.toml", "requirements.md", "main.py", "setup.txt"):
        assert plugged.lua(IS_SERVED, name) is False, name


def test_the_server_is_started_for_a_script_with_requirements(at: Desk, plugged: Neovim) -> None:
    block = '# /// script\n# dependencies = ["alpha=1"]\n# ///\n'
    (at.project / "tool.py").write_text(block)
    plugged.session.command("edit tool.py")
    plugged.shows("invalid-requirement")


def test_it_can_be_restarted(plugged: Neovim) -> None:
    plugged.session.command("edit requirements.txt")
    plugged.shows("no-environment")
    before = plugged.lua("return vim.lsp.get_clients()[1].id")
    plugged.session.command("Pinlight restart")
    plugged.shows("no-environment")
    assert plugged.lua("return vim.lsp.get_clients()[1].id") != before


def test_the_health_report_tells_what_is_there(plugged: Neovim) -> None:
    plugged.session.command("edit requirements.txt")
    plugged.shows("no-environment")
    plugged.session.command("checkhealth pinlight")
    report = "\n".join(plugged.session.current.buffer[:])
    assert f"pinlight {version('pinlight')} (" in report
    for expected in ("Running for", "Python 3.", "requirements-dev.in has the filetype"):
        assert expected in report
    assert "ERROR" not in report


def test_the_health_report_says_how_to_find_a_server_that_is_missing(plugged: Neovim) -> None:
    plugged.lua("vim.lsp.config('pinlight', { cmd = { 'no-such-server', 'server' } })")
    plugged.session.command("checkhealth pinlight")
    report = "\n".join(plugged.session.current.buffer[:])
    assert "`no-such-server` is not an executable" in report


def test_the_help_is_found_under_its_names(at: Desk, plugged: Neovim) -> None:
    copied = at.home / "doc"
    shutil.copytree(EDITORS / "neovim" / "doc", copied)
    plugged.session.command(f"helptags {copied}")
    plugged.session.command(f"set runtimepath+={at.home}")
    for tag in (":Pinlight", "pinlight-activation", "g:pinlight_activate"):
        plugged.session.command(f"help {tag}")
        assert plugged.session.current.buffer.name.endswith("pinlight.txt")
