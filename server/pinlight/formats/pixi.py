"""pixi.toml and `[tool.pixi]` of a pyproject.toml -> packages of conda and of the index.

In a pyproject.toml they are groups called `pixi:name`, since pixi installs them into environments
of its own.
Source: https://pixi.sh/latest/reference/pixi_manifest/
"""

from collections.abc import Iterator, Mapping

from pinlight import pep508, toml
from pinlight.formats import Format
from pinlight.formats.reading import Reading, is_true, list_of, repository, table_of, text_of
from pinlight.model import Dependency, Group, Manifest
from pinlight.text import Span

NAMES = ("pixi.toml",)

_CONDA = ("dependencies", "host-dependencies", "build-dependencies")


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a pixi.toml."""
    document = toml.parse(text)
    reading = Reading(path)
    _features(reading, document.root, "")
    return reading.manifest("pixi", text, document)


def read(reading: Reading, table: toml.Table, _: toml.Table) -> None:
    """Take in `[tool.pixi]` of a pyproject.toml."""
    keys = [item.key for name, item in table.items() if name in (*_CONDA, "pypi-dependencies")]
    if keys:
        reading.groups.append(Group("pixi:default", keys[0]))
    _features(reading, table, "pixi:default")


def _features(reading: Reading, root: toml.Table, default: str) -> None:
    """Read what is always installed, and what each feature adds."""
    for found in (*_of_table(reading, root), *_of_targets(reading, root)):
        reading.add(found, {"group": default})
    features = table_of(root, "feature")
    for name, item in features.items():
        group = f"pixi:{pep508.normal(name)}"
        reading.groups.append(Group(group, item.key))
        own = table_of(features, name)
        for found in (*_of_table(reading, own), *_of_targets(reading, own)):
            reading.add(found, {"group": group})


def _of_targets(reading: Reading, table: toml.Table) -> Iterator[Dependency]:
    """Yield what is for some platforms only: it is not judged, since no marker says so."""
    targets = table_of(table, "target")
    for name in targets:
        for found in _of_table(reading, table_of(targets, name)):
            yield found._replace(tool="conda")


def _of_table(reading: Reading, table: toml.Table) -> Iterator[Dependency]:
    for key in _CONDA:
        for name, item in table_of(table, key).items():
            yield _entry(name, item)._replace(tool="conda")
    for name, item in table_of(table, "pypi-dependencies").items():
        found = _entry(name, item)
        fault = None
        if found.specifier:
            fault = pep508.parsed(f"x{found.specifier}")
        if isinstance(fault, Dependency) or fault is None:
            yield _located(reading, found, item)
        else:
            reading.fault(found.specifier_span, f"`{found.specifier[:40]}` is no version specifier")


def _entry(name: str, item: toml.Item) -> Dependency:
    """Return a package whose version, "*" for any, stands alone or in a table."""
    version = item.value.get("version") if isinstance(item.value, toml.Table) else item
    is_inline = item.span.start >= item.key.end
    whole = Span(item.key.start, item.span.end) if is_inline else item.key
    end = Span(whole.end, whole.end)
    found = Dependency(pep508.normal(name), whole, whole, item.key, end, tool="pixi")
    if version is None or not isinstance(version.value, str):
        return found
    specifier = version.value.strip()
    specifier = "" if specifier == "*" else specifier
    return found._replace(specifier=specifier, specifier_span=version.inner)


def _located(reading: Reading, found: Dependency, item: toml.Item) -> Dependency:
    if not isinstance(item.value, toml.Table):
        return found
    table = item.value
    extras = [it.value for it in list_of(table, "extras")]
    found = found._replace(
        extras=tuple(pep508.normal(it) for it in extras if isinstance(it, str)),
        is_editable=is_true(table, "editable"),
    )
    if path := text_of(table, "path"):
        return reading.at(found, path)
    url = text_of(table, "url") or repository(table)
    return found._replace(url=url, expanded=url) if url else found


FORMAT = Format("pixi", parse)
