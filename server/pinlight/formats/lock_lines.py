"""What the formats of lock files share. No format itself."""

from collections.abc import Iterator

from pinlight import pep508, toml
from pinlight.formats.reading import text_of
from pinlight.model import Dependency, Fault, Kind, Manifest
from pinlight.model.locked import Lock
from pinlight.paths import rules
from pinlight.text import Span


def beside(path: str, name: str) -> str:
    """Return the absolute path of the file `name` in the folder of `path`."""
    return str(rules(path).join(rules(path).dirname(path), name))


def manifest(path: str, text: str, lock: Lock, faults: tuple[Fault, ...]) -> Manifest:
    """Return a lock file's manifest: it declares nothing, so that no line is judged alone."""
    kind: Kind = "lock"
    return Manifest(path, kind, text, faults=faults, lock=lock)


def package(item: toml.Item) -> Dependency | None:
    """Return the package of a `[[package]]` table; None when it has no name."""
    if not isinstance(item.value, toml.Table):
        return None
    name = item.value.get("name")
    if name is None or not isinstance(name.value, str):
        return None
    return pinned(name, text_of(item.value, "version"))


def pinned(name: toml.Item, version: str) -> Dependency:
    """Return the package whose name stands at `name` at exactly `version`, "" for any."""
    place = name.inner
    end = Span(place.end, place.end)
    specifier = f"=={version}" if pep508.VERSION.fullmatch(version) else ""
    return Dependency(pep508.normal(name.value), place, place, place, end, specifier=specifier)


def requirements(items: list[toml.Item]) -> Iterator[Dependency]:
    """Yield the requirements in a list of strings; those that cannot be read are left out."""
    for item in items:
        if isinstance(item.value, str):
            found = pep508.read(item.value, item.at)
            if isinstance(found, Dependency):
                yield found
