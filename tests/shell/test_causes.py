"""The cause of a failure and what to do about it, from what real tools print."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from package_index import PackageIndex, Release
from pinlight.model import Install
from pinlight.shell.causes import culprits, known, places
from real_environment import RealEnvironment, tool  # noqa: F401 - a fixture.

CAUSES = {
    "a compiler that is missing, as uv tells": (
        "error: Failed to build `ext @ file:///p/ext` cause: The build backend returned an error "
        "[stderr] error: [Errno 2] No such file or directory: '/usr/bin/cc'",
        "`ext` has to be built, and `/usr/bin/cc` is missing; install it, or choose a version "
        "with a wheel for this Python",
    ),
    "as an older setuptools tells": (
        "error: command 'x86_64-linux-gnu-gcc' failed: No such file or directory "
        "ERROR: Failed building wheel for ext Failed to build ext",
        "`ext` has to be built, and `x86_64-linux-gnu-gcc` is missing; install it, or choose a "
        "version with a wheel for this Python",
    ),
    "on Windows": (
        "error: Microsoft Visual C++ 14.0 or greater is required. ERROR: Failed building wheel "
        "for ext",
        "`ext` has to be built, and `Microsoft Visual C++ 14.0` is missing; install it, or choose "
        "a version with a wheel for this Python",
    ),
    "a disk that is full, as uv tells": (
        "error: Failed to install: x.whl cause: failed to copy file from /cache/x to "
        "/p/.venv/x.so: No space left on device (os error 28)",
        "the disk is full (`/p/.venv/x.so`); free some space and do it again",
    ),
    "as pip tells": (
        "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
        "the disk is full; free some space and do it again",
    ),
    "no permission": (
        "error: failed to create directory `/opt/env/lib`: Permission denied (os error 13)",
        "there is no permission to write (`/opt/env/lib`); change its owner or its permissions",
    ),
    "a Python that does not fit, as uv tells": (
        "cause: Because the current Python version (3.8.18) does not satisfy Python>=3.10 and "
        "click>=8.2 depends on Python>=3.10, we can conclude that click>=8.2 cannot be used.",
        "Python 3.8.18 does not fit, Python >=3.10 is required; take another version of the "
        "package, or recreate the environment with another Python",
    ),
    "what is not known": ("error: something odd", ""),
}


@pytest.mark.parametrize(("text", "expected"), CAUSES.values(), ids=CAUSES)
def test_the_cause_and_the_next_step_are_told(text, expected):
    assert known(text) == expected


def test_the_lines_that_cannot_be_met_together_are_named():
    lines = ("flask==3.0.2", "Werkzeug<2  ", "click", "flask-cors")
    uv = (
        "Because flask==3.0.2 depends on werkzeug>=3.0.0 and you require flask==3.0.2, we can "
        "conclude that you require werkzeug>=3.0.0. And because you require werkzeug<2, we can "
        "conclude that your requirements are unsatisfiable."
    )
    pip = (
        "ERROR: Cannot install flask==3.0.2 and werkzeug<2 because these package versions have "
        "conflicting dependencies."
    )
    assert culprits(uv, lines) == lines[:2]
    assert culprits(pip, lines) == lines[:2]
    assert culprits("No matching distribution found for click", lines) == ("click",)
    assert culprits("something else", lines) == ()


def test_lines_are_found_in_their_file():
    source = "# all\nflask==3.0.2  # web\n\nwerkzeug<2\n"
    assert places(("werkzeug<2", "flask==3.0.2", "gone"), source) == "line 2, line 4"
    assert places((), source) == ""


# For real

PACKAGES = {
    "top": [Release("1.0", requires=["base>=2"])],
    "base": ["1.0", "2.0"],
    "new": [Release("1.0", requires_python=">=3.99")],
    "large": [Release("1.0", files={"large.bin": "x" * 3_000_000, "large/__init__.py": ""})],
}


@pytest.fixture
def environment(tmp_path, monkeypatch, tool):  # noqa: F811 - the fixture.
    with PackageIndex(PACKAGES) as index:
        index.apply(monkeypatch)
        yield RealEnvironment(tmp_path / ".venv", tool)


def test_a_conflict_names_its_lines(environment, tmp_path):
    source = tmp_path / "requirements.txt"
    source.write_text("# pinned\nbase==1.0\ntop\n")
    lines = ("base==1.0", "top")
    result = environment.do(Install(environment.prefix, str(source), lines))
    assert not result.is_ok
    assert result.message.endswith(" (line 2, line 3: `base==1.0`, `top`)")


def test_a_python_that_is_too_old_is_told(environment):
    result = environment.do(Install(environment.prefix, lines=("new",)))
    assert ">=3.99 is required; take another version of the package" in result.message


def test_a_build_without_a_compiler_is_told(environment, tmp_path, monkeypatch):
    project = tmp_path / "ext"
    project.mkdir()
    (project / "ext.c").write_text("")
    (project / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "b"\nbackend-path = ["."]\n'
        '[project]\nname = "ext"\nversion = "1"\n'
    )
    (project / "b.py").write_text(
        "import subprocess\ndef build_wheel(*_, **__):\n"
        "    subprocess.run(['/nonexistent/cc', 'ext.c'], check=True)\n"
    )
    result = environment.do(Install(environment.prefix, lines=(str(project),)))
    assert "`ext` has to be built, and `/nonexistent/cc` is missing" in result.message


def test_no_network_is_told(environment, monkeypatch):
    import socket

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/simple/"
        monkeypatch.setenv("UV_DEFAULT_INDEX", url)
        monkeypatch.setenv("PIP_INDEX_URL", url)
        monkeypatch.setenv("PIP_RETRIES", "1")
        result = environment.do(Install(environment.prefix, lines=("base",)))
    assert "the package index could not be reached" in result.message


@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="only root may mount a small disk"
)
@pytest.mark.parametrize("is_in_place", [False, True])
def test_a_full_disk_changes_nothing(tmp_path, monkeypatch, tool, is_in_place):  # noqa: F811
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)], check=False
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        with PackageIndex(PACKAGES) as index:
            index.apply(monkeypatch)
            if is_in_place:  # Builds that see what is installed cannot run in a stage.
                monkeypatch.setenv("PIP_NO_BUILD_ISOLATION", "1")
            environment = RealEnvironment(disk / ".venv", tool)
            assert environment.do(Install(environment.prefix, lines=("base==1.0",))).is_ok
            before = environment.files()
            ran = environment.do(Install(environment.prefix, lines=("large", "base==2.0")))
            assert not ran.is_ok
            assert "the disk is full" in ran.message
            assert environment.files() == before
            assert environment.faults() == []
            assert environment.do(Install(environment.prefix, lines=("base==2.0",))).is_ok
            private = Path(environment.prefix, ".pinlight")
            assert [it for it in os.listdir(private) if "stage" in it] == []
            assert len(os.listdir(private / "undo")) == 2
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_what_was_printed_is_kept_without_credentials(environment, monkeypatch, tmp_path):
    monkeypatch.setenv("PINLIGHT_STATE", str(tmp_path / "state"))
    environment.do(Install(environment.prefix, lines=("base",), options=("--index-url x",)))
    environment.do(Install(environment.prefix, lines=("nothing-like-this",)))
    logs = sorted(Path(tmp_path, "state/changes").iterdir())
    text = "".join(log.read_text() for log in logs)
    assert "$ " in text
    assert "nothing-like-this" in text
