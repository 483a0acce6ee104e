"""One prefix -> Environment, from its files alone, and its cheap change stamp."""

from collections.abc import Collection, Iterable

from pinlight.environments import history
from pinlight.environments.health import has_activate, why_broken
from pinlight.environments.installed import Installed, Kept
from pinlight.environments.layout import Layout, base, look, of_project, user_site
from pinlight.environments.markers import markers
from pinlight.model import Distribution, Environment, Links
from pinlight.paths import rules, same
from pinlight.reader import Reader


def read(
    prefix: str,
    reader: Reader,
    kind: str = "",
    kept: Kept | None = None,
    named: Collection[str] | None = None,
) -> Environment:
    """Return what the files of `prefix` tell. Nothing is executed, nothing is raised.

    `kind` is what a finder knows of it; "" or "venv" let the files tell. A prefix without
    pyvenv.cfg is a Python of its own ("global") or conda's. `kept` holds what earlier calls
    found, so that what did not change is not read again; of that only the `.dist-info` folders
    `named` are looked at, all when it is None.
    """
    layout = look(prefix, reader)
    has_system = (layout.config or {}).get("include-system-site-packages", "").lower() == "true"
    detail = why_broken(layout, reader)
    interrupted, undo = history.read(prefix, reader)
    kind = _kind(layout, kind, reader)
    watched = _watched(prefix, layout.executable, bool(detail), bool(interrupted), kind)
    before = tuple(map(reader.changed_ns, watched))
    is_of_conda = "conda-meta" in layout.names
    installed = Installed(reader, kept, named, is_of_conda=is_of_conda)
    for folder in _sites(layout, has_system, reader):
        installed.add_site(folder)
    is_windows = layout.is_windows or rules(prefix).sep == "\\"
    return Environment(
        prefix,
        kind,
        layout.python,
        markers(layout.python, layout.implementation, is_windows, reader.machine()),
        installed.distributions,
        "broken" if detail else "ok",
        detail,
        layout.executable,
        tuple(installed.folders),
        tuple(installed.leftovers),
        has_system,
        (*before, *installed.folders.values()),
        interrupted,
        undo,
        conda=_conda(prefix, reader) if is_of_conda else {},
    )


def watched(environment: Environment) -> tuple[str, ...]:
    """Return the paths whose times tell of every install, removal, loss and repair."""
    is_broken = environment.state == "broken"
    is_interrupted = bool(environment.interrupted)
    kind = environment.kind
    own = _watched(environment.prefix, environment.executable, is_broken, is_interrupted, kind)
    return (*own, *environment.site_packages)


def stamp(environment: Environment, reader: Reader) -> tuple[int, ...]:
    """Return a value that differs after any change; costs one stat per folder of its path and
    three more. What is absent counts as 0."""
    return tuple(map(reader.changed_ns, watched(environment)))


def prefix_of(path: str, reader: Reader) -> str:
    """Return the prefix that `path` means: itself, or the one that holds this interpreter."""
    module = rules(path)
    if not module.basename(path).lower().startswith(("python", "pypy")) or reader.is_folder(path):
        return path
    folder = module.dirname(path)
    is_inner = module.basename(folder).lower() in ("bin", "scripts")
    return str(module.dirname(folder) if is_inner else folder)


def links(folders: Iterable[str], reader: Reader) -> Links:
    """Return the widest folders through which these are reached by another path than their own."""
    found: dict[str, str] = {}
    for spelled in folders:
        real, split = reader.real(spelled), rules(spelled).split
        if same(real) == same(spelled):
            continue
        (above, name), (outer, other) = split(real), split(spelled)
        while name == other and same(reader.real(outer)) == same(above):
            real, spelled = above, outer
            (above, name), (outer, other) = split(real), split(spelled)
        found[real] = spelled
    return tuple(found.items())


def _sites(layout: Layout, has_system: bool, reader: Reader) -> tuple[str, ...]:
    """Return the site-packages folders on the path, in its order."""
    if of_project(layout.prefix):
        return layout.site_packages
    if layout.config is None:
        return (*filter(None, (user_site(layout, reader),)), *layout.site_packages)
    if not has_system:
        return layout.site_packages
    outer = look(base(layout, reader), reader)
    return (*layout.site_packages, *_sites(outer._replace(config=None), False, reader))


def _watched(
    prefix: str, executable: str, is_broken: bool, is_interrupted: bool, kind: str
) -> tuple[str, ...]:
    join = rules(prefix).join
    paths = (prefix, join(prefix, "pyvenv.cfg"), *filter(None, (executable,)))
    if kind == "conda":
        paths = (*paths, join(prefix, "conda-meta"))
    if is_interrupted:
        paths = (*paths, join(prefix, history.FOLDER))
    if not is_broken:
        return paths
    names = ("bin", "bin/python", "lib", "Scripts", "Scripts/python.exe", "Lib")
    return (*paths, *(join(prefix, *name.split("/")) for name in names))  # Where repair shows.


def _conda(prefix: str, reader: Reader) -> dict[str, Distribution]:
    """Return conda's own packages, told by the names of their records alone:
    `conda-meta/NAME-VERSION-BUILD.json`, where NAME may hold hyphens."""
    folder = rules(prefix).join(prefix, "conda-meta")
    found = {}
    for listed in reader.folder(folder):
        parts = listed.name.removesuffix(".json").rsplit("-", 2)
        if listed.name.endswith(".json") and len(parts) == 3:
            name, where = parts[0].lower(), rules(prefix).join(folder, listed.name)
            found[name] = Distribution(name, parts[1], where, is_of_conda=True)
    return found


def _kind(layout: Layout, kind: str, reader: Reader) -> str:
    if of_project(layout.prefix):
        return "pypackages"
    if kind not in ("", "venv"):
        return kind
    if layout.config is not None:
        return next((name for name in ("uv", "virtualenv") if name in layout.config), "venv")
    if "conda-meta" in layout.names:
        return "conda"
    return "venv" if kind or has_activate(layout, reader) else "global"
