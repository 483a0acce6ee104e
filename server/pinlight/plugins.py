"""The records of a room (`formats`, `rules`, ...), loaded on first use.

Each module of a room exports one frozen record under the room's singular in capitals. `INDEX`
names the modules, so that nothing is listed or imported before it is needed; it is generated
by `python -m pinlight.generate`, and a test checks it.
"""

from functools import cache
from importlib import import_module

from pinlight.plugin_index import INDEX
from pinlight.typed import Any

SINGULAR = {
    "features": "FEATURE",
    "finders": "FINDER",
    "fixes": "FIX",
    "formats": "FORMAT",
    "installers": "INSTALLER",
    "rules": "RULE",
}


@cache
def records(room: str) -> tuple[Any, ...]:
    """Return the records of `room` in the order of `INDEX`."""
    return tuple(record(room, name) for name in INDEX[room])


@cache
def record(room: str, name: str) -> Any:
    """Return the record that module `name` of `room` exports."""
    return getattr(import_module(f"pinlight.{room}.{name}"), SINGULAR[room])
