"""Settings as clients give them: at the start, on a change, or when asked.

What the client answers to workspace/configuration counts over what it pushes, and both over
what came at the start. Some clients refuse to answer, some never do: nobody waits for it.
"""

import os
from collections.abc import Callable
from typing import Any

from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.paths import rules
from pinlight.settings import DEFAULT, Settings, merge
from pinlight.world.state import Configured, Event, Interpreted, Trusted

SECTION = "pinlight"
WARNING = 2

# Keys that are no settings of ours; the last three are those of an editor's extension.
OTHERS = ("settings", "trusted", "interpreter", "server", "terminal", "trace")


class Configuration:
    """The tables that the client gave, and what they amount to."""

    def __init__(self, calls: Calls, client: Client, feed: Callable[[Event], None]) -> None:
        self._calls = calls
        self._client = client
        self._feed = feed
        self._initial: Any = None
        self._later: Any = None
        self._settings: Settings = DEFAULT
        self._refused: list[str] = []

    def start(self, options: Any, folders: tuple[str, ...]) -> None:
        """Take in `initializationOptions`."""
        options = options if isinstance(options, dict) else {}
        nested = options.get("settings")
        self._initial = _own({SECTION: nested} if isinstance(nested, dict) else options)
        self._apply()
        self._told(options, folders)

    def changed(self, params: Any, folders: tuple[str, ...]) -> None:
        """Take in a didChangeConfiguration."""
        pushed = params.get("settings") if isinstance(params, dict) else None
        table = _own(pushed)
        if table:
            self._later = table
            self._apply()
        self._told(pushed, folders)
        self.fetch()

    def fetch(self) -> None:
        """Ask the client, when it lets itself be asked."""
        if self._client.has_configuration:
            params = {"items": [{"section": SECTION}]}
            self._calls.request("workspace/configuration", params, self._fetched)

    def _fetched(self, result: Any, is_refused: bool) -> None:
        table = result[0] if isinstance(result, list) and result else None
        if not is_refused and isinstance(table, dict):
            self._later = table
            self._apply()

    def _apply(self) -> None:
        settings, refused = merge(DEFAULT, self._initial)
        settings, more = merge(settings, self._later)
        refused = [*refused, *(sentence for sentence in more if sentence not in refused)]
        if refused and refused != self._refused:
            message = "Settings that were left out: " + "; ".join(refused)
            self._calls.notify("window/logMessage", {"type": WARNING, "message": message})
        self._refused = refused
        if settings != self._settings:
            self._settings = settings
            self._feed(Configured(settings))

    def _told(self, options: Any, folders: tuple[str, ...]) -> None:
        """Hand on what the client knows and no settings hold: trust, and its own choice."""
        nested = options.get(SECTION) if isinstance(options, dict) else None
        for table in (options, nested):
            if not isinstance(table, dict):
                continue
            if isinstance(table.get("trusted"), bool):
                self._feed(Trusted(table["trusted"]))
            for folder, chosen in _interpreters(table.get("interpreter"), folders).items():
                self._feed(Interpreted(folder, prefix_of(chosen)))


def prefix_of(interpreter: str) -> str:
    """Return the prefix of an environment that is given by it or by its Python."""
    module = rules(interpreter)
    folder, name = module.split(interpreter)
    if name.lower().startswith(("python", "pypy")) and module.basename(folder) in (
        "bin",
        "Scripts",
    ):
        return str(module.dirname(folder))
    return str(folder) if name.lower() == "python.exe" else interpreter  # conda on Windows


def _own(table: Any) -> dict[str, Any] | None:
    """Return our section of a table of settings, or the flat table when it names one of ours."""
    if not isinstance(table, dict) or not (SECTION in table or any(map(_is_known, table))):
        return None
    while isinstance(table.get(SECTION), dict):
        table = table[SECTION]
    return {key: value for key, value in table.items() if key not in OTHERS}


def _is_known(name: str) -> bool:
    return not merge(DEFAULT, {name: None})[1]


def _interpreters(value: Any, folders: tuple[str, ...]) -> dict[str, str]:
    """Return prefix or Python by folder; one alone counts for every folder, "" takes it back."""
    if isinstance(value, str):
        return dict.fromkeys(folders, value)
    if not isinstance(value, dict):
        return {}
    given = {str(folder): chosen for folder, chosen in value.items() if isinstance(chosen, str)}
    return {os.path.normpath(folder): chosen for folder, chosen in given.items()}
