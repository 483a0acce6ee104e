"""Make the examples' environments anew, as they were last week: `python examples/prepare.py`.

It uses the Pinlight of the Python that runs it, as `pinlight create` and `pinlight install`.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def pinlight(*arguments: str) -> None:
    """Run a command of Pinlight; its output goes to standard error."""
    subprocess.run(
        [sys.executable, "-I", "-m", "pinlight", *arguments], check=True, stdout=sys.stderr
    )


for installed in sorted(HERE.rglob("installed.txt")):
    project = installed.parent
    environment = project / ".venv"
    if (environment / "pyvenv.cfg").exists():
        shutil.rmtree(environment)
    pinlight("create", str(project))
    pinlight("install", "--yes", str(installed))
