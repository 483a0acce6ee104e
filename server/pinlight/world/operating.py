"""The commands that change environments or write what they hold; what is asked before.

A question's id says which command goes on and for which file; what is changed then is told anew
from the world, so that nothing is left over when the user walks away.
"""

from collections.abc import Callable, Sequence

from pinlight.fixes import actions
from pinlight.fixes.create_environment import same_packages
from pinlight.fixes.lines import install, line
from pinlight.judge.strays import roots, strays, why_unsure
from pinlight.model import (
    Create,
    Delete,
    Entry,
    Environment,
    Install,
    Problem,
    Relock,
    Repair,
    Resolution,
    Sync,
    Uninstall,
)
from pinlight.model.operation import Freeze
from pinlight.named import NamedTuple
from pinlight.paths import rules
from pinlight.text import LineIndex
from pinlight.words import short, ticked
from pinlight.world import changes
from pinlight.world.state import Ask, Commanded, Effect, Say, World

Step = tuple[World, list[Effect]]

ASKED = "operate:"  # followed by the command's name, `|` and the path of the file
DELETES = "Delete"
EMPTY, SAME, WANTED = "Empty", "The same packages", "What the files ask for"
REQUIRE_HASHES = "--require-hashes"
VENVS = ("venv", "virtualenv", "uv")


class Served(NamedTuple):
    """A file with the environment that serves it."""

    path: str
    resolution: Resolution
    environment: Environment

    @property
    def where(self) -> str:
        return f"`{short(self.environment.prefix, self.path)}`"


def commanded(world: World, event: Commanded, path: str) -> Step:
    """Carry out a command of `COMMANDS` for the file at `path`."""
    served = _served(world, path, event.prefix)
    if served is None:
        return world, [Say("information", f"No environment serves {_name(path)}")]
    return COMMANDS[event.name].carry_out(world, served, event)


def replied(world: World, id: str, choice: str) -> Step:
    """Go on with the answer to a question of this room."""
    name, _, path = id.removeprefix(ASKED).partition("|")
    served = _served(world, path)
    answer = COMMANDS[name].replied if name in COMMANDS else None
    if served is None or answer is None:
        return world, [changes.no_longer()]
    return answer(world, served, choice)


def sync(world: World, served: Served) -> Sync | str:
    """Return what makes the environment hold exactly what its files ask for; else why not."""
    prefix = served.environment.prefix
    found = serving(world, prefix)
    if reason := why_unsure(found):
        return f"It cannot be told what {served.where} needs: {reason}"
    asked = roots(served.environment, found)
    lacking = _lacking(world, served.path) or Install(prefix, served.path)
    return Sync(prefix, lacking, strays(served.environment, asked), asked)


def serving(world: World, prefix: str) -> list[Resolution]:
    """Return the resolutions of the files that the environment serves."""
    found = world.resolutions.values()
    return [it for it in found if it.choice.prefix == prefix]


def upgrade(served: Served, names: tuple[str, ...]) -> Install:
    """Return what brings packages to the newest version that the file allows; `name==1` to that."""
    lines = []
    plain = tuple(name.partition("==")[0].strip() for name in names)
    for name, asked in zip(plain, names, strict=True):
        entry = None if "==" in asked else _entry(served.resolution, name)
        lines.append(line(entry, served.resolution.manifest) if entry else asked)
    operation = install(served.resolution, (), served.environment.prefix)
    options = tuple(it for it in operation.options if it != REQUIRE_HASHES)
    return operation._replace(lines=tuple(lines), upgrade=plain, options=options)


def same_again(served: Served) -> Create:
    """Return what makes the environment anew with the packages that it holds."""
    return _recreate(served, same_packages(served.resolution))


def lock(world: World, path: str) -> Relock | Install:
    """Return what writes the lock of the project anew, or the compiled file itself."""
    resolution = world.resolutions[path]
    prefix, manifest = resolution.choice.prefix, resolution.manifest
    if manifest.generator_command and manifest.kind == "requirements":
        return install(resolution, ())._replace(recompile=manifest.generator_command)
    if resolution.declared is not None:
        return Relock(prefix, resolution.declared.path, target=path)
    if manifest.kind in ("pyproject", "pipfile"):
        return Relock(prefix, path)
    beside = rules(path).join(rules(path).dirname(path), "pyproject.toml")
    return Relock(prefix, beside if beside in world.manifests else path)


# The commands


def _install_this(world: World, served: Served, event: Commanded) -> Step:
    text = served.resolution.manifest.text
    index = LineIndex(text)
    number = index.line(min(max(event.offset, 0), len(text)))
    here = index.span(number)
    for action in actions(served.resolution, _problems(world, served.path), here, world.tools):
        if isinstance(action.do, Install):
            return changes.begun(world, action.do)
    entries = [it for it in served.resolution.entries if it.span and it.span.touches(here)]
    if not entries:
        return world, [Say("information", "There is no requirement on this line")]
    return world, [Say("information", f"{served.where} holds what this line asks for")]


def _sync(world: World, served: Served, _event: Commanded) -> Step:
    operation = sync(world, served)
    if isinstance(operation, str):
        return world, [Say("warning", f"{operation}; nothing was changed")]
    if not operation.install.lines and not operation.strays:
        return world, [Say("information", f"{served.where} holds exactly what its files ask for")]
    return changes.begun(world, operation)


def _upgrade(world: World, served: Served, event: Commanded) -> Step:
    if event.package:
        return changes.begun(world, upgrade(served, (event.package,)))
    asked = {it.dependency.name for it in served.resolution.entries}
    question = f"Which package of {served.where} is brought to the newest version allowed?"
    return _which(world, served, event.name, question, asked)


def _upgraded(world: World, served: Served, choice: str) -> Step:
    return changes.begun(world, upgrade(served, (choice,)))


def _uninstall(world: World, served: Served, event: Commanded) -> Step:
    if event.package:
        return _uninstalled(world, served, event.package)
    question = f"Which package is removed from {served.where}?"
    return _which(world, served, event.name, question, set())


def _uninstalled(world: World, served: Served, choice: str) -> Step:
    if choice not in served.environment.distributions:
        return world, [Say("information", f"{served.where} holds no `{choice}`")]
    return changes.begun(world, Uninstall(served.environment.prefix, (choice,), served.path))


def _which(world: World, served: Served, command: str, question: str, first: set[str]) -> Step:
    installed = served.environment.distributions
    names = sorted(installed, key=lambda name: (name not in first, name))
    if not names:
        return world, [Say("information", f"{served.where} holds no packages")]
    versions = tuple(installed[name].version for name in names)
    id = f"{ASKED}{command}|{served.path}"
    title = COMMANDS[command].title.rstrip(".")
    return world, [Ask(id, question, tuple(names), versions, title=title)]


def _check_global(world: World, served: Served, _event: Commanded) -> Step:
    resolution = served.resolution
    found: dict[str, list[str]] = {}
    for name, prefix in sorted(resolution.elsewhere.items()):
        if prefix in resolution.global_prefixes:
            found.setdefault(prefix, []).append(name)
    if not found:
        told = f"No global Python holds what {served.where} lacks for {_name(served.path)}"
        return world, [Say("information", told)]
    parts = [f"{ticked(names)} in `{prefix}`" for prefix, names in found.items()]
    told = f"Only installed globally, where {served.where} does not see it: {'; '.join(parts)}"
    return world, [Say("warning", told)]


def _upgrade_pip(world: World, served: Served, _event: Commanded) -> Step:
    if "pip" not in served.environment.distributions:
        return world, [Say("information", f"{served.where} has no pip: uv installs without it")]
    return changes.begun(world, upgrade(served, ("pip",)))


def _recreate_asked(world: World, served: Served, event: Commanded) -> Step:
    if served.environment.kind not in VENVS:
        return world, [Say("warning", f"{served.where} is no virtual environment")]
    wanted = _everything(served)
    count = len(served.environment.distributions)
    offered = {
        WANTED: _name(served.path) if wanted else "",
        SAME: f"{count} packages, from where they came" if count else "",
        EMPTY: "Nothing is installed",
    }
    shown = {title: detail for title, detail in offered.items() if detail}
    question = f"{served.where} is made anew. What is installed into it? Undo brings the old back"
    ask = Ask(
        f"{ASKED}{event.name}|{served.path}",
        question,
        tuple(shown),
        tuple(shown.values()),
        title="Recreate Environment",
    )
    return world, [ask]


def _recreated(world: World, served: Served, choice: str) -> Step:
    if choice == SAME:
        return changes.ordered(world, same_again(served))
    then = _everything(served) if choice == WANTED else None
    return changes.ordered(world, _recreate(served, then))


def _recreate(served: Served, then: Install | None) -> Create:
    """The Python stays of the same minor version, where the file allows any."""
    minor = ".".join(served.environment.python.split(".")[:2])
    is_whole = served.environment.state == "ok"
    wanted = served.resolution.manifest.requires_python
    return Create(
        served.environment.prefix,
        minor if is_whole and not wanted else "",
        wanted,
        then,
        replaces=True,
    )


def _everything(served: Served) -> Install | None:
    entries = [it for it in served.resolution.entries if it.verdict.kind != "not-needed"]
    return install(served.resolution, entries, served.environment.prefix) if entries else None


def _repair(world: World, served: Served, _event: Commanded) -> Step:
    """Look at every file of every package, and install anew what is damaged."""
    options = install(served.resolution, ())
    kept = tuple(it for it in options.options if it != REQUIRE_HASHES)
    check = options._replace(options=kept, constraints=())
    return changes.ordered(world, Repair(served.environment.prefix, check=check))


def _delete(world: World, served: Served, event: Commanded) -> Step:
    if served.environment.kind not in (*VENVS, "conda"):
        return world, [Say("warning", f"{served.where} is no virtual environment")]
    count = len(served.environment.distributions)
    question = f"Delete {served.where} with its {count} packages? This cannot be undone"
    return world, [Ask(f"{ASKED}{event.name}|{served.path}", question, (DELETES,))]


def _deleted(world: World, served: Served, _choice: str) -> Step:
    return changes.ordered(world, Delete(served.environment.prefix))


def _freeze(world: World, served: Served, event: Commanded) -> Step:
    """Ask under which name; one that is there says that it is replaced."""
    shown = {
        name: "replaces the file" if _freeze_path(served, name) in world.manifests else "a new file"
        for name in ("requirements-frozen.txt", "constraints.txt", "requirements.txt")
    }
    question = f"To which file is written what {served.where} holds?"
    id = f"{ASKED}{event.name}|{served.path}"
    title = "Freeze to a File"
    return world, [Ask(id, question, tuple(shown), tuple(shown.values()), title=title)]


def _frozen(world: World, served: Served, choice: str) -> Step:
    target = _freeze_path(served, choice)
    return changes.ordered(world, Freeze(served.environment.prefix, target))


def _freeze_path(served: Served, name: str) -> str:
    module = rules(served.path)
    return str(module.join(module.dirname(served.path), name))


def relocked(world: World, path: str) -> Step:
    """Write the lock of the file's project anew; an environment is not needed for it."""
    return changes.ordered(world, lock(world, path))


# What they rest on


def _served(world: World, path: str, prefix: str = "") -> Served | None:
    """Return the file with its environment; `prefix` names another one that a file uses."""
    if prefix and prefix != getattr(world.choices.get(path), "prefix", ""):
        path = next((it for it, one in world.choices.items() if one.prefix == prefix), path)
    resolution = world.resolutions.get(path)
    environment = world.environments.get(resolution.choice.prefix) if resolution else None
    if resolution is None or environment is None:
        return None
    return Served(path, resolution, environment)


def _lacking(world: World, path: str) -> Install | None:
    """Return the installation of all that the file lacks."""
    problems = _problems(world, path)
    for action in actions(world.resolutions[path], problems, None, world.tools):
        if action.id.startswith("fix:install-missing:") and isinstance(action.do, Install):
            return action.do
    return None


def _problems(world: World, path: str) -> Sequence[Problem]:
    return world.problems.get(path, ())


def _entry(resolution: Resolution, name: str) -> Entry | None:
    needed = (it for it in resolution.entries if it.verdict.kind != "not-needed")
    return next((it for it in needed if it.dependency.name == name), None)


def _name(path: str) -> str:
    return str(rules(path).basename(path))


class Operating(NamedTuple):
    """One command, and what its answer does."""

    title: str
    carry_out: Callable[[World, Served, Commanded], Step]
    replied: Callable[[World, Served, str], Step] | None = None


COMMANDS = {
    "pinlight.installThis": Operating("Install This Requirement", _install_this),
    "pinlight.syncEnvironment": Operating("Sync Environment", _sync),
    "pinlight.upgradePackage": Operating("Upgrade Package...", _upgrade, _upgraded),
    "pinlight.uninstallPackage": Operating("Uninstall Package...", _uninstall, _uninstalled),
    "pinlight.checkGlobal": Operating("Check Global Packages", _check_global),
    "pinlight.upgradePip": Operating("Upgrade pip", _upgrade_pip),
    "pinlight.recreateEnvironment": Operating(
        "Recreate Environment...", _recreate_asked, _recreated
    ),
    "pinlight.deleteEnvironment": Operating("Delete Environment...", _delete, _deleted),
    "pinlight.repair": Operating("Check and Repair Packages", _repair),
    "pinlight.freeze": Operating("Freeze to a File...", _freeze, _frozen),
}
