"""Which modules an installed distribution provides, told from its own metadata.

Source: https://packaging.python.org/specifications/recording-installed-packages/#the-record-file
Source: https://packaging.python.org/guides/packaging-namespace-packages/
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from pinlight.model import Distribution, Provided
from pinlight.paths import rules
from pinlight.reader import Reader

_MODULE = re.compile(r"(?m)^((?:[^\W\d]\w*/)*[^\W\d]\w*)\.(?:py|(?:[\w-]+\.)?(?:so|pyd)),")
_PACKAGE = re.compile(r"(?m)^([^\W\d]\w*)/__init__\.(?:py|(?:[\w-]+\.)?(?:so|pyd)),")
_LISTED = re.compile(r"([^\W\d]\w*)(?:\.(?:py|pyx|(?:[\w-]+\.)?(?:so|pyd)))?")
_FINDER = re.compile(r"(?m)^(__editable__\w+\.py),")
_PATH_FILE = re.compile(r"(?m)^([\w.-]+\.pth),")
_MAPPING = re.compile(r"(?m)^MAPPING\b[^{\n]*\{([^}]*)\}")
_KEY = re.compile(r"['\"]([\w.]+)['\"]\s*:")


def provided(distribution: Distribution, reader: Reader) -> Provided:
    """Return what the metadata of `distribution` tells; where it tells nothing, the module is
    taken to be called like the distribution."""
    join = rules(distribution.where).join

    def text(name: str) -> str:
        content = reader.file(join(distribution.where, name)) or b""
        return content.decode("utf-8", "replace").replace("\r\n", "\n")

    namespaces = frozenset(text("namespace_packages.txt").split())
    record = text("RECORD")
    listed = [name.replace("/", ".") for name in text("top_level.txt").split()]
    found = dict.fromkeys((*_recorded(record, namespaces), *_linked(record, distribution, reader)))
    covered = {module.partition(".")[0] for module in found}
    found.update(dict.fromkeys(name for name in listed if name not in covered | namespaces))
    return Provided(
        tuple(found) or (distribution.name.replace("-", "_"),),
        bool(text("entry_points.txt").strip()),
    )


def importable(folder: str, reader: Reader) -> frozenset[str]:
    """Return the names that may be imported from `folder` when it is on the path: modules, and
    all folders, since one without `__init__.py` is a namespace."""
    matches = (_LISTED.fullmatch(listed.name) for listed in reader.folder(folder))
    return frozenset(match[1] for match in matches if match)


def owners(provided: Mapping[str, Provided]) -> dict[str, tuple[str, ...]]:
    """Return the names of the distributions that provide each module, by module."""
    found: dict[str, tuple[str, ...]] = {}
    for name, one in provided.items():
        for module in one.modules:
            found[module] = (*found.get(module, ()), name)
    return found


def prefixes(module: str) -> Iterator[str]:
    """Yield `a.b.c`, `a.b`, `a`."""
    while module:
        yield module
        module = module.rpartition(".")[0]


def _recorded(record: str, namespaces: frozenset[str]) -> Iterator[str]:
    """Yield the packages and modules of a RECORD; those of a namespace by their whole names."""
    packages = {name for name in _PACKAGE.findall(record) if name not in namespaces}
    yield from sorted(packages)
    deeper = [
        path.split("/")
        for path in _MODULE.findall(record)
        if path.partition("/")[0] not in packages and not path.startswith("__editable__")
    ]
    inner = {tuple(path[:-1]) for path in deeper if path[-1] == "__init__"}
    inner = {path for path in inner if ".".join(path) not in namespaces}
    for path in deeper:
        yield from _root(path, inner, namespaces)


def _root(
    path: list[str], packages: Iterable[tuple[str, ...]], namespaces: frozenset[str]
) -> Iterator[str]:
    for length in range(1, len(path)):
        if tuple(path[:length]) in packages:
            yield ".".join(path[:length])
            return
    if path[-1] != "__init__":
        yield ".".join(path)
    elif ".".join(path[:-1]) not in namespaces:
        yield ".".join(path[:-1])


def _linked(record: str, distribution: Distribution, reader: Reader) -> Iterator[str]:
    """Yield what an editable installation finds: the names that its finder maps, or what lies in
    the folders that its `.pth` file names."""
    if distribution.origin is None or not distribution.origin.is_editable:
        return
    module = rules(distribution.where)
    site = module.dirname(distribution.where)
    for name in _FINDER.findall(record):
        content = (reader.file(module.join(site, name)) or b"").decode("utf-8", "replace")
        for mapping in _MAPPING.findall(content):
            yield from _KEY.findall(mapping)
    for name in _PATH_FILE.findall(record):
        content = (reader.file(module.join(site, name)) or b"").decode("utf-8", "replace")
        for line in content.splitlines():
            if line.strip() and not line.startswith(("#", "import ", "import\t")):
                yield from sorted(importable(module.join(site, line.strip()), reader))
