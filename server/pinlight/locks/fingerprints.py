"""What a tool writes into its lock file to know again what it was made from.

Each function returns the fingerprint of a declaration file's text as its tool computes it, and
None when the text cannot be read.
Source: https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py
Source: https://github.com/pdm-project/pdm/blob/main/src/pdm/project/project_file.py
Source: https://github.com/sarugaku/plette/blob/master/src/plette/pipfiles.py
"""

from collections.abc import Callable, Mapping
from functools import lru_cache

from pinlight import toml
from pinlight.pep508 import normal
from pinlight.typed import Any

_PROJECT = ("requires-python", "dependencies", "optional-dependencies")
_LEGACY = ("dependencies", "source", "extras", "dev-dependencies")
_SECTIONS = ("source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv")


@lru_cache(64)
def poetry(text: str) -> tuple[str, ...] | None:
    """Return the fingerprints of today's Poetry and of those before it knew groups of PEP 735."""
    document = _read(text)
    if document is None:
        return None
    project, groups = _table(document, "project"), _table(document, "dependency-groups")
    own = _table(_table(document, "tool"), "poetry")
    found = [_poetry(project, groups, own), _poetry(project, {}, own)]
    # Before Poetry 2 the `[project]` table took no part; before 1.2 neither did groups.
    found += [_poetry({}, {}, own), _hash({key: own.get(key) for key in _LEGACY})]
    return tuple(dict.fromkeys(found))


def _poetry(project: Mapping[str, Any], groups: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    standard = {key: project[key] for key in _PROJECT if project.get(key) is not None}
    is_standard = bool(standard or groups)
    tool = {
        key: own.get(key)
        for key in (*_LEGACY, "group")
        if own.get(key) is not None or (key in _LEGACY and not is_standard)
    }
    content: dict[str, Any] = {"project": standard} if standard else {}
    if groups:
        content["dependency-groups"] = groups
    return _hash({**content, "tool": {"poetry": tool}} if content else tool)


@lru_cache(64)
def pdm(text: str) -> tuple[str, ...] | None:
    """Return the fingerprint that PDM writes, and that of versions before 2.20."""
    document = _read(text)
    if document is None:
        return None
    project, own = _table(document, "project"), _table(_table(document, "tool"), "pdm")
    groups: dict[str, Any] = {}
    for table in (_table(document, "dependency-groups"), _table(own, "dev-dependencies")):
        for name, items in table.items():
            groups[normal(name)] = [*groups.get(normal(name), []), *_list(items)]
    content = {
        "sources": own.get("source", []),
        "dependencies": project.get("dependencies", []),
        "dev-dependencies": groups,
        "optional-dependencies": project.get("optional-dependencies", {}),
        "requires-python": project.get("requires-python", ""),
        "resolution": own.get("resolution", {}),
    }
    overrides = _table(_table(own, "resolution"), "overrides")
    before = {**content, "overrides": overrides}
    del before["resolution"]
    return f"sha256:{_hash(content)}", f"sha256:{_hash(before)}"


@lru_cache(64)
def pipenv(text: str) -> tuple[str, ...] | None:
    """Return the fingerprints of today's Pipenv and of those before it normalised names; None also
    when the file names no index: those of the pip of whoever locks it then count."""
    document = _read(text)
    if document is None or "source" not in document:
        return None
    return tuple(dict.fromkeys((_pipenv(document, normal), _pipenv(document, str))))


def _pipenv(document: Mapping[str, Any], named: Callable[[str], str]) -> str:
    def packages(table: Any) -> Any:
        is_table = isinstance(table, dict)
        return {named(name): value for name, value in table.items()} if is_table else table

    content = {
        "_meta": {"sources": document["source"], "requires": document.get("requires", {})},
        "default": packages(document.get("packages", {})),
        "develop": packages(document.get("dev-packages", {})),
    }
    known = (*_SECTIONS, "default", "develop")
    content |= {name: packages(it) for name, it in document.items() if name not in known}
    return _hash(content, separators=(",", ":"))


def is_same(specifier: str, other: str) -> bool:
    """Whether two specifiers ask for the same, however they are spelled."""
    one, two = ({*"".join(it.split()).split(",")} for it in (specifier, other))
    if one == two:
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(specifier) == SpecifierSet(other)
    except InvalidSpecifier:
        return False


def _read(text: str) -> dict[str, Any] | None:
    """Return the document as its tool sees it; None when no tool could read it."""
    document = toml.parse(text)
    if document.faults:
        return None
    found: dict[str, Any] = toml.plain(document.root)
    return found


def _table(table: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = table.get(key)
    return found if isinstance(found, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _hash(content: Any, separators: tuple[str, str] | None = None) -> str:
    import hashlib  # Only where a lock file is judged.
    import json

    written = json.dumps(content, sort_keys=True, separators=separators, default=str)
    return hashlib.sha256(written.encode()).hexdigest()
