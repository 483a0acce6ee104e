"""How paths and names are spelled in messages."""

from collections.abc import Iterable
from functools import lru_cache

from pinlight.paths import rules

_FAR = 3  # folders up: more of them are harder to read than the whole path


@lru_cache(1024)  # Every line that an environment lacks asks for the same.
def short(path: str, file: str) -> str:
    """Return `path` relative to the folder of `file`, or whole when it lies far away."""
    return _short(path, str(rules(file).dirname(file)))


@lru_cache(1024)
def _short(path: str, folder: str) -> str:
    module = rules(path)
    if rules(folder) is not module or _drive(path) != _drive(folder):
        return path
    relative: str = module.relpath(path, folder)
    up = relative.split(module.sep).count(module.pardir)
    common = module.commonpath([path, folder])
    if up > _FAR or (up and module.dirname(common) == common):
        return path
    return relative.replace(module.sep, "/")


def ticked(names: Iterable[str]) -> str:
    """Return names in backticks, by commas."""
    return ", ".join(f"`{name}`" for name in names)


def _drive(path: str) -> str:
    return str(rules(path).splitdrive(path)[0]).lower()
