"""Which files differ from a revision of their git repository. Nothing that the repository names
is run: no hooks, monitors, filters, drivers for differences, or fetching of what is missing."""

import os
import shutil
import subprocess

_QUIET = (
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.devnull),
    *("-c", "core.untrackedCache=false", "-c", "protocol.allow=never", "--no-pager"),
    *("--no-optional-locks", "--literal-pathspecs"),
)
_ENVIRONMENT = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_EXTERNAL_DIFF": "",
    "LC_ALL": "C",
}


class NotKnown(Exception):
    """Git cannot tell; the message is one sentence for people."""


def changed(folder: str, revision: str) -> frozenset[str]:
    """Return the absolute paths of the files that differ from `revision` in the repository of
    `folder`, those that git does not know yet among them. Raises `NotKnown`."""
    program = shutil.which("git")
    if program is None:
        raise NotKnown("git is not on PATH")
    git = _Git(os.path.abspath(program), folder)
    top = git.run("rev-parse", "--show-toplevel").rstrip("\n")
    if not git.tells(
        "rev-parse", "--quiet", "--verify", "--end-of-options", revision + "^{commit}"
    ):
        raise NotKnown(f"`{revision}` is no revision of the repository `{top}`")
    commit = git.run("rev-parse", "--verify", "--end-of-options", revision + "^{commit}").strip()
    git.disarm()
    told = git.run(
        *("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--no-textconv"),
        *("--ignore-submodules=all", commit, "--"),
        at=top,
    )
    told += git.run("ls-files", "-z", "--others", "--exclude-standard", at=top)
    return frozenset(os.path.normpath(os.path.join(top, name)) for name in told.split("\0") if name)


class _Git:
    """One repository, as git sees it."""

    def __init__(self, program: str, folder: str) -> None:
        self.folder = folder
        self._command = [program, *_QUIET]

    def disarm(self) -> None:
        """Switch off every filter that the repository's configuration defines: comparing a file
        would run it."""
        named = self._ask("config", "--name-only", "-z", "--get-regexp", r"^filter\.").stdout
        for key in filter(None, named.split("\0")):
            value = "false" if key.endswith(".required") else ""
            self._command += ["-c", f"{key}={value}"]

    def run(self, *arguments: str, at: str = "") -> str:
        done = self._ask(*arguments, at=at)
        if done.returncode:
            lines = done.stderr.strip().splitlines() or [f"git ended with {done.returncode}"]
            raise NotKnown(lines[0].removeprefix("fatal: "))
        return done.stdout

    def tells(self, *arguments: str) -> bool:
        return self._ask(*arguments).returncode == 0

    def _ask(self, *arguments: str, at: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self._command, "-C", at or self.folder, *arguments],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env={**os.environ, **_ENVIRONMENT},
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
