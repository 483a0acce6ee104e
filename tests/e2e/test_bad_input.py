"""What bad input gets: a finding or a clear line, and the server goes on."""

import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tree import environment_files
from wire import Wire


def put(root: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def environment(root: Path, *lines: str) -> None:
    made = environment_files(str(root / ".venv"), list(lines))
    put(root, {str(Path(path).relative_to(root)): content for path, content in made.items()})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    environment(root, "flask 3.0")
    return root


def is_alive(wire: Wire) -> bool:
    """The server still answers, with what a good file deserves."""
    (wire.root / "requirements-good.txt").write_text("flask==2\n")
    wire.open("requirements-good.txt")
    wire.problems("requirements-good.txt", "wrong-version")
    return True


@pytest.mark.parametrize(
    ("files", "name", "codes"),
    [
        ({"requirements.txt": b"\x00\xff\xfe\x01" * 1000}, "requirements.txt", None),
        ({"requirements.txt": b"caf\xe9\nflask\n"}, "requirements.txt", ("invalid-requirement",)),
        (
            {"requirements.txt": b"-r requirements.txt\nflask\n"},
            "requirements.txt",
            ("include-cycle",),
        ),
        ({"requirements.txt": b"-r nowhere.txt\nflask\n"}, "requirements.txt", ("missing-file",)),
        ({"requirements.txt/x": b""}, "requirements-main.txt", ("unreadable-file",)),
        ({"pyproject.toml": b'[project\nname = "x"\n'}, "pyproject.toml", ("invalid-toml",)),
    ],
    ids=["binary", "not-utf-8", "includes-itself", "missing", "folder", "toml"],
)
def test_it_gets_a_finding(
    root: Path, files: dict[str, bytes], name: str, codes: tuple[str, ...] | None
) -> None:
    put(root, files)
    if name == "requirements-main.txt":
        put(root, {name: b"-r requirements.txt\n"})
    with Wire(root) as wire:
        wire.start()
        wire.open(name, (root / name).read_text("utf-8", "replace"))
        if codes is not None:
            wire.problems(name, *codes)
        assert is_alive(wire)
        assert b"defect" not in wire.log


def test_a_file_of_ten_megabytes_is_read_and_typed_in(root: Path) -> None:
    line = "flask==3.0  # " + "x" * 86 + "\n"
    text = line * (10_000_000 // len(line)) + "nowhere\n"
    put(root, {"requirements.txt": text.encode()})
    with Wire(root) as wire:
        wire.start()
        wire.open("requirements.txt")
        while True:
            message = wire.receive()
            if message.get("method") == "textDocument/publishDiagnostics":
                assert "missing-package" in {
                    one["code"] for one in message["params"]["diagnostics"]
                }
                break
        assert is_alive(wire)


def test_an_environment_that_is_deleted_is_told(root: Path) -> None:
    put(root, {"requirements.txt": b"flask\n"})
    with Wire(root) as wire:
        wire.start(settings={"poll_s": 0.05})
        wire.open("requirements.txt")
        wire.problems("requirements.txt")
        shutil.rmtree(root / ".venv")
        wire.problems("requirements.txt", "no-environment")
        environment(root, "flask 3.0")
        wire.problems("requirements.txt")
        assert b"defect" not in wire.log


@pytest.fixture
def hears_ctrl_c() -> Iterator[None]:
    """Where tests run in the background Ctrl-C is ignored, by all that they start too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
@pytest.mark.usefixtures("hears_ctrl_c")
def test_ctrl_c_ends_the_server(root: Path) -> None:
    put(root, {"requirements.txt": b"flask==2\n"})
    with Wire(root) as wire:
        wire.start()
        wire.open("requirements.txt")
        wire.problems("requirements.txt", "wrong-version")
        wire.process.send_signal(signal.SIGINT)
        assert wire.process.wait(30) == 1  # Nobody said `shutdown`.
        assert b"Traceback" not in wire.log


def test_a_file_that_vanishes_is_forgotten(root: Path) -> None:
    put(root, {"requirements.txt": b"-r base.txt\n", "base.txt": b"flask==2\n"})
    with Wire(root) as wire:
        wire.start(settings={"poll_s": 0.05})
        wire.open("requirements.txt")
        wire.problems("base.txt", "wrong-version")
        (root / "base.txt").unlink()
        wire.problems("requirements.txt", "missing-file")
        assert is_alive(wire)
