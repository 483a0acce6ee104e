"""uv.lock -> Manifest: the graph of packages, and what the projects declared when it was made.

Source: https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
"""

from collections.abc import Iterator, Mapping

from pinlight import pep508, toml
from pinlight.formats import Format
from pinlight.formats.lock_lines import beside, manifest, package
from pinlight.formats.reading import list_of, table_of, text_of
from pinlight.model import NOWHERE, Dependency, Manifest
from pinlight.model.locked import Lock, Locked
from pinlight.text import Span

NAMES = ("uv.lock",)

_OWN = ("editable", "virtual", "directory")  # sources whose version is the folder's own
_NOT_FIXED = ("git", "url", "path", *_OWN)  # sources that do not fix the version of a package


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a uv.lock."""
    document = toml.parse(text)
    root = document.root
    items = list_of(root, "package")
    members = {
        pep508.normal(it.value)
        for it in list_of(table_of(root, "manifest"), "members")
        if isinstance(it.value, str)
    }
    top = next((it for it in items if _is_top(it)), None)
    packages = []
    for item in items:
        found = package(item)
        if found is not None:
            is_root = item is top or (top is None and found.name in members)
            packages.append(_locked(item.value, found, is_root))
    lock = Lock(
        "uv",
        tuple(packages),
        beside(path, "pyproject.toml"),
        place=_place(top),
        requires=_requires(top) if len(members) < 2 else None,
    )
    return manifest(path, text, lock, document.faults)


def _is_top(item: toml.Item) -> bool:
    """Whether a package is the project in the folder of the lock."""
    if not isinstance(item.value, toml.Table):
        return False
    source = table_of(item.value, "source")
    return any(text_of(source, key) == "." for key in _OWN)


def _locked(table: toml.Table, found: Dependency, is_root: bool) -> Locked:
    if any(key in table_of(table, "source") for key in _NOT_FIXED):
        found = found._replace(specifier="")
    needs = [*_needs(list_of(table, "dependencies"), "", False)]
    for key, is_extra in (("optional-dependencies", True), ("dev-dependencies", False)):
        groups = table_of(table, key)
        for name in groups:
            needs += _needs(list_of(groups, name), pep508.normal(name), is_extra)
    return Locked(found, needs=tuple(needs), is_root=is_root)


def _needs(items: list[toml.Item], group: str, is_extra: bool) -> Iterator[Dependency]:
    for item in items:
        found = package(item)
        if found is None:
            continue
        extras = [it.value for it in list_of(item.value, "extra")]
        extras += [it.value for it in list_of(item.value, "extras")]
        yield found._replace(
            extras=tuple(pep508.normal(it) for it in extras if isinstance(it, str)),
            marker=text_of(item.value, "marker"),
            group=group,
            is_extra=is_extra,
        )


def _place(top: toml.Item | None) -> Span:
    """Return where the lock repeats what the project declares."""
    if top is None:
        return NOWHERE
    metadata = table_of(top.value, "metadata").get("requires-dist")
    item = metadata or top.value.get("name")
    return item.key if item is not None else NOWHERE


def _requires(top: toml.Item | None) -> tuple[Dependency, ...] | None:
    """Return the declarations that the lock was made from; extras stand in their markers."""
    if top is None:
        return None
    metadata = table_of(top.value, "metadata")
    found = [*_declared(list_of(metadata, "requires-dist"), "")]
    groups = table_of(metadata, "requires-dev")
    for name in groups:
        found += _declared(list_of(groups, name), pep508.normal(name))
    return tuple(found)


def _declared(items: list[toml.Item], group: str) -> Iterator[Dependency]:
    for found, item in zip(_needs(items, group, False), items, strict=False):
        specifier = text_of(item.value, "specifier") if isinstance(item.value, toml.Table) else ""
        yield found._replace(specifier=specifier)


FORMAT = Format("uv_lock", parse)
