"""Whether uv has indexes configured of its own: then they stand, and pip's are not translated."""

from pinlight.installers.translate import INDEXES
from pinlight.paths import rules
from pinlight.reader import Reader


def has_indexes(cwd: str, reader: Reader) -> bool:
    """Whether uv, run in `cwd`, finds indexes in configuration files of its own.

    Source: https://docs.astral.sh/uv/concepts/configuration-files/
    """
    if reader.variable("UV_NO_CONFIG"):
        return False
    if chosen := reader.variable("UV_CONFIG_FILE"):
        return _names_indexes(reader.file(chosen), "")
    join, parent = rules(cwd).join, cwd
    while parent:
        if _names_indexes(reader.file(join(parent, "uv.toml")), ""):
            return True
        if _names_indexes(reader.file(join(parent, "pyproject.toml")), "tool.uv"):
            return True
        above = rules(parent).dirname(parent)
        parent = above if above != parent else ""
    home = reader.variable("XDG_CONFIG_HOME") or join(reader.variable("HOME"), ".config")
    folders = (
        reader.variable("APPDATA") or home,
        reader.variable("PROGRAMDATA"),
        "/etc",
        "/etc/xdg",
    )
    files = (join(place, "uv", "uv.toml") for place in folders if place)
    return any(_names_indexes(reader.file(file), "") for file in files)


def _names_indexes(content: bytes | None, table: str) -> bool:
    """Whether a TOML file sets an index in `table` or its `pip` part; by lines is enough."""
    here = ""
    wanted = {table, f"{table}.pip".strip(".")}
    for line in (content or b"").decode("utf-8", "replace").splitlines():
        line = line.strip()
        if line.startswith("["):
            here = line.strip("[] \t")
            if here in {f"{part}.index".strip(".") for part in wanted}:
                return True
        elif here in wanted and line.split("=")[0].strip() in INDEXES | {"index", "default-index"}:
            return True
    return False
