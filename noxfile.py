"""Everything that a change needs: `nox`, or one session with `nox -s tests`.

The tools of each session are pinned in `[dependency-groups]` of pyproject.toml. What stands after
`--` goes to pytest: `nox -s tests -- tests/rules -k extra`.
"""

import os
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|venv"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False  # Skipped by name, in CI too.
nox.options.reuse_venv = "yes"

PROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, *groups: str) -> None:
    """Install Pinlight as its users do, and the tools of `groups`."""
    session.install(*nox.project.dependency_groups(PROJECT, *groups), ".")
    # An environment that is used again may hold an older Pinlight of the same version.
    session.install("--force-reinstall", "--no-deps", ".")


@nox.session
def lint(session: nox.Session) -> None:
    """Style, formatting, and what is generated from the code."""
    install(session, "lint")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("python", "-P", "-m", "pinlight.generate", "--check")


@nox.session
def types(session: nox.Session) -> None:
    install(session, "lint")
    session.run("mypy")


# Editors with windows and packages of their own; Neovim comes from PyPI and is always tested.
EDITORS = ("emacs", "kate", "vim")


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, the architecture and Neovim among them."""
    install(session, "test")
    left_out = ["tests/kill", *(f"tests/e2e/test_{name}.py" for name in EDITORS)]
    ignored = [f"--ignore={path}" for path in left_out]
    session.run("pytest", "--numprocesses=2", *ignored, *session.posargs)


@nox.session(default=False)
def editors(session: nox.Session) -> None:
    """Real editors, provisioned from Debian's packages, npm and PyPI.

    PINLIGHT_PICTURES names the folder in which pictures of them are kept, such as docs/images.
    """
    install(session, "test")
    if pictures := os.environ.get("PINLIGHT_PICTURES"):
        session.env["PINLIGHT_PICTURES"] = str(Path(pictures).resolve())
    session.run("bash", "tests/e2e/provision-editors.sh", external=True)
    files = [f"tests/e2e/test_{name}.py" for name in ("neovim", *EDITORS)]
    session.run("pytest", *files, *session.posargs)
    with session.chdir("editors/vscode"):
        session.run("npm", "ci", external=True)
        session.run("npm", "run", "package", external=True)
        session.run("npm", "test", external=True)


@nox.session(default=False)
def tools(session: nox.Session) -> None:
    """Real Poetry, PDM, Pipenv, Hatch and conda's engine: what finders compute is held to what they
    answer, and what installers order is carried out."""
    install(session, "test")
    folder = Path(session.virtualenv.location, "tools").resolve()
    env = {"PINLIGHT_REAL_TOOLS": "1", "PINLIGHT_TOOLS": str(folder)}
    files = (
        "tests/finders/test_against_tools.py",
        "tests/formats/test_hatch_against_hatch.py",
        "tests/installers/test_with_real_tools.py",
    )
    session.run("pytest", *files, *session.posargs, env=env)


@nox.session(default=False)
def kill(session: nox.Session) -> None:
    """Installers and Pinlight are killed at random moments; PINLIGHT_KILLS says how often."""
    install(session, "test")
    session.run("pytest", "tests/kill", *session.posargs)


@nox.session(default=False)
def soak(session: nox.Session) -> None:
    """Random typing and installing, judged by a check; PINLIGHT_SOAK_ROUNDS says how long."""
    install(session, "test")
    session.run("pytest", "tests/soak", *session.posargs)


def find_python(version: str) -> str:
    """Return what finds the Python `version`: pyenv's own answer only for those switched on."""
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    found = sorted(root.glob(f"versions/{version}.*/bin/python{version}"))
    return str(found[-1]) if found else version


@nox.session(python=find_python(PROJECT["project"]["requires-python"].removeprefix(">=")))
def oldest(session: nox.Session) -> None:
    """Under the oldest Python that is supported, where the machine has it: all but the editors."""
    install(session, "test")
    ignored = ("--ignore=tests/e2e", "--ignore=tests/kill", "--ignore=tests/soak")
    session.run("pytest", "--numprocesses=2", *ignored, *session.posargs)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Figures beside the rivals; `nox -s bench -- counts` only checks instruction counts."""
    if session.posargs[:1] == ["counts"]:
        install(session)
        session.run("python", "tests/bench/counts.py", *session.posargs[1:])
    else:
        install(session, "bench")
        session.run("python", "tests/bench", *session.posargs)
