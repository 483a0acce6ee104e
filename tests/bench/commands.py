"""`pinlight check` beside what installers offer: a dry run without index, and `check`."""

from pathlib import Path

import material
from figures import Goal, figures, ratio, table
from peers import FLOOR, PASSING, PINLIGHT, program
from reading import timed


def check(place: Path, rounds: int) -> tuple[list[str], list[Goal]]:
    made = material.packages(300)
    material.environment(place / ".venv", made)
    python = str(place / ".venv" / "bin" / "python")
    tables, rows = [], []
    for count, most in ((1, 2), (1000, 1)):
        files = material.many_files(place / f"{count}-files", made, count)
        named = [word for path in files for word in ("-r", str(path))]
        commands = {"pinlight check": (*PINLIGHT, "check", str(files[0].parent))}
        if uv := program("uv"):
            dry = (uv, "pip", "install", "--offline", "--dry-run", "--python", python)
            commands["uv pip install --dry-run"] = (*dry, *named)
            commands["uv pip check"] = (uv, "pip", "check", "--python", python)
        if (pip := program("pip")) and count == 1:  # It takes minutes for a thousand.
            dry = (pip, "--python", python, "install", "--no-index", "--dry-run")
            commands["pip install --dry-run"] = (*dry, *named)
        commands[FLOOR] = PASSING
        samples: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(rounds + 1):
            for name, command in commands.items():
                if name.startswith("pip ") and turn > 3:
                    continue
                took = timed(command, place)
                if turn:
                    samples[name].append(took)
        what = f"`pinlight check`, {count:,} file{'s' * (count > 1)}"
        tables.append(table(f"{what} of 30 pins", samples))
        ours, theirs = (samples.get(it) for it in ("pinlight check", "uv pip install --dry-run"))
        if theirs:
            rows.append(ratio(what, figures(ours).p50, figures(theirs).p50, most, "uv's dry run"))
    return tables, rows
