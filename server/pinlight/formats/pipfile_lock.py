"""Pipfile.lock -> Manifest: packages per category, each with its marker.

Source: https://pipenv.pypa.io/en/latest/pipfile.html
"""

from collections.abc import Mapping

from pinlight import pep508, toml
from pinlight.formats import Format, json_scan
from pinlight.formats.lock_lines import beside, manifest, pinned
from pinlight.formats.reading import table_of, text_of
from pinlight.model import NOWHERE, Manifest
from pinlight.model.locked import Asked, Lock, Locked

NAMES = ("Pipfile.lock",)

_GROUPS = {"default": "", "develop": "dev"}


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a Pipfile.lock."""
    root, faults = json_scan.parse(text)
    packages = []
    for category, item in root.items():
        if category != "_meta" and isinstance(item.value, toml.Table):
            group = _GROUPS.get(category, pep508.normal(category))
            packages += [_locked(name, it, group) for name, it in item.value.items()]
    written = table_of(root, "_meta", "hash").get("sha256")
    is_told = written is not None and isinstance(written.value, str)
    lock = Lock(
        "pipenv",
        tuple(packages),
        beside(path, "Pipfile"),
        written.value if written is not None and is_told else "",
        written.span if written is not None else NOWHERE,
    )
    return manifest(path, text, lock, faults)


def _locked(name: str, item: toml.Item, group: str) -> Locked:
    table = item.value if isinstance(item.value, toml.Table) else table_of(toml.Table(0))
    version = text_of(table, "version").removeprefix("==")
    found = pinned(toml.Item(name, item.key), version)
    return Locked(found, (Asked(group, marker=text_of(table, "markers")),))


FORMAT = Format("pipfile_lock", parse)
