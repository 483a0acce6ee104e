"""In which folder a requirements file is likely to be installed: its relative paths start there.

pip takes its working directory, mostly that of the project: `-e .` in `requirements/dev.txt`
means the project, not the folder `requirements`. An editor has no working directory that the
user knows of, so the disk is asked.
Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from collections.abc import Sequence

from pinlight.paths import rules
from pinlight.reader import Reader

_BUILT_BY = ("pyproject.toml", "setup.py")  # without any of them pip installs no folder


def working_folder(folders: Sequence[str], targets: Sequence[str], reader: Reader) -> str:
    """Return the one of `folders` from which most relative paths lead to what can be installed,
    and most to anything at all; the first of several."""

    def rank(folder: str) -> tuple[int, int]:
        paths = [rules(folder).join(folder, target) for target in targets]
        found = [path for path in paths if reader.exists(path)]
        return sum(_is_installable(path, reader) for path in found), len(found)

    return max(folders, key=rank)


def _is_installable(path: str, reader: Reader) -> bool:
    join = rules(path).join
    is_built = any(reader.exists(join(path, name)) for name in _BUILT_BY)
    return is_built or not reader.is_folder(path)
