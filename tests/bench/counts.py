"""How many instructions three fixed scenarios take, beside what was recorded.

`counts.py [--record]` runs them under callgrind, which counts alike on every machine. It fails
when one takes over 5 % more than `counts.json` holds for the same build of Python; for a build
that is not there it only tells. Skipped by name where there is no valgrind.
"""

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
RECORDED = HERE / "counts.json"
MOST_MORE = 0.05

NAMES = ("open", "type", "check")

# What is not set here does not differ between two machines.
ENVIRON = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}


def main() -> int:
    if shutil.which("valgrind") is None:
        print("skipped: there is no valgrind")
        return 0
    recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    with tempfile.TemporaryDirectory(prefix="pinlight-counts-") as folder:
        found = counted(Path(folder).resolve())
    if "--record" in sys.argv:
        recorded[build()] = found
        RECORDED.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n")
    known = recorded.get(build(), {})
    grown = [name for name in NAMES if name in known and is_grown(found[name], known[name])]
    for name in NAMES:
        before = f"{known[name] / 1e6:.0f}" if name in known else "nothing"
        print(f"{name}: {found[name] / 1e6:.0f} million instructions, {before} recorded")
    if grown:
        print(f"over {MOST_MORE:.0%} more than recorded: {', '.join(grown)}")
    return 1 if grown else 0


def is_grown(count: int, recorded: int) -> bool:
    return count > recorded * (1 + MOST_MORE)


def build() -> str:
    """Return what tells one build of Python from another, as far as counts go."""
    return f"{platform.python_implementation()} {sys.version} {platform.machine()}"


def counted(folder: Path) -> dict[str, int]:
    """Return the instructions of each scenario."""
    scenario("make", folder)
    return {name: _count(name, folder) for name in NAMES}


def scenario(name: str, folder: Path, *before: str) -> str:
    """Run one scenario; return what the program before it says."""
    command = (*before, sys.executable, "-P", str(HERE / "scenarios.py"), name, str(folder))
    environ = {**os.environ, "PYTHONPATH": f"{_server()}:{HERE}", **ENVIRON}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{name} failed: {done.stderr[-2000:]}")
    return done.stderr


def _count(name: str, folder: Path) -> int:
    scenario(name, folder)  # Once for the caches of Python and the disk.
    out = f"--callgrind-out-file={folder}/out"
    said = scenario(name, folder, "valgrind", "--tool=callgrind", out)
    return int(re.search(r"Collected : (\d+)", said)[1])


def _server() -> Path:
    import pinlight

    return Path(pinlight.__file__).parent.parent


if __name__ == "__main__":
    sys.exit(main())
