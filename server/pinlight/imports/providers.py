"""What the imports of a Python file are held against: the project around it and its environment.

Every file that declares something, from the folder of the Python file up to the workspace folder,
belongs to its project; all of their groups and extras count as declared.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from pinlight.identity import Same
from pinlight.imports.provided import importable, owners
from pinlight.judge import judge, requires
from pinlight.model import (
    Choice,
    Dependency,
    Distribution,
    Entry,
    Environment,
    Manifest,
    Modules,
    Provided,
    Providers,
)
from pinlight.named import NamedTuple
from pinlight.paths import lies_in, rules
from pinlight.pep508 import normal
from pinlight.reader import Reader

DECLARING = ("requirements", "pyproject", "pipfile", "setup", "conda", "pixi")

Selected = tuple[tuple[str, bool], ...]
"""(name, is_extra) of each group that the environment should hold."""

_FOLDERS_OF_FILES = ("requirements", "requires", "reqs")
_MOST_FOLDERS = 64  # looked into beside a file; a folder with more of them is no project
_LEFT_ALONE = ("node_modules", "site-packages", "__pycache__", "__pypackages__")
_DYNAMIC = re.compile(r"(?ms)^dynamic\s*=\s*\[[^\]]*['\"]dependencies['\"]")
_EXTRA = re.compile(r"extra\s*==\s*[\"']([^\"']+)[\"']")


class Index(NamedTuple):
    """The files of a workspace as Python files ask for them."""

    manifests: Mapping[str, Manifest]
    declaring: Mapping[str, Sequence[Manifest]]  # by folder
    locked: Mapping[str, frozenset[str]]  # path of what is locked -> names in its locks


@lru_cache(2)
def index(same: Same[Mapping[str, Manifest]]) -> Index:
    """Sort the files of a workspace once; each Python file only looks up its own."""
    declaring: dict[str, list[Manifest]] = {}
    locked: dict[str, frozenset[str]] = {}
    for path, manifest in same.value.items():
        if manifest.kind in DECLARING:
            folder = path[: max(path.rfind("/"), path.rfind("\\"))]
            declaring.setdefault(folder, []).append(manifest)
        elif manifest.lock is not None:
            names = frozenset(it.dependency.name for it in manifest.lock.packages)
            locked[manifest.lock.of] = locked.get(manifest.lock.of, frozenset()) | names
    return Index(same.value, declaring, locked)


@lru_cache(1024)
def governing(folder: str, same: Same[Index]) -> tuple[Manifest, ...]:
    """Return the files that declare for the Python files in `folder`, the nearest first; none
    when they declare nothing at all."""
    ordered: dict[str, list[Manifest]] = {}
    for place in _above(folder):
        near = same.value.declaring.get(place, ())
        ordered.setdefault(project_folder(place + "/x"), []).extend(near)
    found = [it for some in ordered.values() for it in sorted(some, key=_rank)]
    included = (same.value.manifests.get(include.path) for it in found for include in it.includes)
    files = {it.path: it for it in (*found, *filter(None, included))}
    is_declaring = any(it.dependencies or it.project for it in found)
    return tuple(files.values()) if is_declaring else ()


def _above(folder: str) -> Iterator[str]:
    """Yield the folders that hold what is declared for `folder`, the nearest first."""
    module = rules(folder)
    while True:
        for place in (folder, *(module.join(folder, name) for name in _FOLDERS_OF_FILES)):
            yield place.rstrip("/\\")
        above = str(module.dirname(folder))
        if above == folder:
            return
        folder = above


def project_folder(path: str) -> str:
    """Return the folder that the file at `path` declares for."""
    module = rules(path)
    folder = str(module.dirname(path))
    is_inner = module.basename(folder).lower() in _FOLDERS_OF_FILES
    return str(module.dirname(folder)) if is_inner else folder


def modules(environment: Environment, found: Mapping[str, Provided], reader: Reader) -> Modules:
    """Put together what the distributions of an environment provide."""
    loose = [importable(folder, reader) for folder in environment.site_packages]
    return Modules(environment.distributions, found, owners(found), frozenset().union(*loose))


def around(path: str, top: str, reader: Reader) -> frozenset[str]:
    """Return the modules that lie in the folders from that of `path` up to `top`, and in the
    folders directly in those: `src`, `tests`, and whatever else is put on the path."""
    module = rules(path)
    names: set[str] = set()
    folder = str(module.dirname(path))
    while True:
        names |= importable(folder, reader)
        inner = [it.name for it in reader.folder(folder) if it.is_folder and _may_hold(it.name)]
        for name in inner if len(inner) <= _MOST_FOLDERS else ():
            below = module.join(folder, name)
            if not reader.exists(module.join(below, "pyvenv.cfg")):
                names |= importable(below, reader)
        if folder == top or not lies_in(folder, top):
            return frozenset(names)
        folder = str(module.dirname(folder))


class Asked(NamedTuple):
    """What `providers` is asked about: equal for all Python files of one project."""

    files: tuple[Same[Manifest], ...]
    choice: Choice
    environment: Same[Environment]
    known: Same[Modules]
    needed: tuple[Selected | None, ...]  # of each file; None: it is for another environment
    named: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()


@lru_cache(64)
def providers(asked: Asked) -> Providers:
    """Return what the imports of a project's files are held against."""
    files = tuple(same.value for same in asked.files)
    environment, known = asked.environment.value, asked.known.value
    missing = []
    for manifest, selected in zip(files, asked.needed, strict=True):
        for dependency in manifest.dependencies if selected is not None else ():
            if _is_needed(manifest, dependency, selected or ()):
                verdict = judge(dependency, environment)
                if verdict.kind == "missing":
                    missing.append(Entry(manifest, dependency, verdict, dependency.span))
    owned = {module.partition(".")[0] for module in known.owners}
    return Providers(
        files,
        asked.choice,
        environment,
        known.owners,
        known.loose - owned,
        frozenset(_declared(files, environment.distributions)),
        tuple(missing),
        asked.named,
        asked.elsewhere,
        all(_is_readable(it, files, environment.distributions) for it in files),
    )


def _is_needed(manifest: Manifest, dependency: Dependency, selected: Selected) -> bool:
    """Whether the environment should hold it."""
    if manifest.kind == "requirements":
        return True
    is_ours = not dependency.is_build and not dependency.is_of_conda
    return is_ours and (not dependency.group or (dependency.group, dependency.is_extra) in selected)


def _declared(
    files: Iterable[Manifest], distributions: Mapping[str, Distribution]
) -> Iterator[str]:
    """Yield the names that the files ask for, in whatever group; with an extra that is asked for
    also what it brings, and what the installed project says of itself."""
    for manifest in files:
        own = distributions.get(manifest.project) if manifest.project else None
        yield manifest.project
        for value in own.requires if own else ():
            if found := requires.read(value):
                yield found.dependency.name
        for dependency in manifest.dependencies:
            yield dependency.name
            if dependency.extras:
                yield from _brought(distributions.get(dependency.name), dependency.extras)


def _brought(distribution: Distribution | None, extras: tuple[str, ...]) -> Iterator[str]:
    for value in distribution.requires if distribution else ():
        found = requires.read(value)
        asked = _EXTRA.findall(found.dependency.marker) if found else ()
        if found and any(normal(extra) in extras for extra in asked):
            yield found.dependency.name


def _is_readable(
    manifest: Manifest, files: tuple[Manifest, ...], distributions: Mapping[str, Distribution]
) -> bool:
    """Whether the file says itself what it asks for, or the installed project does."""
    if manifest.project in distributions:
        return True
    if manifest.kind == "pyproject":
        has_lines = any(it.kind == "requirements" for it in files)
        return has_lines or not _DYNAMIC.search(manifest.text)
    if manifest.kind == "setup" and "install_requires" in manifest.text:
        return any(not it.is_extra for it in manifest.dependencies)
    return True


def _may_hold(name: str) -> bool:
    return not name.startswith(".") and name not in _LEFT_ALONE


def _rank(manifest: Manifest) -> tuple[bool, int, str]:
    """A project's own file comes first, then the main one of several; last what a tool wrote."""
    name = rules(manifest.path).basename(manifest.path)
    is_main = name in ("requirements.txt", "requirements.in")
    order = 0 if manifest.kind == "pyproject" and manifest.project else 1 if is_main else 2
    return bool(manifest.generator), order, manifest.path
