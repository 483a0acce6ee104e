"""The `[tool.pinlight]` table of a pyproject.toml: settings that a project shares."""

from collections.abc import Mapping
from functools import lru_cache

from pinlight.finders import Place
from pinlight.named import NamedTuple
from pinlight.reader import Reader
from pinlight.typed import Any


class Project(NamedTuple):
    """A pyproject.toml with settings of ours."""

    path: str
    table: Mapping[str, Any]  # unchecked

    @property
    def environments(self) -> dict[str, str]:
        """Glob pattern of files -> folder of the environment, relative to the file's folder."""
        entries = self.table.get("environments")
        if not isinstance(entries, Mapping):
            return {}
        return {name: value for name, value in entries.items() if isinstance(value, str)}


def read(folder: str, reader: Reader) -> Project | None:
    """Return the project whose pyproject.toml lies in `folder`, if it has settings of ours."""
    place = Place(folder, reader)
    content = place.pyproject
    if not content or b"pinlight" not in content:
        return None  # So the TOML reader is rarely loaded.
    table = _table(content)
    return None if table is None else Project(place.at("pyproject.toml"), table)


@lru_cache(32)
def _table(content: bytes) -> Mapping[str, Any] | None:
    from pinlight import toml

    root = toml.parse(content.decode("utf-8-sig", "replace")).root
    tool = getattr(root.get("tool"), "value", None)
    own = tool.get("pinlight") if isinstance(tool, dict) else None
    table = None if own is None else toml.plain(own)
    return table if isinstance(table, dict) else None
