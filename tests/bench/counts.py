"""How many instructions three fixed scenarios take, beside what was recorded.

`counts.py [--record]` runs them under callgrind, which counts alike on every machine. It fails
when one takes over 5 % more than `counts.json` holds for the same build of Python; for a build
that is not there it only tells. Valgrind is installed where that can be done without asking;
elsewhere the check is skipped by name.
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
ENVIRON = {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "PINLIGHT_CACHE": "", "HOME": "/"}

# Nothing of the environment that the check itself runs in: neither its `.pth` files nor hooks.
PYTHON = (sys.executable, "-S", *(("-P",) if sys.version_info >= (3, 11) else ()))


def main() -> int:
    if not has_valgrind():
        print("skipped: there is no valgrind")
        return 0
    recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    with tempfile.TemporaryDirectory(prefix="pinlight-counts-") as folder:
        found = counted(Path(folder).resolve())
    if "--record" in sys.argv:
        recorded[build()] = found
        RECORDED.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n")
    known = recorded.get(build(), {})
    if not known:
        print(f"nothing is recorded for {build()}: its counts are only told")
    grown = [name for name in NAMES if name in known and is_grown(found[name], known[name])]
    for name in NAMES:
        before = f"{known[name] / 1e6:.0f}" if name in known else "nothing"
        print(f"{name}: {found[name] / 1e6:.0f} million instructions, {before} recorded")
    if grown:
        print(f"over {MOST_MORE:.0%} more than recorded: {', '.join(grown)}")
    return 1 if grown else 0


def has_valgrind() -> bool:
    """Whether there is valgrind, after it was installed from Debian's packages where needed."""
    if shutil.which("valgrind") is None and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(("apt-get", "update", "-qq"), env=quiet, check=False)
        install = ("apt-get", "install", "-y", "-qq", "valgrind")
        subprocess.run(install, env=quiet, stdout=subprocess.DEVNULL, check=False)
    return shutil.which("valgrind") is not None


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
    command = (*before, *PYTHON, str(HERE / "scenarios.py"), name, str(folder))
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{_server()}:{HERE}", **ENVIRON}
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
