"""A real Neovim with its own client, no plugin: problems are shown, and one fix puts them right."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from package_index import PackageIndex
from real_judges import uv_executable

pynvim = pytest.importorskip("pynvim", reason="needs pynvim")

# The bindings' own: they ask asyncio for a child watcher.
pytestmark = pytest.mark.filterwarnings("ignore:.*child_watcher.*:DeprecationWarning")

WAIT_S = 60
NVIM = shutil.which("nvim", path=str(Path(sys.executable).parent)) or shutil.which("nvim")
EDITORS = Path(__file__).resolve().parents[2] / "editors"
INIT = f"""
vim.opt.runtimepath:append({str(EDITORS / "neovim")!r})
vim.lsp.config('pinlight', {{
  cmd = {{ {sys.executable!r}, '-P', '-m', 'pinlight', 'server' }},
  init_options = {{ trusted = true, settings = {{ installer = 'uv', poll_s = 0.1 }} }},
}})
vim.lsp.enable('pinlight')
vim.diagnostic.config({{ virtual_text = true }})
"""
SHOWN = "return vim.tbl_map(function(d) return d.code end, vim.diagnostic.get(0))"
DRAWN = """
local drawn = {}
for _, namespace in pairs(vim.api.nvim_get_namespaces()) do
  for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, {details = true})) do
    for _, chunk in ipairs(mark[4].virt_text or {}) do table.insert(drawn, chunk[1]) end
  end
end
return table.concat(drawn)
"""


@pytest.fixture
def index() -> Iterator[PackageIndex]:
    with PackageIndex({"alpha": ["1.0", "2.0"]}) as index:
        yield index


@pytest.fixture
def neovim(tmp_path: Path, index: PackageIndex, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    if NVIM is None:
        pytest.skip("needs Neovim")
    project = tmp_path / "project"
    project.mkdir()
    (project / "requirements.txt").write_text("# what we need\nalpha==1.0\n")
    init = tmp_path / "init.lua"
    init.write_text(INIT)
    variables = index.variables()
    for name in set(os.environ) - set(variables):
        monkeypatch.delenv(name)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.chdir(project)
    neovim = pynvim.attach(
        "child", argv=[NVIM, "--embed", "--headless", "-n", "-i", "NONE", "-u", str(init)]
    )
    yield neovim
    neovim.command("qa!", async_=True)
    neovim.close()


def until(neovim: Any, lua: str, holds: Callable[[Any], bool]) -> Any:
    """Let the editor run until what `lua` returns holds."""
    end = time.monotonic() + WAIT_S
    while True:
        value = neovim.exec_lua(lua)
        if holds(value):
            return value
        assert time.monotonic() < end, f"Neovim still shows {value}"
        neovim.exec_lua("vim.wait(20)")


def test_problems_are_shown_and_a_fix_puts_them_right(
    neovim: Any, index: PackageIndex, tmp_path: Path
) -> None:
    neovim.command("edit requirements.txt")
    until(neovim, SHOWN, lambda codes: codes == ["no-environment"])
    assert "No environment" in neovim.exec_lua(DRAWN)
    neovim.current.window.cursor = (2, 0)
    neovim.exec_lua(
        "vim.lsp.buf.code_action({apply = true, filter = function(a) return a.isPreferred end})"
    )
    until(neovim, SHOWN, lambda codes: codes == [])
    python = tmp_path / "project" / ".venv" / "bin" / "python"
    assert python.exists()
    subprocess.run(
        [uv_executable(), "pip", "uninstall", "-q", "--python", str(python), "alpha"],
        check=True,
        env=index.variables(),
        timeout=WAIT_S,
    )
    until(neovim, SHOWN, lambda codes: codes == ["missing-package"])
    assert "`alpha` is not installed" in neovim.exec_lua(DRAWN)
    neovim.current.buffer[1] = "alpha=1.0"
    until(neovim, SHOWN, lambda codes: codes == ["invalid-requirement"])
    assert "alpha==1.0" in (tmp_path / "project" / "requirements.txt").read_text()
