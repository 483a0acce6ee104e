"""poetry.lock -> Manifest: packages with their groups, and before Poetry 2 only their graph.

Source: https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py
"""

import re
from collections.abc import Iterator, Mapping

from pinlight import pep508, toml
from pinlight.formats import Format
from pinlight.formats.lock_lines import beside, manifest, package
from pinlight.formats.poetry import dependencies
from pinlight.formats.reading import Reading, list_of, table_of, text_of
from pinlight.model import NOWHERE, Dependency, Manifest
from pinlight.model.locked import Asked, Lock, Locked

NAMES = ("poetry.lock",)

_NAME = re.compile(rf"\s*({pep508.NAME})")


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a poetry.lock."""
    document = toml.parse(text)
    packages = []
    for item in list_of(document.root, "package"):
        found = package(item)
        if found is not None:
            if table_of(item.value, "source") and text_of(item.value["source"].value, "type") in (
                "directory",
                "git",
                "file",
                "url",
            ):
                found = found._replace(specifier="")
            needs = tuple(_needs(Reading(path), item.value))
            packages.append(Locked(found, tuple(_asked(item.value)), needs))
    metadata = table_of(document.root, "metadata")
    written = metadata.get("content-hash")
    lock = Lock(
        "poetry",
        tuple(packages),
        beside(path, "pyproject.toml"),
        text_of(metadata, "content-hash"),
        written.span if written is not None else NOWHERE,
    )
    return manifest(path, text, lock, document.faults)


def _asked(table: toml.Table) -> Iterator[Asked]:
    """Yield which groups ask for a package, each with the marker that holds for it."""
    groups = [it.value for it in list_of(table, "groups") if isinstance(it.value, str)]
    markers = table.get("markers")
    for group in groups:
        marker = markers.value if markers is not None else ""
        if isinstance(marker, toml.Table):
            marker = text_of(marker, group)
        name = "" if group == "main" else pep508.normal(group)
        yield Asked(name, marker=marker if isinstance(marker, str) else "")


def _needs(reading: Reading, table: toml.Table) -> Iterator[Dependency]:
    """Yield what a package brings in; what is optional by the extras that name it."""
    extras = table_of(table, "extras")
    wanted: dict[str, list[str]] = {}
    for extra in extras:
        for item in list_of(extras, extra):
            match = _NAME.match(item.value) if isinstance(item.value, str) else None
            if match:
                wanted.setdefault(pep508.normal(match[1]), []).append(pep508.normal(extra))
    for found, is_optional in dependencies(reading, table_of(table, "dependencies")):
        for extra in wanted.get(found.name, ()) if is_optional else ("",):
            yield found._replace(group=extra, is_extra=is_optional)


FORMAT = Format("poetry_lock", parse)
