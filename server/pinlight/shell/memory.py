"""What the user selected, kept outside the project from one start to the next."""

import json
import os
import sys
from collections.abc import Mapping

from pinlight.paths import lies_in


def place(variables: Mapping[str, str]) -> str:
    """Return the file that keeps selections; PINLIGHT_STATE names another folder for it."""
    home = os.path.expanduser("~")
    if folder := variables.get("PINLIGHT_STATE"):
        return os.path.join(folder, "selections.json")
    if sys.platform == "win32":
        base = variables.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        base = variables.get("XDG_STATE_HOME") or os.path.join(home, ".local", "state")
    return os.path.join(base, "pinlight", "selections.json")


def recall(variables: Mapping[str, str]) -> dict[str, str]:
    """Return prefix by file or folder; empty when nothing readable is kept."""
    try:
        with open(place(variables), encoding="utf-8") as file:  # noqa: PTH123 - no pathlib at start.
            kept = json.load(file)
    except (OSError, ValueError):
        return {}
    if not isinstance(kept, dict):
        return {}
    return {key: value for key, value in kept.items() if isinstance(value, str)}


def remember(
    selections: Mapping[str, str], folders: tuple[str, ...], variables: Mapping[str, str]
) -> None:
    """Keep the selections of these workspace folders; those of other workspaces stay."""
    kept = {
        path: prefix
        for path, prefix in recall(variables).items()
        if not any(lies_in(path, folder) for folder in folders)
    }
    file = place(variables)
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        partial = f"{file}.{os.getpid()}"
        with open(partial, "w", encoding="utf-8") as out:  # noqa: PTH123
            json.dump({**kept, **selections}, out, indent=1, sort_keys=True)
        os.replace(partial, file)
    except OSError:
        return  # What cannot be kept holds until the server ends.
