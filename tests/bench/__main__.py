"""Pinlight beside its peers: `python tests/bench [PART ...] [--rounds N] [--write PAGE]`.

Every part interleaves the peers, so that a busy machine slows all of them. The parts print
tables; `--write` puts them between the marks of a page, with the date and the command.
"""

import argparse
import datetime
import os
import shlex
import sys
import tempfile
from pathlib import Path

import asking
import commands
import machine
import reading
import sessions
import workspace
from client import ENVIRON
from figures import Goal, goals

PARTS = {
    "start": sessions.start,
    "keystroke": sessions.keystroke,
    "burst": sessions.burst,
    "terminal": sessions.terminal,
    "reading": reading.reading,
    "features": asking.features,
    "workspace": workspace.workspace,
    "check": commands.check,
}

MARK = "<!-- bench -->"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python tests/bench")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    parser.add_argument("--rounds", type=int, default=10, help="of what starts a process")
    parser.add_argument("--write", type=Path, help="page of the manual that keeps the tables")
    options = parser.parse_args()
    load = machine.load()
    rows: list[Goal] = []
    tables: list[str] = []
    with tempfile.TemporaryDirectory(prefix="pinlight-bench-") as folder:
        ENVIRON["PINLIGHT_CACHE"] = str(Path(folder) / "cache")  # Not the user's own.
        for name in options.parts or PARTS:
            place = Path(folder) / name
            place.mkdir()
            part_tables, part_rows = PARTS[name](place.resolve(), options.rounds)
            tables += part_tables
            rows += part_rows
            print(*part_tables, goals(part_rows), sep="\n\n", end="\n\n", flush=True)
    text = "\n\n".join((_heading(load), goals(rows), *tables))
    print(text)
    if options.write:
        before, _, rest = options.write.read_text().partition(MARK)
        after = rest.partition(MARK)[2]
        options.write.write_text(f"{before}{MARK}\n{text}\n{MARK}{after}")


def _heading(load: float) -> str:
    today = datetime.datetime.now(datetime.timezone.utc).date()
    in_nox = os.environ.get("NOX_CURRENT_SESSION") == "bench"
    command = ("nox -s bench --" if in_nox else "python tests/bench", shlex.join(sys.argv[1:]))
    return (
        f"Measured on {today} with `{' '.join(command).removesuffix('-- ').rstrip()}` "
        f"({machine.described(load)}), beside {machine.versions()}. Times are in milliseconds; "
        "of up to 20 samples (`n`) p95, of up to 100 p99 is the worst. "
        "requirements-language-server has no network and judges names by its own environment."
    )


if __name__ == "__main__":
    main()
