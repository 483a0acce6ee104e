"""Pinlight beside its peers: `python tests/bench [PART ...] [--rounds N] [--write PAGE]`.

Every part interleaves the peers, so that a busy machine slows all of them. The parts print
tables; `--write` puts them between the marks of a page, with the date and the command.
"""

import argparse
import datetime
import platform
import sys
import tempfile
from pathlib import Path

import asking
import commands
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
    text = "\n\n".join((_heading(), goals(rows), *tables))
    print(text)
    if options.write:
        before, _, rest = options.write.read_text().partition(MARK)
        after = rest.partition(MARK)[2]
        options.write.write_text(f"{before}{MARK}\n{text}\n{MARK}{after}")


def _heading() -> str:
    today = datetime.datetime.now(datetime.timezone.utc).date()
    command = "nox -s bench -- " + " ".join(sys.argv[1:])
    system = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return f"Measured on {today} with `{command.strip(' -')}` ({system}); times in milliseconds."


if __name__ == "__main__":
    main()
