"""How paths and names are spelled in messages."""

from collections.abc import Iterable

from pinlight.paths import rules

_FAR = 3  # folders up: more of them are harder to read than the whole path


def short(path: str, file: str) -> str:
    """Return `path` relative to the folder of `file`, or whole when it lies far away."""
    module = rules(path)
    folder = module.dirname(file)
    if rules(file) is not module or module.splitdrive(path)[0] != module.splitdrive(folder)[0]:
        return path
    relative: str = module.relpath(path, folder)
    up = relative.split(module.sep).count(module.pardir)
    is_from_root = module.dirname(module.commonpath([path, folder])) == module.commonpath(
        [path, folder]
    )
    if up and (up > _FAR or is_from_root):
        return path
    return relative.replace("\\", "/")


def ticked(names: Iterable[str]) -> str:
    """Return names in backticks, by commas."""
    return ", ".join(f"`{name}`" for name in names)
