"""pip's configuration files and PIP_* variables, read as pip reads them.

Source: https://pip.pypa.io/en/stable/topics/configuration/
"""

import configparser
import os
import sys
from collections.abc import Mapping

from pinlight.reader import Reader

SECTIONS = ("global", "install")  # The later one wins, whichever file it stands in.


class _Parser(configparser.RawConfigParser):
    def optionxform(self, optionstr: str) -> str:
        return optionstr.lower().replace("_", "-").removeprefix("--")


def read(
    prefix: str, options: tuple[str, ...], reader: Reader, platform: str = sys.platform
) -> Mapping[str, str] | str:
    """Return the options that `pip install` in `prefix` would take from its configuration.

    Every option of the files is there; of the variables only those that `options` names,
    since a reader answers by name. Empty values are left out, as in pip. A file that cannot
    be understood gives one sentence instead.
    """
    sections: dict[str, dict[str, str]] = {name: {} for name in SECTIONS}
    for path in _files(prefix, reader, platform):
        content = reader.file(path)
        if content is None:
            continue
        parser = _Parser()
        try:
            parser.read_string(content.decode("utf-8-sig"))
        except (configparser.Error, UnicodeDecodeError):
            return f"`{path}` is not a valid pip configuration file"
        for name in SECTIONS:
            if parser.has_section(name):
                sections[name].update(parser.items(name))
    merged: dict[str, str] = {}
    for name in SECTIONS:
        merged.update({key: value for key, value in sections[name].items() if value})
    for option in options:
        if value := reader.variable("PIP_" + option.upper().replace("-", "_")):
            merged[option] = value
    return merged


def _files(prefix: str, reader: Reader, platform: str) -> list[str]:
    """Return the files in the order in which pip reads them; the last one wins."""
    chosen = reader.variable("PIP_CONFIG_FILE")
    if chosen == os.devnull:
        return []
    name = "pip.ini" if platform == "win32" else "pip.conf"
    site = os.path.join(prefix, name)
    everyone, own = _folders(reader, platform)
    files = [os.path.join(folder, name) for folder in everyone]
    if not (chosen and reader.exists(chosen)):
        files += [os.path.join(folder, name) for folder in own]
    return [*files, site, *([chosen] if chosen else [])]


def _folders(reader: Reader, platform: str) -> tuple[list[str], list[str]]:
    """Return (folders of the machine, folders of the user)."""
    variable = reader.variable
    home = variable("USERPROFILE" if platform == "win32" else "HOME")
    if platform == "win32":
        roaming = variable("APPDATA")
        machine = variable("PROGRAMDATA")
        return (
            [os.path.join(machine, "pip")] if machine else [],
            [os.path.join(folder, "pip") for folder in (home, roaming) if folder],
        )
    legacy = [os.path.join(home, ".pip")] if home else []
    if platform == "darwin":
        native = os.path.join(home, "Library", "Application Support", "pip")
        own = native if reader.is_folder(native) else os.path.join(home, ".config", "pip")
        return ["/Library/Application Support/pip"], [*legacy, own]
    shared = variable("XDG_CONFIG_DIRS") or "/etc/xdg"
    config = variable("XDG_CONFIG_HOME") or (os.path.join(home, ".config") if home else "")
    return (
        [os.path.join(folder, "pip") for folder in shared.split(os.pathsep)] + ["/etc"],
        legacy + ([os.path.join(config, "pip")] if config else []),
    )
