"""Commands that only tell what they would do, and what they told. Only uv and pip can be asked.

Source: https://pip.pypa.io/en/stable/reference/installation-report/
"""

import json
import re
from collections.abc import Iterable

from pinlight.environments.metadata import Headers, normalised
from pinlight.model import Command, Distribution
from pinlight.named import NamedTuple
from pinlight.typed import Any

_LINE = re.compile(r"\s([-+~])\s(\S+?)==(\S+)")


class Told(NamedTuple):
    """What would be installed and removed."""

    installed: tuple[Distribution, ...] = ()
    removed: tuple[str, ...] = ()


def is_install(command: Command) -> bool:
    """Whether it is uv or pip that installs."""
    argv = command.argv
    what = argv[6:7] if argv[4:5] == ("--python",) else argv[4:5]
    return _is_uv(command) or (argv[1:4] == ("-I", "-m", "pip") and what == ("install",))


def dry(command: Command, *, has_json: bool = True) -> Command:
    """Return a command of `is_install` so that it only tells; an old uv has no JSON."""
    argv = command.argv
    if _is_uv(command):
        form = ("--output-format", "json") if has_json else ()
        return command._replace(argv=(*argv[:3], "--dry-run", *form, *argv[3:]))
    at = argv.index("install") + 1
    extra = ("--dry-run", "--quiet", "--report", "-")
    return command._replace(argv=(*argv[:at], *extra, *argv[at:]))


def read(command: Command, output: str, lines: Iterable[str]) -> Told | None:
    """Return what a dry command told; None when that is not understood."""
    if not _is_uv(command):
        table = _parsed(output)
        return None if table is None else Told(tuple(_reported(table.get("install"))))
    table = _parsed(output) if output.lstrip().startswith("{") else None
    rows = _changes(table) if table is not None else list(_plain(lines))
    came = tuple(Distribution(name, version, "") for name, version, is_new in rows if is_new)
    names = {one.name for one in came}
    return Told(came, tuple(name for name, _, is_new in rows if not is_new and name not in names))


def _is_uv(command: Command) -> bool:
    return command.argv[1:3] == ("pip", "install")


def _changes(table: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """uv names what is replaced twice: as uninstalled and as installed."""
    found = []
    changes = table.get("changes")
    for change in changes if isinstance(changes, list) else ():
        name, version, action = (str(change.get(key, "")) for key in ("name", "version", "action"))
        found.append((normalised(name), version, action != "uninstalled"))
    return found


def _plain(lines: Iterable[str]) -> Iterable[tuple[str, str, bool]]:
    for line in lines:
        if match := _LINE.match(line):
            yield normalised(match[2]), match[3], match[1] != "-"


def _reported(rows: Any) -> Iterable[Distribution]:
    for row in rows if isinstance(rows, list) else ():
        metadata = row.get("metadata", {})
        yield Distribution(
            normalised(str(metadata.get("name", ""))),
            str(metadata.get("version", "")),
            "",
            Headers(
                requires=tuple(map(str, metadata.get("requires_dist", ()))),
                extras=tuple(normalised(str(it)) for it in metadata.get("provides_extra", ())),
                requires_python=str(metadata.get("requires_python", "")),
            ),
        )


def _parsed(output: str) -> dict[str, Any] | None:
    try:
        value = json.loads(output)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
