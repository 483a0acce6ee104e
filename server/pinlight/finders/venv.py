"""Virtual environments that lie in a folder, by their pyvenv.cfg.

Source: https://packaging.python.org/specifications/virtual-environments/
"""

from pinlight.finders import Finder, Place
from pinlight.model import Candidate
from pinlight.paths import rules
from pinlight.reader import Reader

CONVENTIONAL = (".venv", "venv", "env")  # in the order in which they are preferred
CONDAS = (".conda", *CONVENTIONAL, "conda", "envs")  # where a prefix of conda may lie

# Folders that hold no environment of their project, and may be large.
IGNORED = frozenset(
    (".git", ".hg", ".svn", "node_modules", "__pycache__", "__pypackages__", ".eggs", ".direnv")
    + (".cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".pytype", ".hypothesis")
    + (".ipynb_checkpoints", ".nox", ".tox")
)


def find(place: Place) -> tuple[Candidate, ...]:
    """Return the environments directly in the folder, the conventional names first; one that
    lost its pyvenv.cfg comes last, and only under such a name."""
    folder, reader = place.folder, place.reader
    sep = rules(folder).sep
    start = folder if folder.endswith(sep) else folder + sep
    names = place.folders - IGNORED
    ordered = [name for name in CONVENTIONAL if name in names]
    ordered += sorted(names.difference(CONVENTIONAL))
    whole, damaged = [], []
    for name in ordered:
        prefix = start + name
        if reader.exists(f"{prefix}{sep}pyvenv.cfg"):
            whole.append(Candidate(prefix, "venv", folder))
        elif name in CONDAS and reader.is_folder(f"{prefix}{sep}conda-meta"):
            whole.append(Candidate(prefix, "conda", folder))
        elif name in CONVENTIONAL and _is_damaged(prefix, reader):
            damaged.append(Candidate(prefix, "venv", folder, "it lost its `pyvenv.cfg`"))
    return (*whole, *damaged)


def _is_damaged(prefix: str, reader: Reader) -> bool:
    """Whether a folder without pyvenv.cfg was an environment: one by tools of other languages,
    or with settings, has no such files."""
    join = rules(prefix).join
    return any(
        reader.exists(join(prefix, *place))
        for place in (
            ("bin", "activate"),
            ("bin", "python"),
            ("Scripts", "activate"),
            ("Scripts", "python.exe"),
            ("Lib", "site-packages"),
            (".pinlight", "journal.json"),  # It was being made.
        )
    ) or any(listed.name.startswith("python3.") for listed in reader.folder(join(prefix, "lib")))


FINDER = Finder("venv", find, rank=50)
