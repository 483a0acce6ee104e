"""What is kept of an earlier look gives what a first look would give."""

import os
import shutil
from pathlib import Path

from pinlight.environments import read
from pinlight.environments.installed import Kept
from pinlight.shell.disk import Disk


def test_a_second_look_sees_what_a_first_one_would(tmp_path: Path) -> None:
    site = tmp_path / "lib" / "python3.12" / "site-packages"
    (tmp_path / "bin").mkdir()
    (tmp_path / "pyvenv.cfg").write_text("version = 3.12.1\n")
    kept: Kept = {}

    def install(name: str, headers: str) -> Path:
        folder = site / f"{name}.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\n{headers}")
        return folder

    def agree() -> None:
        found, fresh = (read(str(tmp_path), Disk(), kept=it) for it in (kept, None))
        assert found == fresh

    flask = install("flask-3.0.2", "Requires-Dist: click>=8\n")
    install("click-8.1.0", "Summary: one\n")
    agree()
    agree()
    shutil.rmtree(flask)
    agree()
    flask = install("flask-3.0.3", "Requires-Dist: click>=7\n")
    agree()
    (flask / "METADATA").write_text("Requires-Dist: click>=9\n")
    os.utime(flask / "METADATA", ns=(5, 5))  # So that it differs where the clock is coarse.
    agree()
    (flask / "direct_url.json").write_text('{"url": "file:///w", "dir_info": {}}')
    os.utime(flask, ns=(5, 5))
    agree()
    (flask / "METADATA").unlink()
    agree()
    install("late-1", "Summary: late\n")
    agree()


def test_what_is_not_named_is_taken_to_be_as_it_was(tmp_path: Path) -> None:
    site = tmp_path / "lib" / "python3.12" / "site-packages"
    (tmp_path / "bin").mkdir()
    (tmp_path / "pyvenv.cfg").write_text("version = 3.12.1\n")
    folders = {name: site / f"{name}-1.dist-info" for name in ("edited", "gone", "named", "come")}

    def write(name: str, summary: str) -> None:
        folders[name].mkdir(parents=True, exist_ok=True)
        (folders[name] / "METADATA").write_text(f"Summary: {summary}\n")
        os.utime(folders[name] / "METADATA", ns=(len(summary), len(summary)))

    def look(kept: Kept | None, named: list[str] | None) -> dict[str, str]:
        found = read(str(tmp_path), Disk(), kept=kept, named=named).distributions
        return {name: it.summary for name, it in found.items()}

    for name in ("edited", "gone", "named"):
        write(name, "old")
    kept: Kept = {}
    assert look(kept, [str(folders["edited"])]) == look(None, None)  # Nothing was kept yet.
    shutil.rmtree(folders["gone"])
    for name in ("edited", "named", "come"):
        write(name, "newer")
    named = look(kept, [str(folders["named"])])
    assert named == {"edited": "old", "named": "newer", "come": "newer"}
    assert look(kept, None) == look(None, None) == {**named, "edited": "newer"}


def test_what_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    site = tmp_path / "lib" / "python3.12" / "site-packages" / "flask-3.0.2.dist-info"
    site.mkdir(parents=True)
    (tmp_path / "pyvenv.cfg").write_text("version = 3.12.1\n")
    (site / "METADATA").write_text("Name: flask\n")
    kept: Kept = {}
    first = read(str(tmp_path), Disk(), kept=kept).distributions["flask"]
    assert read(str(tmp_path), Disk(), kept=kept).distributions["flask"] is first
