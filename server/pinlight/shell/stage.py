"""A stage beside the environment, where installers work while the environment stays as it is.

It holds the metadata of everything that is installed, as hard links, and none of the packages: so
uv and pip decide there as they would in the environment, and put there what is to be added. Tools
that cannot be sent there are not.
"""

import os
import re
import shutil
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from pinlight.environments.layout import Layout
from pinlight.environments.metadata import normalised
from pinlight.model import Command
from pinlight.named import NamedTuple
from pinlight.shell import mirror, vault
from pinlight.shell.mirror import Stamp
from pinlight.shell.records import digest_of
from pinlight.shell.vault import at, is_real_folder, linked_or_copied, names, parent, place_of

_METADATA = (".dist-info", ".egg-info")
_PLACED = (*_METADATA, ".egg-link", ".pth")
_UV_CHANGES = ("install", "uninstall", "sync")
_NEEDS_PACKAGES = re.compile(r"no.build.isolation", re.IGNORECASE)  # Builds that import them.
_TICK_NS = 20_000_000
_OLDEST_PIP = (22, 3)  # the first with `--python`


class Signature(NamedTuple):
    """What tells one installation's metadata from another's: its RECORD, or what stands in."""

    name: str  # in the metadata folder; "": the folder itself
    device: int
    inode: int
    mtime_ns: int
    size: int


class Stage(NamedTuple):
    """Where an installer works; places are relative to the environment, and the same below
    `folder`."""

    prefix: str
    folder: str
    sites: tuple[str, ...]
    placed: frozenset[str]  # what was put there: metadata folders and single files
    before: dict[str, Stamp]  # metadata in the environment -> its stamp
    is_linked: bool = True  # False: the file system has no hard links
    folders: tuple[int, ...] = ()  # when each of `sites` had changed last, before it was read
    signatures: Mapping[str, Signature] = {}  # of `before`, in the environment

    @property
    def path(self) -> str:
        return at(self.prefix, self.folder)


def stageable(command: Command, layout: Layout) -> bool:
    """Whether a command can be sent to a stage, or changes no environment and no other file."""
    texts = (*command.argv, *command.env, *(text for _, text in command.inputs), *os.environ)
    if layout.config is None or not layout.site_packages:
        return False
    if any(map(_NEEDS_PACKAGES.search, texts)):
        return False
    if _is_pip(command.argv):
        return sys.platform != "win32" and _has_fitting_pip(command.argv, layout)
    is_uv_change = command.argv[1:2] == ("pip",) and command.argv[2] in _UV_CHANGES
    return is_uv_change or _only_compiles(command)


def _only_compiles(command: Command) -> bool:
    """Whether a command writes a file that people keep under version control, and nothing else."""
    program = os.path.basename(command.argv[0])
    return command.argv[1:3] == ("pip", "compile") or program.startswith("pip-compile")


def build(layout: Layout, token: str) -> Stage:
    """Make a stage. Raises OSError."""
    prefix = layout.prefix
    sites = tuple(place_of(prefix, path) for path in layout.site_packages)
    changed = folders_changed(prefix, sites)
    before = stamps(prefix, sites)
    stage = Stage(prefix, f"{vault.STAGE}{token}", sites, frozenset(), before, folders=changed)
    there = mirror.take(prefix, stage.folder, stage.before)
    placed = {*there, *_python(stage)}
    linked: list[bool] = []
    for site in sites:
        os.makedirs(at(stage.path, site), exist_ok=True)
        placed.update(_site(stage, site, there, linked))
    return stage._replace(placed=frozenset(placed), is_linked=all(linked))


def retire(stage: Stage) -> None:
    """Keep what is still of use for the next stage; raises nothing."""
    if not stage.is_linked:
        return vault.remove(stage.prefix, stage.folder)
    # What was replaced or came has left the stage, so what is still there is as it was.
    still = metadata_in(stage.path, stage.sites)
    kept = {info: stage.before[info] for info in still if info in stage.before}
    return mirror.keep(stage.prefix, stage.folder, kept)


def stamps(prefix: str, sites: tuple[str, ...]) -> dict[str, Stamp]:
    """Return what tells whether someone installed or removed something, by metadata folder."""
    found = {}
    for site in sites:
        with os.scandir(at(prefix, site)) as entries:
            for entry in entries:
                if entry.name.endswith(_METADATA):
                    status = entry.stat(follow_symlinks=False)
                    found[f"{site}/{entry.name}"] = (status.st_mtime_ns, status.st_ino)
    return found


def folders_changed(prefix: str, sites: tuple[str, ...]) -> tuple[int, ...]:
    """Return when each site-packages folder changed last: every install and removal shows.

    Nothing of a folder that changed just now, or where only seconds are told: the clock of the
    file system may be too coarse for the next change to show.
    """
    found = tuple(os.stat(at(prefix, site)).st_mtime_ns for site in sites)
    is_coarse = any(time_ns % 1_000_000_000 == 0 for time_ns in found)
    return () if is_coarse or max(found, default=0) > time.time_ns() - _TICK_NS else found


def signatures(prefix: str, infos: Iterable[str]) -> dict[str, Signature]:
    """Return the signature of each metadata folder that is there; raises nothing."""
    found = {info: signature(prefix, info) for info in infos}
    return {info: one for info, one in found.items() if one is not None}


def signature(root: str, info: str) -> Signature | None:
    """RECORD tells: installers write a new one, while they may link METADATA from a cache."""
    for name in ("RECORD", "PKG-INFO", "METADATA", ""):
        if one := _signature(root, info, name):
            return one
    return None


def _signature(root: str, info: str, name: str) -> Signature | None:
    try:
        status = os.lstat(at(root, f"{info}/{name}" if name else info))
    except OSError:
        return None
    return Signature(name, status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size)


def redirected(command: Command, stage: Stage) -> Command:
    """Return a stageable command as it works in the stage."""
    argv = command.argv
    python = os.path.join(stage.path, *_python_place())
    if argv[1:2] == ("pip",) and argv[2] in _UV_CHANGES:
        end = argv.index("--python") + 2
        if _sees_system(stage.prefix):  # uv looks there only for an environment of its own.
            return command._replace(argv=(*argv[: end - 1], python, *argv[end:]))
        return command._replace(argv=(*argv[:end], "--prefix", stage.path, *argv[end:]))
    if _is_pip(argv):
        rest = argv[6:] if argv[4] == "--python" else argv[4:]
        return command._replace(argv=(*argv[:4], "--python", python, *rest))
    return command


def finish(stage: Stage) -> None:
    """Let scripts that were made in the stage name the environment. Raises OSError."""
    inner, outer = os.fsencode(stage.path), os.fsencode(stage.prefix)
    changed = set()
    for folder in ("bin", "Scripts"):
        for name in names(at(stage.path, folder)):
            path = Path(at(stage.path, f"{folder}/{name}"))
            if f"{folder}/{name}" in stage.placed or path.is_symlink():
                continue
            content = path.read_bytes()
            if content.startswith(b"#!") and inner in content:
                path.write_bytes(content.replace(inner, outer))  # Linked from nowhere else.
                changed.add(f"{folder}/{name}")
    if changed:
        _record_again(stage, changed)


def _record_again(stage: Stage, changed: set[str]) -> None:
    """Bring the hashes and sizes of scripts in the RECORDs of the stage up to date."""
    for info in metadata_in(stage.path, stage.sites):
        record = Path(at(stage.path, f"{info}/RECORD"))
        if is_unchanged(stage, info) or not record.is_file():
            continue
        lines = record.read_bytes().decode("utf-8", "surrogateescape").splitlines(keepends=True)
        written = [_row_again(stage, info, line, changed) for line in lines]
        if written != lines:
            record.write_bytes("".join(written).encode("utf-8", "surrogateescape"))


def _row_again(stage: Stage, info: str, line: str, changed: set[str]) -> str:
    listed = line.split(",")[0].strip('"')
    place = os.path.normpath(f"{parent(info)}/{listed}").replace(os.sep, "/")
    if place not in changed:
        return line
    path = at(stage.path, place)
    size = os.stat(path).st_size
    return f"{line.rsplit(',', 2)[0]},sha256={digest_of(path)},{size}{line[len(line.rstrip()) :]}"


def is_unchanged(stage: Stage, info: str) -> bool:
    """Whether metadata in the stage is still what was put there: a link to it, or a copy."""
    if info not in stage.placed:
        return False
    theirs = stage.signatures.get(info) or signature(stage.prefix, info)
    if theirs is None:
        return False
    ours = _signature(stage.path, info, theirs.name)
    return ours is not None and (ours[1:3] == theirs[1:3] or ours[3:] == theirs[3:])


def metadata_in(root: str, sites: tuple[str, ...]) -> Iterator[str]:
    """Yield the places of the metadata folders below `root`, sorted."""
    for site in sites:
        for name in names(at(root, site)):
            if name.endswith(_METADATA):
                yield f"{site}/{name}"


def _site(stage: Stage, site: str, there: Collection[str], linked: list[bool]) -> Iterator[str]:
    """Put the metadata of one site-packages folder into the stage, but what is there already;
    yield what was put there. `linked` gets whether its files became links."""
    source, target = at(stage.prefix, site), at(stage.path, site)
    for name in names(source):
        if not name.endswith(_PLACED) or f"{site}/{name}" in there:
            continue
        path, copy = os.path.join(source, name), os.path.join(target, name)
        if name.endswith(_METADATA) and is_real_folder(path):
            if _is_whole(path):
                os.mkdir(copy)
                linked.append(_link_files(path, copy))
                yield f"{site}/{name}"
        elif name.endswith((".egg-link", ".egg-info")) or _is_path_file(path):
            shutil.copy2(path, copy)  # Old installers change these in place.
            yield f"{site}/{name}"


def _is_whole(info: str) -> bool:
    """Whether installers would count it: what an interruption left is installed anew."""
    own = "METADATA" if info.endswith(".dist-info") else "PKG-INFO"
    return os.path.isfile(os.path.join(info, own))


def _link_files(source: str, target: str) -> bool:
    """Put the files of a folder into another; whether all became links."""
    with os.scandir(source) as entries:
        files = [entry for entry in entries if entry.is_file(follow_symlinks=False)]
    linked = [linked_or_copied(it.path, os.path.join(target, it.name)) for it in files]
    return all(linked)


def _is_path_file(path: str) -> bool:
    """Whether it is a `.pth` that only names folders: one with code would import what is not in
    the stage."""
    if not path.endswith(".pth") or os.path.islink(path):
        return False
    return not re.search(rb"^import[ \t]", Path(path).read_bytes(), re.MULTILINE)


def _python(stage: Stage) -> Iterator[str]:
    """Make the stage an environment of the same Python; yield what was put there."""
    prefix, folder = stage.prefix, _python_place()[0]
    shutil.copy2(os.path.join(prefix, "pyvenv.cfg"), stage.path)
    yield "pyvenv.cfg"
    if os.path.islink(os.path.join(prefix, "lib64")):
        os.symlink("lib", os.path.join(stage.path, "lib64"))
        yield "lib64"
    os.makedirs(os.path.join(stage.path, folder), exist_ok=True)
    for name in names(os.path.join(prefix, folder)):
        if name.startswith(("python", "pypy")):
            path = os.path.join(prefix, folder, name)
            copy = os.path.join(stage.path, folder, name)
            if os.path.islink(path):
                os.symlink(os.readlink(path), copy)
            else:
                linked_or_copied(path, copy)
            yield f"{folder}/{name}"


def _python_place() -> tuple[str, str]:
    return ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")


def _is_pip(argv: tuple[str, ...]) -> bool:
    return argv[1:4] == ("-I", "-m", "pip")


def _has_fitting_pip(argv: tuple[str, ...], layout: Layout) -> bool:
    """Whether the pip that is run can serve another environment than its own."""
    if argv[4] == "--python":
        return True
    for site in layout.site_packages:
        for name in names(site):
            if match := re.fullmatch(r"pip-(\d+)\.(\d+).*\.dist-info", name):
                return (int(match[1]), int(match[2])) >= _OLDEST_PIP
    return False


def _sees_system(prefix: str) -> bool:
    config = Path(prefix, "pyvenv.cfg").read_bytes()
    return bool(re.search(rb"^include-system-site-packages *= *true", config, re.M | re.I))


def name_of(info: str) -> str:
    """Return the normalised name of a distribution as its metadata folder tells it."""
    return normalised(info.rpartition("/")[2].partition("-")[0])
