"""Settings as clients give them: at the start, on a change, or when asked.

What the client answers to workspace/configuration counts over what it pushes, and both over
what came at the start. Some clients refuse to answer, some never do: nobody waits for it.
With several workspace folders each may have settings of its own, which only an answer can tell.
"""

import os
from collections.abc import Callable
from functools import partial

from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.uris import uri_of
from pinlight.paths import rules
from pinlight.settings import DEFAULT, Settings, merge
from pinlight.typed import Any
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
        self._own: dict[str, Any] = {}  # workspace folder -> table
        self._told_last = Configured(DEFAULT)
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
        self.fetch(folders)

    def fetch(self, folders: tuple[str, ...]) -> None:
        """Ask the client, when it lets itself be asked; of several folders, for each."""
        if self._client.has_configuration:
            scopes = folders if len(folders) > 1 else ()
            items = [{"section": SECTION}]
            items += ({"scopeUri": uri_of(folder), "section": SECTION} for folder in scopes)
            answered = partial(self._fetched, scopes)
            self._calls.request("workspace/configuration", {"items": items}, answered)

    def _fetched(self, scopes: tuple[str, ...], result: Any, is_refused: bool) -> None:
        if is_refused or not isinstance(result, list) or not result:
            return
        if isinstance(result[0], dict):
            self._later = result[0]
        # A client that knows no scopes may answer once.
        given = zip(scopes, result[1:], strict=False)
        self._own = {folder: table for folder, table in given if isinstance(table, dict)}
        self._apply()

    def _apply(self) -> None:
        first, refused = merge(DEFAULT, self._initial)
        settings, more = merge(first, self._later)
        by_folder: dict[str, Settings] = {}
        for folder, table in self._own.items():
            own, others = merge(first, table)
            more += others
            if own != settings:
                by_folder[folder] = own
        refused = list(dict.fromkeys((*refused, *more)))
        if refused and refused != self._refused:
            message = "Settings that were left out: " + "; ".join(refused)
            self._calls.notify("window/logMessage", {"type": WARNING, "message": message})
        self._refused = refused
        configured = Configured(settings, by_folder)
        if configured != self._told_last:
            self._told_last = configured
            self._feed(configured)

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
