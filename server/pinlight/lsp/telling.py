"""What only the files of an installed distribution tell, read when a feature asks for it."""

from functools import lru_cache

from pinlight.features.about import About, about
from pinlight.model import Distribution
from pinlight.paths import rules
from pinlight.shell.disk import Disk


def tell(distribution: Distribution) -> About:
    """Return what the metadata says to people; nothing where it cannot be read."""
    return _told(distribution.where, Disk().changed_ns(distribution.where))


@lru_cache(1024)
def _told(where: str, changed_ns: int) -> About:
    return about(Disk().file(metadata_path(where)) or b"", changed_ns)


def metadata_path(where: str) -> str:
    """Return the file that holds the metadata of the `.dist-info` or `.egg-info` at `where`."""
    disk, join = Disk(), rules(where).join
    for name in ("METADATA", "PKG-INFO"):
        path: str = join(where, name)
        if disk.exists(path):
            return path
    return where
