"""A real Emacs with Eglot, in batch: the tests of editors/emacs, each in an Emacs of its own."""

import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk import EDITORS, SETTINGS, WAIT_S, Desk, desk, snippet
from real_judges import uv_executable

EMACS = shutil.which("emacs")
GLUE = EDITORS / "emacs"
TESTS = re.findall(r"ert-deftest (\S+)", (GLUE / "pinlight-test.el").read_text(encoding="utf-8"))
PACKAGES = ("eglot", "project", "xref", "seq")  # newer than those inside Emacs 28
LSP_MODE = ("lsp-mode", "dash", "f", "ht", "lv", "markdown-mode", "s", "spinner")
DEBIAN = Path("/usr/share/emacs/site-lisp/elpa")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Desk]:
    with desk(tmp_path) as laid_out:
        yield laid_out


def emacs(at: Desk, *arguments: str, client: str = "eglot") -> str:
    """Run Emacs in the project, and return what it says; it must end well."""
    if EMACS is None:
        pytest.skip("needs Emacs")
    packages = (*PACKAGES, *LSP_MODE)
    found = [str(path) for name in packages for path in sorted(DEBIAN.glob(f"{name}-[0-9]*"))]
    load = [argument for path in (*found, str(GLUE)) for argument in ("-L", path)]
    probe = [EMACS, "-Q", "--batch", *load, "--eval", f"(require '{client})"]
    if subprocess.run(probe, capture_output=True, timeout=WAIT_S).returncode:
        pytest.skip(f"needs {client} in Emacs (Debian: elpa-{client})")
    uninstall = [uv_executable(), "pip", "uninstall", "-q", "--python", str(at.python), "alpha"]
    result = subprocess.run(
        [EMACS, "-Q", "--batch", *load, *arguments],
        cwd=at.project,
        env={
            **at.variables,
            "PINLIGHT_TEST_SETTINGS": json.dumps(SETTINGS),
            "PINLIGHT_TEST_BREAK": shlex.join(uninstall),
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=2 * WAIT_S,
        text=True,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


@pytest.mark.parametrize("name", TESTS)
def test_in_emacs(at: Desk, name: str) -> None:
    said = emacs(at, "-l", "pinlight-test", "--eval", f"(ert-run-tests-batch-and-exit '{name})")
    assert "Ran 1 tests, 1 results as expected" in said


def test_what_the_manual_says_starts_the_glue(at: Desk) -> None:
    (at.home / "init.el").write_text(snippet("emacs-glue"))
    look = """(with-current-buffer (find-file-noselect "requirements.txt")
                (princ (list major-mode (caar eglot-server-programs))))"""
    said = emacs(at, "-l", str(at.home / "init.el"), "--eval", look)
    assert said.startswith("(pinlight-requirements-mode (pinlight-requirements-mode")


def test_the_glue_compiles_without_a_warning(at: Desk) -> None:
    compiled = at.home / "pinlight.el"
    shutil.copy(GLUE / "pinlight.el", compiled)
    strict = "(setq byte-compile-error-on-warn t)"
    emacs(at, "--eval", strict, "-f", "batch-byte-compile", str(compiled))


LOOK = """
    (require '{client})
    (dolist (part '(lsp-modeline lsp-diagnostics lsp-lens lsp-headerline lsp-completion))
      (require part nil t))             ; A user has them by their autoloads.
    (setq lsp-enable-snippet nil lsp-headerline-breadcrumb-enable nil)
    (setq lsp-auto-guess-root t lsp-diagnostics-provider :flymake lsp-warn-no-matched-clients nil)
    (switch-to-buffer (find-file-noselect "requirements.txt"))
    {start}
    (let ((end (+ (float-time) 60)))
      (while (and (null (flymake-diagnostics)) (< (float-time) end))
        (accept-process-output nil 0.02)
        (flymake-start)))
    (princ (flymake-diagnostic-text (car (flymake-diagnostics))))
    (set-buffer-modified-p nil)
"""


@pytest.mark.parametrize(
    ("client", "block", "start"),
    [
        ("eglot", "emacs", "(call-interactively #'eglot)"),
        ("lsp-mode", "lsp-mode", "(lsp-workspace-folders-add default-directory) (lsp)"),
    ],
)
def test_what_the_manual_says_is_enough_without_the_glue(
    at: Desk, client: str, block: str, start: str
) -> None:
    (at.home / "init.el").write_text(snippet(block))
    script = at.home / "look.el"
    script.write_text(LOOK.format(client=client, start=start))
    said = emacs(at, "-l", str(at.home / "init.el"), "-l", str(script), client=client)
    assert "No environment serves this file" in said
