"""pdm.lock -> Manifest: packages with their groups and markers, or only their graph.

Source: https://pdm-project.org/latest/usage/lockfile/
"""

from collections.abc import Iterator, Mapping

from pinlight import pep508, toml
from pinlight.formats import Format
from pinlight.formats.lock_lines import beside, manifest, package, requirements
from pinlight.formats.reading import is_true, list_of, table_of, text_of
from pinlight.model import NOWHERE, Dependency, Manifest
from pinlight.model.locked import Asked, Lock, Locked

NAMES = ("pdm.lock", "pdm.*.lock")

_NOT_FIXED = ("path", "git", "url", "editable")  # sources that do not fix the version


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a pdm.lock."""
    document = toml.parse(text)
    metadata = table_of(document.root, "metadata")
    packages = [
        _locked(item.value, found)
        for item in list_of(document.root, "package")
        if (found := package(item))
    ]
    written = metadata.get("content_hash")
    lock = Lock(
        "pdm",
        tuple(packages),
        beside(path, "pyproject.toml"),
        text_of(metadata, "content_hash"),
        written.span if written is not None else NOWHERE,
    )
    return manifest(path, text, lock, document.faults)


def _locked(table: toml.Table, found: Dependency) -> Locked:
    if any(key in table for key in _NOT_FIXED) or is_true(table, "editable"):
        found = found._replace(specifier="")
    extras = [it.value for it in list_of(table, "extras")]
    found = found._replace(extras=tuple(pep508.normal(it) for it in extras if isinstance(it, str)))
    needs = tuple(requirements(list_of(table, "dependencies")))
    return Locked(found, tuple(_asked(table)), needs)


def _asked(table: toml.Table) -> Iterator[Asked]:
    marker = text_of(table, "marker")
    for item in list_of(table, "groups"):
        if isinstance(item.value, str):
            name = "" if item.value == "default" else pep508.normal(item.value)
            yield Asked(name, marker=marker)
            yield Asked(name, is_extra=True, marker=marker)  # PDM calls extras groups, too.


FORMAT = Format("pdm_lock", parse)
