"""Where the code of an installed distribution begins, told from its own list of files.

Source: https://packaging.python.org/specifications/recording-installed-packages/#the-record-file
"""

from pinlight.pep508 import normal


def first_module(record: str, name: str) -> str:
    """Return the path, relative to site-packages, of the module that a RECORD names first: of
    the package that is called like the distribution, else of any; "" when there is none."""
    paths = [_path(line) for line in record.splitlines()]
    packages = [path for path in paths if path.endswith("/__init__.py") and path.count("/") == 1]
    modules = [path for path in paths if path.endswith(".py") and "/" not in path]
    found = [path for path in packages + modules if not path.startswith(("_", "."))]
    return min(found, key=lambda path: _top(path) != name, default="")


def _path(line: str) -> str:
    """Return the path of a line of CSV; one with a comma in it stands in quotes."""
    if line.startswith('"'):
        return line[1:].partition('"')[0]
    return line.partition(",")[0]


def _top(path: str) -> str:
    return normal(path.partition("/")[0].removesuffix(".py"))
