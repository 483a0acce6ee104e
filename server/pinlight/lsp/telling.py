"""What only the files of an installed distribution tell, read when a feature asks for it."""

from functools import lru_cache

from pinlight.features.about import About, about
from pinlight.features.links import project_file
from pinlight.features.sources import first_module
from pinlight.lsp.uris import path_of
from pinlight.model import Distribution
from pinlight.paths import lies_in, rules
from pinlight.shell.disk import Disk


def tell(distribution: Distribution) -> About:
    """Return what the metadata says to people; nothing where it cannot be read."""
    return _told(distribution.where, Disk().changed_ns(distribution.where))


@lru_cache(1024)
def _told(where: str, changed_ns: int) -> About:
    installer = Disk().head(rules(where).join(where, "INSTALLER"))
    return about(Disk().file(metadata_path(where)) or b"", changed_ns, installer or b"")


def metadata_path(where: str) -> str:
    """Return the file that holds the metadata of the `.dist-info` or `.egg-info` at `where`."""
    disk, join = Disk(), rules(where).join
    for name in ("METADATA", "PKG-INFO"):
        path: str = join(where, name)
        if disk.exists(path):
            return path
    return where


def source(distribution: Distribution) -> str:
    """Return the file where the code of a distribution begins, else its metadata; an editable
    one's project file; "" when none of them is there."""
    disk, where = Disk(), distribution.where
    join, folder = rules(where).join, rules(where).dirname(where)
    origin = distribution.origin
    if origin is not None and origin.is_editable and origin.url.startswith("file:"):
        found = project_file(path_of(origin.url), is_file)
        if found:
            return found
    record = (disk.file(join(where, "RECORD")) or b"").decode("utf-8", "replace")
    module = first_module(record, distribution.name)
    path: str = rules(where).normpath(join(folder, module)) if module else ""
    if path and lies_in(path, folder) and is_file(path):
        return path
    path = metadata_path(where)
    return path if is_file(path) else ""


def is_file(path: str) -> bool:
    """Whether there is a file at `path`."""
    disk = Disk()
    return disk.exists(path) and not disk.is_folder(path)
