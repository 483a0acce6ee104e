"""Python's own parser judges the scanner of imports, on the standard library and on what is
installed beside the tests."""

import ast
import sys
import sysconfig
import tokenize
import warnings
from pathlib import Path

import pytest

from pinlight.imports.statements import imports

PLACES = {name: Path(sysconfig.get_path(name)) for name in ("stdlib", "purelib")}
MOST = 300  # files of each place


def files(place: Path) -> list[Path]:
    found = [path for path in sorted(place.rglob("*.py")) if "lib2to3" not in path.parts]
    if place == PLACES["stdlib"]:
        found = [path for path in found if "site-packages" not in path.parts]
    return found[:: max(1, len(found) // MOST)]


def of_ast(text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return line, module and names of each absolute import statement."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = ast.parse(text)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.lineno, alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = tuple(alias.name for alias in node.names if alias.name != "*")
            found.append((node.lineno, node.module, names))
    return sorted(found)


def of_scanner(text: str) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return the same, of statements: dynamic imports stand in quotes."""
    return sorted(
        (text.count("\n", 0, it.span.start) + 1, it.module, it.names)
        for it in imports(text)
        if text[it.span.start - 1 : it.span.start] not in ("'", '"')
    )


@pytest.mark.parametrize("place", PLACES)
def test_the_scanner_finds_what_python_finds(place):
    compared = 0
    for path in files(PLACES[place]):
        try:
            with tokenize.open(path) as file:
                text = file.read()
            expected = of_ast(text)
        except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError):
            continue  # Files that tests of parsers want to be broken.
        found = of_scanner(text)
        if [it[1:] for it in expected] != [it[1:] for it in found]:
            raise AssertionError(f"{path}: {sorted({*expected} ^ {*found})}")
        compared += 1
    assert compared > 100, sys.version
