"""Make the examples' environments anew, as they were last week: `python examples/prepare.py`.

It uses the Pinlight of the Python that runs it: `pinlight create`, then `pinlight install`.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def pinlight(*arguments: str) -> None:
    """Run a command of Pinlight; what it says is shown only when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "pinlight", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        sys.exit(f"pinlight {' '.join(arguments)}\n{done.stdout}{done.stderr}")


for installed in sorted(HERE.rglob("installed.txt")):
    project = installed.parent
    sys.stderr.write(f"Making the environment of {project.relative_to(HERE)}\n")
    if (project / ".venv" / "pyvenv.cfg").exists():
        shutil.rmtree(project / ".venv")
    pinlight("create", str(project))
    pinlight("install", "--yes", str(installed))
