"""Writes the table of `pinlight.imports.standard_library`: for a new Python, run it again.

    python tests/standard_library_table.py PYTHON... [VERSION...]

Each PYTHON is an interpreter, which tells its own modules: `sys.stdlib_module_names`, before 3.10
what lies in its folders. For a VERSION that this machine lacks, the package `stdlibs` from PyPI
tells, which reads them from CPython's sources.
Source: https://docs.python.org/3/library/sys.html#sys.stdlib_module_names
"""

import subprocess
import sys
import textwrap
from collections.abc import Iterable, Mapping
from importlib import import_module

ASK = """
import os, sys, sysconfig
names = set(getattr(sys, "stdlib_module_names", ()))
if not names:
    folder = sysconfig.get_path("stdlib")
    inside = [folder, os.path.join(folder, "lib-dynload")]
    files = [name for place in inside for name in os.listdir(place)]
    names = {name.split(".")[0] for name in files if name.split(".")[-1] in ("py", "so", "pyd")}
    names |= {name for name in files if os.path.exists(os.path.join(folder, name, "__init__.py"))}
    names |= set(sys.builtin_module_names) | {"msvcrt", "winreg", "winsound", "nt"}
    names |= {"_winapi", "_msi", "msilib", "_overlapped", "ossaudiodev", "spwd"}
print("3.%d" % sys.version_info[1], *sorted(n for n in names if n.isidentifier() and n != "test_"))
"""


def modules(asked: str) -> tuple[int, set[str]]:
    """Return the minor version of Python 3 and the names of its standard library."""
    if asked[0].isdigit():
        minor = int(asked.split(".")[1])
        return minor, set(import_module("stdlibs").stdlib_module_names(asked))
    told = subprocess.run(
        [asked, "-I", "-S", "-c", ASK], capture_output=True, text=True, check=True
    )
    version, *names = told.stdout.split()
    return int(version.split(".")[1]), set(names)


def table(found: Mapping[int, set[str]]) -> Iterable[str]:
    """Yield a word per module: `name`, or `name:8-11` where only some versions have it."""
    first, last = min(found), max(found)
    for name in sorted(set().union(*found.values()) | {"__main__", "test"}):
        if name.startswith(("_test", "_ctypes_test", "_xx", "xx", "__hello", "__phello")):
            continue  # Python's own tests.
        minors = [minor for minor in sorted(found) if name in found[minor]]
        if minors == sorted(found) or name in ("__main__", "test"):
            yield name
        else:
            start = "" if minors[0] == first else str(minors[0])
            yield f"{name}:{start}-{'' if minors[-1] == last else minors[-1]}"


if __name__ == "__main__":
    print(
        textwrap.fill(" ".join(table(dict(map(modules, sys.argv[1:])))), 96, break_on_hyphens=False)
    )
