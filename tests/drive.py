"""Puts the rooms together over a `Tree`, as the server does; the only place that knows how."""

from collections.abc import Mapping
from typing import NamedTuple

from pinlight import environments, rules
from pinlight.choose import Situation, choose, settings_for, upwards
from pinlight.choose.working_folder import working_folder
from pinlight.environments.losses import losses as losses_of
from pinlight.formats import format_of, pip_paths
from pinlight.formats.pip_lines import decode
from pinlight.imports import providers
from pinlight.imports.provided import prefixes, provided
from pinlight.imports.statements import names
from pinlight.model import Environment, Manifest, Problem, Resolution
from pinlight.paths import rules as path_rules
from pinlight.plugins import record, records
from pinlight.resolve import Surroundings, resolve
from pinlight.settings import Settings
from pinlight.world import importing
from pinlight.world.parsing import is_based
from pinlight.world.state import Answer, Imported, Mapped, Read, Surrounded, World
from tree import Tree

FOR_IMPORTS = ("modules", "around", "imports")


class Seen(NamedTuple):
    """What Pinlight makes of the files in a folder, by path."""

    manifests: Mapping[str, Manifest]
    resolutions: Mapping[str, Resolution]
    problems: Mapping[str, tuple[Problem, ...]]
    environments: Mapping[str, Environment]


def drive(
    tree: Tree,
    root: str,
    *,
    settings: Settings,
    open: frozenset[str] | None,
    variables: Mapping[str, str],
    interpreters: Mapping[str, str],
    forced: str,
) -> Seen:
    """Return what Pinlight makes of the workspace folder `root`; `open` None: all files are."""
    situation = Situation((root,), settings, {}, interpreters, forced)
    shown = [path for path in _walk(root, tree) if format_of(path) is not None]
    manifests: dict[str, Manifest] = {}
    unreadable: dict[str, str] = {}
    for path in shown:
        _read(path, tree, situation, variables, manifests, unreadable)
    choices = {path: choose(path, tree, situation) for path in shown}
    found = {
        prefix: environments.read(prefix, tree)
        for prefix in {choice.prefix for choice in choices.values()} - {""}
    }
    local = {path: settings_for(path, tree, situation) for path in shown}
    around = Surroundings(manifests, choices, unreadable, _included(manifests))
    resolutions = {
        path: resolve(
            manifests[path],
            choice,
            found.get(choice.prefix),
            around,
            local[path],
            is_open=open is None or path in open,
        )
        for path, choice in choices.items()
    }
    losses = {
        prefix: {loss.name: loss for loss in losses_of(environment, tree, {}) if loss}
        for prefix, environment in found.items()
    }
    for path, resolution in resolutions.items():
        if resolution.environment is not None and not resolution.environment.interrupted:
            resolution = resolution._replace(losses=losses[resolution.choice.prefix])
        resolutions[path] = _with_imports(resolution, root, tree, resolutions, local)
    for resolution in resolutions.values():
        ask_all(resolution)
    problems = {path: rules.diagnose(it, local[path]) for path, it in resolutions.items()}
    return Seen(manifests, resolutions, problems, found)


def _read(
    path: str,
    tree: Tree,
    situation: Situation,
    variables: Mapping[str, str],
    manifests: dict[str, Manifest],
    unreadable: dict[str, str],
) -> None:
    """Read a file and all that it includes; note what is not there."""
    if path in manifests or path in unreadable:
        return
    content = tree.file(path)
    if content is None:
        unreadable[path] = "folder" if tree.is_folder(path) else "missing"
    kind = format_of(path) or record("formats", "requirements")
    if content is None and format_of(path) is None:
        return
    manifest = kind.parse(path, decode(content or b""), variables)
    if is_based(manifest):
        folders = upwards(path, tree, situation)
        folder = working_folder(folders, pip_paths.relative(manifest), tree)
        manifest = pip_paths.starting_at(manifest, folder)
    manifests[path] = manifest
    for include in manifest.includes:
        if include.path:
            _read(include.path, tree, situation, variables, manifests, unreadable)
    for dependency in manifest.dependencies:
        if dependency.path and not tree.exists(dependency.path):
            unreadable[dependency.path] = "missing"


def _with_imports(
    resolution: Resolution,
    root: str,
    tree: Tree,
    resolutions: Mapping[str, Resolution],
    local: Mapping[str, Settings],
) -> Resolution:
    """Let the world put in what rules on imports need, as it does for an open file."""
    world = World(
        manifests={path: it.manifest for path, it in resolutions.items()},
        choices={path: it.choice for path, it in resolutions.items()},
        environments={
            it.choice.prefix: it.environment for it in resolutions.values() if it.environment
        },
        local=local,
        folders=(root,),
    )
    while True:
        told, wanted = importing.told(world, resolution)
        answers = [_read_for_imports(it, world, tree) for it in wanted if it.what in FOR_IMPORTS]
        if not answers:
            return told
        world, _ = importing.answered(world, [], answers)


def _read_for_imports(read: Read, world: World, tree: Tree) -> Answer:
    """Answer as the shell does."""
    if read.what == "around":
        return Surrounded(read.path, providers.around(read.path, world.folders[0], tree))
    if read.what == "imports":
        files = [path for path in _walk(read.path, tree) if path.endswith(".py")]
        imported = {name for path in files for name in names(decode(tree.file(path) or b""))}
        return Imported(read.path, frozenset(it for name in imported for it in prefixes(name)))
    environment = world.environments[read.path]
    found = {name: provided(it, tree) for name, it in environment.distributions.items()}
    return Mapped(read.path, providers.modules(environment, found, tree))


def _included(manifests: Mapping[str, Manifest]) -> frozenset[str]:
    return frozenset(
        include.path
        for manifest in manifests.values()
        for include in manifest.includes
        if include.path != manifest.path and not include.group
    )


def _walk(folder: str, tree: Tree) -> list[str]:
    """Return all files, and the folders, below `folder`; not those of environments."""
    if tree.exists(path_rules(folder).join(folder, "pyvenv.cfg")):
        return []
    paths = []
    for name, is_folder in tree.folder(folder):
        path = path_rules(folder).join(folder, name)
        paths += [path, *(_walk(path, tree) if is_folder else ())]
    return paths


def ask_all(resolution: Resolution) -> None:
    """Fail where a rule finds something in a file and is not asked, since what it needs is not
    there."""
    asked = {rule.code for rule in rules.asked(resolution)}
    for rule in records("rules"):
        found = () if rule.code in asked else tuple(rule.find(resolution))
        assert not found, f"{rule.code} is not asked and finds {found}"
