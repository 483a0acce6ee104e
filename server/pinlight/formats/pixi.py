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
DEFAULT = "pixi:default"  # in a pyproject.toml: what pixi always installs

_CONDA = ("dependencies", "host-dependencies", "build-dependencies")
_KEYS = {  # of a table -> of a MatchSpec
    "build": "build",
    "build-number": "build_number",
    "file-name": "fn",
    "license": "license",
    "md5": "md5",
    "sha256": "sha256",
}
_SYSTEMS = {"linux": "linux", "osx": "darwin", "win": "win32"}
_MACHINES = {
    ("linux", "64"): "x86_64",
    ("osx", "64"): "x86_64",
    ("osx", "arm64"): "arm64",
    ("win", "64"): "AMD64",
    ("win", "arm64"): "ARM64",
}


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a pixi.toml."""
    document = toml.parse(text)
    reading = Reading(path)
    _features(reading, document.root, "")
    reading.default_groups = tuple(name for name, _ in _of_default(document.root))
    return reading.manifest("pixi", text, document)


def read(reading: Reading, table: toml.Table, _: toml.Table) -> None:
    """Take in `[tool.pixi]` of a pyproject.toml."""
    keys = [item.key for name, item in table.items() if name in (*_CONDA, "pypi-dependencies")]
    if keys:
        reading.groups.append(Group(DEFAULT, keys[0], tuple(_of_default(table))))
    _features(reading, table, DEFAULT)


def _of_default(root: toml.Table) -> Iterator[tuple[str, Span]]:
    """Yield the groups of the features that belong to the default environment."""
    item = table_of(root, "environments").get("default")
    if item is None:
        return
    features = table_of(root, "feature")
    items = list_of(item.value, "features") if isinstance(item.value, toml.Table) else item.value
    for each in items if isinstance(items, list) else ():
        if isinstance(each.value, str) and each.value in features:
            yield f"pixi:{pep508.normal(each.value)}", each.inner


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
    """Yield what is for some platforms only, under a marker that says so."""
    targets = table_of(table, "target")
    for name in targets:
        for found in _of_table(reading, table_of(targets, name)):
            yield found._replace(marker=marker_of(name))


def marker_of(platform: str) -> str:
    """Return the marker that holds on a platform of conda: "linux-64", "osx-arm64", "unix"."""
    system, _, machine = platform.partition("-")
    if platform == "unix":
        return "sys_platform != 'win32'"
    is_system = f"sys_platform == '{_SYSTEMS.get(system, system)}'"
    if not machine:
        return is_system
    machine = _MACHINES.get((system, machine), machine)
    return f"{is_system} and platform_machine == '{machine}'"


def _of_table(reading: Reading, table: toml.Table) -> Iterator[Dependency]:
    for key in _CONDA:
        for name, item in table_of(table, key).items():
            yield _of_conda(name, item)
    for name, item in table_of(table, "pypi-dependencies").items():
        found = _entry(name, item)
        fault = None
        if found.specifier:
            fault = pep508.parsed(f"x{found.specifier}")
        if isinstance(fault, Dependency) or fault is None:
            yield _located(reading, found, item)
        else:
            reading.fault(found.specifier_span, f"`{found.specifier[:40]}` is no version specifier")


def _of_conda(name: str, item: toml.Item) -> Dependency:
    """Return a package of conda, whose names are not normalised, with its MatchSpec."""
    found = _entry(name, item)._replace(name=name.lower(), tool="conda")
    if not isinstance(item.value, toml.Table):
        return found
    keys = {_KEYS[key]: text_of(item.value, key) for key in _KEYS if key in item.value}
    rest = ",".join(f'{key}="{value}"' for key, value in keys.items())
    return found._replace(specifier=f"{found.specifier}[{rest}]") if rest else found


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
