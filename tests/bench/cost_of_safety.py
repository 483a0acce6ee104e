"""What a transaction costs: `python tests/bench/cost_of_safety.py [ROUNDS]`.

Real uv, from its warm cache, in an environment of 300 packages of 35 files: bare and in a
transaction in turn, so that both see the same machine. Prints medians in milliseconds.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER.parent), str(FOLDER.parent.parent / "server")]

from package_index import PackageIndex, Release  # noqa: E402 - found only now.
from pinlight.shell import runner, transaction  # noqa: E402
from real_environment import RealEnvironment, never, quiet  # noqa: E402

INSTALLED = 300


def release(name: str, version: str) -> Release:
    files = {f"{name}/sub{number % 3}/part{number}.py": f"x = {number}\n" for number in range(34)}
    return Release(version, files={f"{name}/__init__.py": f"v = {version!r}\n", **files})


def measured(action: Callable[[], bool]) -> float:
    """Return how many milliseconds the action takes; it must go well."""
    begun = time.perf_counter()
    assert action()
    return 1000 * (time.perf_counter() - begun)


def compare(what: str, environment: RealEnvironment, lines: list[str], rounds: int) -> None:
    bare, safe, undone = [], [], []
    plan = environment.plan(*lines)
    before = environment.packages()
    for number in range(rounds + 1):  # The first fills caches.
        took = measured(lambda: transaction.run(plan, quiet, never).is_ok)
        back = measured(lambda: environment.undo().is_ok)
        alone = measured(lambda: runner.run(plan, quiet, never).is_ok)
        names = [line.partition("==")[0] for line in lines]
        old = [f"{name}=={before[name]}" for name in names if name in before]
        new = [name for name in names if name not in before]
        if old:
            environment.bare(*old)
        if new:
            command = ["pip", "uninstall", "--quiet", "--python", environment.python, *new]
            subprocess.run([environment.uv, *command], check=True)
        if number:
            bare.append(alone)
            safe.append(took)
            undone.append(back)
    values = [statistics.median(times) for times in (bare, safe, undone)]
    ratio = statistics.median(one / other for one, other in zip(safe, bare, strict=True))
    print(
        f"| {what} | {values[0]:.0f} | {values[1]:.0f} | {ratio:.2f} | {values[2]:.0f} |",
        flush=True,
    )


def main(rounds: int) -> None:
    names = [f"package{number}" for number in range(INSTALLED + 50)]
    packages = {name: [release(name, version) for version in ("1.0", "2.0")] for name in names}
    with tempfile.TemporaryDirectory() as folder, PackageIndex(packages) as index:
        os.environ.update(index.variables())
        environment = RealEnvironment(Path(folder, "env"))
        environment.bare(*(f"{name}==1.0" for name in names[:INSTALLED]))
        print("| | bare uv | transaction | ratio | undo |\n|---|---|---|---|---|")
        for count in (1, 10, 50):
            new = names[INSTALLED : INSTALLED + count]
            compare(f"{count} added", environment, new, rounds)
        for count in (1, 10, 50):
            replaced = [f"{name}==2.0" for name in names[:count]]
            compare(f"{count} replaced", environment, replaced, rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 7)
