"""What Pinlight left in an environment: a change that was interrupted, one that can be undone.

Everything that it keeps there lies in one folder, which no Python and no installer looks at.
"""

from collections.abc import Mapping

from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.typed import Any

FOLDER = ".pinlight"
JOURNAL = "journal.json"  # is there while files are being exchanged, and after an interruption
UNDO = "undo"  # one folder per change that can be taken back, the last one sorts last
STEP = "step.json"


def read(prefix: str, reader: Reader) -> tuple[str, str]:
    """Return (title of the interrupted change, what undoing the last one would do); "": none."""
    join = rules(prefix).join
    folder = join(prefix, FOLDER)
    names = {listed.name for listed in reader.folder(folder)}
    interrupted = last = ""
    if JOURNAL in names:
        journal = _parsed(reader.file(join(folder, JOURNAL)))
        interrupted = _text(journal.get("title")) or "A change"
    if UNDO in names and (steps := steps_in(prefix, reader)):
        last = told(_parsed(reader.file(join(folder, UNDO, steps[-1], STEP))))
    return interrupted, last


def steps_in(prefix: str, reader: Reader) -> list[str]:
    """Return the names of the changes that can be undone, the last one last."""
    folder = rules(prefix).join(prefix, FOLDER, UNDO)
    return sorted(listed.name for listed in reader.folder(folder) if listed.name.isdecimal())


def told(step: Mapping[str, Any]) -> str:
    """Return what undoing a step would do, for people: "removes `a` 1, brings back `b` 2"."""
    removed, brought = [], []
    differences = step.get("differences")
    for difference in differences if isinstance(differences, list) else ():
        if not isinstance(difference, list) or len(difference) != 3:
            continue
        name, before, after = map(_text, difference)
        if before:
            brought.append(f"`{name}` {before}")
        elif after:
            removed.append(f"`{name}` {after}")
    parts = [f"brings back {_some(brought)}" if brought else ""]
    parts.append(f"removes {_some(removed)}" if removed else "")
    return " and ".join(filter(None, parts))


def _some(items: list[str]) -> str:
    more = f" and {len(items) - 4} more" if len(items) > 5 else ""
    return ", ".join(items[: 4 if more else 5]) + more


def _parsed(content: bytes | None) -> Mapping[str, Any]:
    import json  # Few environments have any of this.

    try:
        value = json.loads(content or b"{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """Return a text without what could drive a terminal or break a line; "" for anything else."""
    return "".join(filter(str.isprintable, value)) if isinstance(value, str) else ""
