"""pylock.toml -> Manifest: packages with the markers under which they are installed.

Source: https://packaging.python.org/en/latest/specifications/pylock-toml/
"""

from collections.abc import Mapping

from pinlight import pep508, toml
from pinlight.formats import Format
from pinlight.formats.lock_lines import manifest, package
from pinlight.formats.reading import list_of, text_of
from pinlight.model import Manifest
from pinlight.model.locked import Asked, Lock, Locked

NAMES = ("pylock.toml", "pylock.*.toml")


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a pylock.toml."""
    document = toml.parse(text)
    packages = [
        Locked(found, (Asked(marker=text_of(item.value, "marker")),))
        for item in list_of(document.root, "packages")
        if (found := package(item))
    ]
    groups = [it.value for it in list_of(document.root, "default-groups")]
    default = tuple(pep508.normal(name) for name in groups if isinstance(name, str))
    lock = Lock("pylock", tuple(packages), default_groups=default)
    return manifest(path, text, lock, document.faults)


FORMAT = Format("pylock", parse)
