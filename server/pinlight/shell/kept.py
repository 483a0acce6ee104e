"""The environment as it was, kept while a tool changes it in place, so that it comes back whole.

What is kept lies in the step that becomes the undo step: moved there when an environment is made
anew, else as hard links. A file that may be written in place, not replaced, is copied.
"""

import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from pinlight.environments.history import FOLDER
from pinlight.environments.layout import Layout
from pinlight.shell import journal as journals
from pinlight.shell import moves, vault
from pinlight.shell.journal import File, Journal
from pinlight.shell.moves import Move
from pinlight.shell.records import digest_of
from pinlight.shell.vault import at, is_real_folder, linked_or_copied, names, place_of

_METADATA = (".dist-info", ".egg-info", "conda-meta")
_LARGE_BYTES = 64 * 1024  # what is larger is a program or a library: tools replace those
_NOT_CONDAS = frozenset((FOLDER, "pkgs", "envs"))  # other environments of a base installation


def files_of(step: str) -> str:
    """Return the place where a step keeps the environment's files."""
    return f"{step}/files"


def roots(layout: Layout) -> tuple[str, ...]:
    """Return the places that a tool may change: of a Python that is no environment only the
    packages and the programs, since it may be the system's."""
    found = names(layout.prefix)
    if "conda-meta" in found:
        return tuple(name for name in found if name not in _NOT_CONDAS)
    if layout.config is not None:
        return tuple(name for name in found if name != FOLDER)
    sites = (place_of(layout.prefix, path) for path in layout.site_packages)
    scripts = (name for name in ("bin", "Scripts") if name in found)
    return tuple(dict.fromkeys((*(it for it in sites if not it.startswith("..")), *scripts)))


def copy(prefix: str, places: Iterable[str], step: str) -> None:
    """Keep these places of the environment in the step. Raises OSError."""
    for place in places:
        target = at(prefix, f"{files_of(step)}/{place}")
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _copy(at(prefix, place), target, "site-packages" in place.split("/"))


def _copy(source: str, target: str, is_package: bool) -> None:
    if not is_real_folder(source):
        return _copy_file(source, target, is_package)
    os.mkdir(target)
    with os.scandir(source) as entries:
        for entry in entries:
            inner = os.path.join(target, entry.name)
            if entry.is_dir(follow_symlinks=False):
                is_inner = is_package or entry.name in ("site-packages", "dist-packages")
                _copy(entry.path, inner, is_inner and not entry.name.endswith(_METADATA))
            else:
                _copy_file(entry.path, inner, is_package)
    shutil.copystat(source, target)
    return None


def _copy_file(source: str, target: str, is_package: bool) -> None:
    """Link what tools replace: modules and what is large; copy lists, scripts, configuration."""
    status = os.lstat(source)
    if stat.S_ISLNK(status.st_mode):
        os.symlink(os.readlink(source), target)
    elif stat.S_ISREG(status.st_mode):
        is_list = source.endswith((".pth", ".egg-link", ".json", "history"))
        if (is_package and not is_list) or status.st_size > _LARGE_BYTES:
            linked_or_copied(source, target)
        else:
            shutil.copy2(source, target)


def differences(prefix: str, journal: Journal) -> tuple[list[str], list[str]]:
    """Return the places that are new or other than they were, and those of what is kept that
    is gone or other now."""
    came: list[str] = []
    gone: list[str] = []
    kept = files_of(journal.step)
    for root in journal.roots:
        _compare(prefix, kept, root, came, gone)
    return came, gone


def _compare(prefix: str, kept: str, place: str, came: list[str], gone: list[str]) -> None:
    now, then = at(prefix, place), at(prefix, f"{kept}/{place}")
    if is_real_folder(now) and is_real_folder(then):
        for name in sorted({*names(now), *names(then)}):
            _compare(prefix, kept, f"{place}/{name}", came, gone)
    elif not _is_same(now, then):
        if os.path.lexists(now):
            came.append(place)
        if os.path.lexists(then):
            gone.append(place)


def _is_same(now: str, then: str) -> bool:
    try:
        ours, theirs = os.lstat(now), os.lstat(then)
    except OSError:
        return False
    if stat.S_ISLNK(ours.st_mode) and stat.S_ISLNK(theirs.st_mode):
        return os.readlink(now) == os.readlink(then)
    is_equal = (ours.st_mtime_ns, ours.st_size, ours.st_mode) == (
        theirs.st_mtime_ns,
        theirs.st_size,
        theirs.st_mode,
    )
    return os.path.samestat(ours, theirs) or (stat.S_ISREG(ours.st_mode) and is_equal)


def below(prefix: str, places: Iterable[str]) -> Iterator[str]:
    """Yield the files at and below the places."""
    for place in places:
        path = at(prefix, place)
        if not is_real_folder(path):
            yield place
        for folder, folders, inner in os.walk(path):
            links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
            yield from (place_of(prefix, os.path.join(folder, name)) for name in (*links, *inner))


def bring_back(prefix: str, journal: Journal) -> None:
    """Let the environment and the files of the project be as they were kept. Raises OSError;
    what is interrupted can be carried on."""
    put_files_back(prefix, journal)
    if journal.kept == "moved" and not all(moves.is_done(prefix, it) for it in journal.moves):
        moves.take_back(prefix, journal.moves, journal.made)  # No tool was started yet.
        vault.remove(prefix, journal.step)
        journals.forget(prefix)
        return
    came, _ = _changes(prefix, journal)
    for place in came:  # Deleted, not moved: the disk may be full of it.
        _delete(at(prefix, place))
    restoring = returning(prefix, journal)._replace(kept="returning")
    journals.write(prefix, restoring)
    finish(prefix, restoring)


def carry_on(prefix: str, journal: Journal) -> None:
    """Finish to bring back what is kept, however far that has come. Raises OSError."""
    if journal.kept == "returning":
        finish(prefix, journal)
    else:
        bring_back(prefix, journal)


def returning(prefix: str, journal: Journal) -> Journal:
    """Return the exchange that brings back what is kept; what is there now is thrown away."""
    came, gone = _changes(prefix, journal)
    kept = files_of(journal.step)
    exchange = (
        *(Move(place, f"{journal.stage}/{place}") for place in came),
        *(Move(f"{kept}/{place}", place) for place in gone),
    )
    return Journal(
        journal.title,
        journal.stage,
        journal.step,
        exchange,
        moves.missing_folders(prefix, exchange),
        undoes=journal.step,
    )


def _changes(prefix: str, journal: Journal) -> tuple[list[str], list[str]]:
    """Return the places that came and those that are gone since the environment was kept."""
    if journal.kept != "moved":
        return differences(prefix, journal)
    came = [name for name in names(prefix) if name != FOLDER]
    return came, names(at(prefix, files_of(journal.step)))


def _delete(path: str) -> None:
    """Delete what came; what cannot be deleted is moved away later."""
    if is_real_folder(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            os.unlink(path)


def finish(prefix: str, restoring: Journal, rename: moves.Rename = os.rename) -> None:
    """Carry an exchange out that takes its step back. Raises OSError."""
    moves.carry_out(prefix, restoring.moves, rename)
    vault.remove(prefix, restoring.undoes)
    journals.forget(prefix)
    vault.remove(prefix, restoring.stage)


# Files of the project


def keep_files(prefix: str, step: str, paths: Iterable[str]) -> tuple[File, ...]:
    """Keep files of the project in the step. Raises OSError."""
    kept = []
    for number, path in enumerate(dict.fromkeys(paths)):
        place = f"{step}/project/{number}"
        if os.path.lexists(path):
            os.makedirs(at(prefix, f"{step}/project"), exist_ok=True)
            shutil.copy2(path, at(prefix, place))
            vault.sync(at(prefix, place))
        kept.append(File(path, place if os.path.lexists(path) else ""))
    return tuple(kept)


def put_files_back(prefix: str, journal: Journal) -> None:
    """Raises OSError; files that are as they were are not touched."""
    for file in changed_files(prefix, journal):
        if file.place:
            vault.write(file.path, Path(at(prefix, file.place)).read_bytes())
        else:
            os.unlink(file.path)


def changed_files(prefix: str, journal: Journal) -> tuple[File, ...]:
    """Return the files of the project that are other than they were kept, with what they are."""
    found = (file._replace(digest=digest_of(file.path)) for file in journal.files)
    return tuple(
        file
        for file in found
        if file.digest != (digest_of(at(prefix, file.place)) if file.place else "")
    )
